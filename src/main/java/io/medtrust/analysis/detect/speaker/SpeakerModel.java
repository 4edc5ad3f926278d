package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.ModelSlot;
import java.util.Map;
import java.util.Optional;

/** Speech as a vector, and how alike two of them are. Not thread-safe. */
public sealed interface SpeakerModel extends AutoCloseable permits GmmSpeaker, OnnxSpeaker {
  /** Name and version; only vectors of the same one may be compared. */
  String name();

  /**
   * Speech as a vector.
   *
   * @param speech at least a second
   */
  float[] embed(SpeechMemory.Stretch speech);

  /** Number of values of a vector; 0 when it is not known before the first. */
  int dimension();

  /**
   * How alike two vectors are, on the scale of this model: rising with likeness.
   *
   * @throws IllegalArgumentException when they do not have the same number of values
   */
  double likeness(float[] a, float[] b);

  /**
   * A likeness as 0..100: 50 where a pair of the same and a pair of different speakers are equally
   * likely in the data that it was set on. A score and not a probability: few speakers stand behind
   * it.
   */
  double score(double likeness);

  /** Whether it needs the sound itself beside the features. */
  boolean needsSound();

  @Override
  default void close() {}

  /**
   * The model of the slot {@code speaker}: ours, or an operator's ONNX file.
   *
   * @param settings names below {@code analysis.detect}
   * @throws IllegalStateException with one sentence when the file is no such model
   */
  static Optional<SpeakerModel> find(Map<String, String> settings) {
    return ModelSlot.SPEAKER.find(settings).map(file -> of(file, settings));
  }

  private static SpeakerModel of(ModelFile file, Map<String, String> settings) {
    return GmmSpeakerFile.isOne(file.bytes())
        ? GmmSpeakerFile.read(file)
        : new OnnxSpeaker(file, settings);
  }
}
