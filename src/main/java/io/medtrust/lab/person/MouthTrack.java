package io.medtrust.lab.person;

/** A mouth's course, a hundred points a second, taken from a sound. */
final class MouthTrack {
  private static final int RATE = 16_000;
  private static final int HOP = 160;
  private final float[] jaw;
  private final float[] wide;

  private MouthTrack(float[] jaw, float[] wide) {
    this.jaw = jaw;
    this.wide = wide;
  }

  static MouthTrack of(float[] samples) {
    int n = samples.length / HOP;
    var loud = new double[n];
    var tilt = new double[n];
    // One-pole bands: up to 1 kHz, above 1.5 kHz.
    double low = 0;
    double high = 0;
    double a = 1 - Math.exp(-2 * Math.PI * 1000 / RATE);
    double b = 1 - Math.exp(-2 * Math.PI * 1500 / RATE);
    double peak = 1e-4;
    for (int i = 0; i < n; i++) {
      double lows = 0;
      double highs = 0;
      for (int k = i * HOP; k < (i + 1) * HOP; k++) {
        low += a * (samples[k] - low);
        high += b * (samples[k] - high);
        lows += low * low;
        highs += (samples[k] - high) * (samples[k] - high);
      }
      loud[i] = Math.sqrt(lows / HOP);
      tilt[i] = highs / (lows + highs + 1e-9);
      peak = Math.max(peak, loud[i]);
    }
    var jaw = new float[n];
    var wide = new float[n];
    double open = 0;
    double lips = 0;
    for (int i = 0; i < n; i++) {
      // Lips lead the sound a little.
      int ahead = Math.min(n - 1, i + 4);
      double target = Math.min(1, Math.pow(loud[ahead] / (0.75 * peak), 0.7));
      if (loud[ahead] < 0.03 * peak) target = 0;
      open += (target - open) * (target > open ? 0.3 : 0.2);
      lips += ((target > 0.1 ? 2.2 * tilt[ahead] - 0.5 : 0) - lips) * 0.12;
      jaw[i] = (float) open;
      wide[i] = (float) Math.clamp(lips, -1, 1);
    }
    return new MouthTrack(jaw, wide);
  }

  void at(double seconds, float[] out) {
    double x = seconds * RATE / HOP;
    int i = (int) Math.floor(x);
    if (i < 0 || i + 1 >= jaw.length) {
      out[0] = 0;
      out[1] = 0;
      return;
    }
    float f = (float) (x - i);
    out[0] = jaw[i] + f * (jaw[i + 1] - jaw[i]);
    out[1] = wide[i] + f * (wide[i + 1] - wide[i]);
  }
}
