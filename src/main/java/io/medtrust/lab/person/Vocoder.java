package io.medtrust.lab.person;

/**
 * Turns the courses of an utterance into sound: glottal pulses (Rosenberg 1971, type C,
 * differentiated) with jitter and shimmer, breath that comes with the open glottis, five resonances
 * in a row, and friction noise beside them (after Klatt 1980).
 */
final class Vocoder {
  private static final double[] WIDTHS = {70, 95, 150, 260, 320};
  private final Speaker speaker;
  private final int rate;
  // Two-pole resonances: y = a·x + b·y1 + c·y2.
  private final double[] a = new double[6];
  private final double[] b = new double[6];
  private final double[] c = new double[6];
  private final double[] y1 = new double[6];
  private final double[] y2 = new double[6];
  private long noise;

  Vocoder(Speaker speaker, int rate) {
    this.speaker = speaker;
    this.rate = rate;
  }

  private void tune(int k, double hertz, double width) {
    double r = Math.exp(-Math.PI * width / rate);
    c[k] = -r * r;
    b[k] = 2 * r * Math.cos(2 * Math.PI * hertz / rate);
    a[k] = 1 - b[k] - c[k];
  }

  private double through(int k, double x) {
    double y = a[k] * x + b[k] * y1[k] + c[k] * y2[k];
    y2[k] = y1[k];
    y1[k] = y;
    return y;
  }

  // Xorshift: white, -1..1.
  private double white() {
    noise ^= noise << 13;
    noise ^= noise >>> 7;
    noise ^= noise << 17;
    return (noise >> 11) * 0x1p-52;
  }

  /** The sound, -1..1; the same seed gives the same. */
  float[] sound(Utterance said, long seed) {
    noise = Noise.mix(seed) | 1;
    for (int k = 0; k < 6; k++) {
      y1[k] = 0;
      y2[k] = 0;
    }
    tune(3, Math.min(3500 * speaker.tract() * speaker.formants()[3], 0.45 * rate), WIDTHS[3]);
    tune(4, Math.min(4600 * speaker.tract() * speaker.formants()[4], 0.46 * rate), WIDTHS[4]);
    int n = (int) (said.seconds() * rate);
    var out = new float[n];
    var course = said.courses;
    double perStep = Utterance.STEP * rate;
    double position = 0;
    double period = rate / speaker.pitch();
    double strength = 1;
    double flow = 0;
    double tilt = 0;
    // The power of noise does not depend on the rate.
    double noisy = Math.sqrt(rate / 16_000.0);
    int column = -1;
    double voice = 0;
    double breath = 0;
    double friction = 0;
    for (int i = 0; i < n; i++) {
      int now = (int) (i / perStep);
      if (now != column) {
        column = Math.min(now, said.columns() - 1);
        for (int k = 0; k < 3; k++) tune(k, course[k][column], WIDTHS[k]);
        double width = course[Utterance.FRICTION_HERTZ][column] * 0.35;
        tune(5, Math.min(course[Utterance.FRICTION_HERTZ][column], 0.45 * rate), width);
        voice += 0.5 * (course[Utterance.VOICE][column] - voice);
        breath = course[Utterance.BREATH][column];
        friction = course[Utterance.FRICTION][column];
      }
      position++;
      if (position >= period) {
        position -= period;
        double jitter = 1 + speaker.jitter() * 1.2 * (white() + white());
        period = rate / course[Utterance.PITCH][column] * jitter;
        strength = 1 + speaker.shimmer() * 1.2 * (white() + white());
      }
      double phase = position / period;
      double now2 = glottis(phase) * strength;
      double source = (now2 - flow) * period * 0.25;
      flow = now2;
      double air = white() * noisy;
      double aspirated = air * (breath + voice * speaker.breathy() * (0.25 + flow));
      double x = voice * source + 0.7 * aspirated;
      for (int k = 4; k >= 0; k--) x = through(k, x);
      // Radiation is in the differentiated source; a little tilt for the lips.
      tilt = 0.15 * tilt + 0.85 * x;
      double hiss = friction > 1e-3 ? through(5, friction * white() * noisy) : through(5, 0);
      out[i] = (float) (0.07 * tilt + 0.15 * hiss);
    }
    return out;
  }

  // Opens over two thirds of the open share, closes over a third.
  private double glottis(double phase) {
    double rise = speaker.open() * 0.68;
    double fall = speaker.open() * 0.32;
    if (phase < rise) return 0.5 * (1 - Math.cos(Math.PI * phase / rise));
    if (phase < rise + fall) return Math.cos(Math.PI / 2 * (phase - rise) / fall);
    return 0;
  }
}
