package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.OnnxModel;
import java.util.Map;

/**
 * Speech by the Silero model (16 kHz): 64 samples of context and 512 new ones, with a state of [2,
 * 1, 128] that goes from piece to piece.
 */
final class Silero implements SpeechModel {
  private static final int CONTEXT = 64;
  private static final long[] RATE = {16_000};
  private final OnnxModel model;
  private final String name;
  private final float[] input = new float[CONTEXT + CHUNK];
  private float[] state = new float[2 * 128];

  /**
   * @throws IllegalStateException when it does not load or is not such a model
   */
  Silero(ModelFile file) {
    name = file.name();
    model = new OnnxModel(file);
    try {
      probability(new float[CHUNK]);
      reset();
    } catch (RuntimeException e) {
      model.close();
      throw new IllegalStateException(name + " is not a voice activity model: " + e.getMessage());
    }
  }

  @Override
  public float probability(float[] sound) {
    System.arraycopy(sound, 0, input, CONTEXT, CHUNK);
    var out =
        model.run(
            Map.of(
                "input", new OnnxModel.Input(input, 1, input.length),
                "state", new OnnxModel.Input(state, 2, 1, 128),
                "sr", new OnnxModel.Input(RATE)));
    System.arraycopy(input, CHUNK, input, 0, CONTEXT);
    float[] answer = null;
    for (var each : out.entrySet()) {
      if (each.getValue().length == 1) answer = each.getValue();
      else if (each.getValue().length == state.length) state = each.getValue();
    }
    if (answer == null) throw new IllegalStateException("it gives no probability");
    return Math.clamp(answer[0], 0f, 1f);
  }

  @Override
  public void reset() {
    java.util.Arrays.fill(input, 0);
    state = new float[2 * 128];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    model.close();
  }
}
