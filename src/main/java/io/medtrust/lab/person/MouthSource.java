package io.medtrust.lab.person;

/** What the mouth does. */
@FunctionalInterface
public interface MouthSource {
  /** Stays shut. */
  MouthSource CLOSED =
      (_, out) -> {
        out[0] = 0;
        out[1] = 0;
      };

  /**
   * The mouth at a time.
   *
   * @param out gets the opening, 0 closed .. 1 wide, and the lips, -1 rounded .. 1 spread
   */
  void at(double seconds, float[] out);

  /**
   * Follows a sound: the jaw its loudness in the band of the first formant, the lips the balance of
   * high and low.
   *
   * @param samples 16 kHz, -1..1
   * @param startSeconds time of the first sample
   */
  static MouthSource following(float[] samples, double startSeconds) {
    var track = MouthTrack.of(samples);
    return (seconds, out) -> track.at(seconds - startSeconds, out);
  }
}
