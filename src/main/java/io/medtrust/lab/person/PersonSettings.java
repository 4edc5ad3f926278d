package io.medtrust.lab.person;

/**
 * What of a person is not left to the seed. Immutable.
 *
 * @param ita skin tone as individual typology angle, degrees, -65..65; NaN by the seed
 * @param bpm mean heart rate, 42..210; NaN by the seed (55..95)
 * @param pulse how strongly the pulse shows: 1 is usual, 0 none
 * @param motion how much the head moves: 1 is usual, 0 not at all
 * @param blinksPerMinute mean; NaN by the seed (9..26)
 * @param noise of the camera: 1 is usual, 0 none
 */
public record PersonSettings(
    double ita, double bpm, double pulse, double motion, double blinksPerMinute, double noise) {
  /** All by the seed. */
  public static final PersonSettings USUAL =
      new PersonSettings(Double.NaN, Double.NaN, 1, 1, Double.NaN, 1);

  public PersonSettings withIta(double value) {
    return new PersonSettings(value, bpm, pulse, motion, blinksPerMinute, noise);
  }

  public PersonSettings withBpm(double value) {
    return new PersonSettings(ita, value, pulse, motion, blinksPerMinute, noise);
  }

  public PersonSettings withPulse(double value) {
    return new PersonSettings(ita, bpm, value, motion, blinksPerMinute, noise);
  }

  public PersonSettings withMotion(double value) {
    return new PersonSettings(ita, bpm, pulse, value, blinksPerMinute, noise);
  }

  public PersonSettings withBlinksPerMinute(double value) {
    return new PersonSettings(ita, bpm, pulse, motion, value, noise);
  }

  public PersonSettings withNoise(double value) {
    return new PersonSettings(ita, bpm, pulse, motion, blinksPerMinute, value);
  }
}
