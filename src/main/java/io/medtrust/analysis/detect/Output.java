package io.medtrust.analysis.detect;

/** What a detector has to say. The capture time is that of the observation it was given. */
public sealed interface Output
    permits Verdict,
        Output.FaceDisplay,
        Output.PulseDisplay,
        Output.TemplateSample,
        Output.Beginning,
        Output.FingerprintSample {
  /**
   * Where the face is, for displays.
   *
   * @param x left edge as a fraction of the picture's width; y, width and height likewise, 0..1
   * @param faces number of faces seen
   * @param state as {@link io.medtrust.analysis.face.FaceState#code()}
   */
  record FaceDisplay(float x, float y, float width, float height, int faces, String state)
      implements Output {}

  /**
   * The pulse, for displays.
   *
   * @param bpm beats a minute, or null when unknown
   * @param snrDb signal-to-noise ratio of the pulse wave, decibels
   * @param waveform the last 10 s, 30 samples a second, -1..1
   */
  record PulseDisplay(Double bpm, double snrDb, float[] waveform) implements Output {}

  /** Features of the person, for enrollment; sent only while templates are collected. */
  record TemplateSample(Knowledge.Template template) implements Output {}

  /**
   * What the call began with, for the detector that comes after this one ({@link Knowledge.Began}).
   */
  record Beginning(Knowledge.Template template) implements Output {}

  /** What makes the last stretch of media recognisable, to be remembered by the node. */
  record FingerprintSample(Knowledge.Fingerprint fingerprint) implements Output {}
}
