package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.OnnxModel;
import java.util.Map;

/**
 * An operator's speaker model: one float input, either [1, samples] of 16 kHz sound -1..1, or [1,
 * frames, 80] of mean-normalised log-mel energies ({@link Fbank}); one float output, the vector.
 * Compared by cosine.
 */
final class OnnxSpeaker implements SpeakerModel {
  private final OnnxModel model;
  private final String name;
  private final String input;
  private final boolean mel;
  private final double middle;
  private final double slope;
  private final Fbank fbank = new Fbank();
  private final int dimension;

  /**
   * @throws IllegalStateException with one sentence when it has another signature
   */
  OnnxSpeaker(ModelFile file, Map<String, String> settings) {
    name = file.name();
    middle = Tuning.number(settings, "voice_identity.cosine_middle", 0.4, -1, 1);
    slope = Tuning.number(settings, "voice_identity.cosine_slope", 20, 0.1, 1000);
    model = new OnnxModel(file);
    try {
      var inputs = model.inputs();
      var shape = inputs.size() == 1 ? inputs.values().iterator().next() : new long[0];
      mel = shape.length == 3 && (shape[2] == Fbank.MELS || shape[2] < 0);
      if (!mel && shape.length != 2) {
        throw new IllegalStateException("its input is neither [1, samples] nor [1, frames, 80]");
      }
      input = inputs.keySet().iterator().next();
      dimension = embed(new SpeechMemory.Stretch(new float[100][], new float[16_000])).length;
    } catch (RuntimeException e) {
      model.close();
      throw new IllegalStateException(name + " is not a speaker model: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public boolean needsSound() {
    return true;
  }

  @Override
  public float[] embed(SpeechMemory.Stretch speech) {
    OnnxModel.Input in;
    if (mel) {
      var frames = fbank.of(speech.sound());
      in = new OnnxModel.Input(frames, 1, frames.length / Fbank.MELS, Fbank.MELS);
    } else {
      in = new OnnxModel.Input(speech.sound(), 1, speech.sound().length);
    }
    var out = model.run(Map.of(input, in)).values().iterator();
    if (!out.hasNext()) throw new IllegalStateException("it has no float output");
    var vector = out.next();
    double length = 1e-12;
    for (float v : vector) length += (double) v * v;
    var unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) unit[i] = (float) (vector[i] / Math.sqrt(length));
    return unit;
  }

  @Override
  public double likeness(float[] a, float[] b) {
    if (a.length != b.length) throw new IllegalArgumentException("not vectors of " + name);
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
    return sum;
  }

  @Override
  public double score(double likeness) {
    return 100 / (1 + Math.exp(-slope * (likeness - middle)));
  }

  @Override
  public void close() {
    model.close();
  }
}
