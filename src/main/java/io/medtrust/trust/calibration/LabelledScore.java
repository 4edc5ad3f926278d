package io.medtrust.trust.calibration;

/**
 * One score of a detector on media whose truth is known.
 *
 * @param subject who it is of: person, speaker or recording, whatever is independent
 * @param genuine whether the media were what they claim to be
 * @param score 0..100
 */
public record LabelledScore(
    String detector, String model, String config, String subject, boolean genuine, double score) {
  public LabelledScore {
    if (!(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("a score outside 0..100: " + score);
    }
  }
}
