package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Resampler;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;

/**
 * The colour of the skin over time: of each picture the mean of all regions, weighted by their
 * pixels, at its capture time. Not thread-safe.
 */
final class SkinSeries {
  private static final double MAX_GAP_SECONDS = 0.5;
  private final double seconds;
  private final List<Sample> samples = new ArrayList<>();

  private record Sample(long micros, double r, double g, double b, double x, double y) {}

  /**
   * @param seconds how much is kept
   */
  SkinSeries(double seconds) {
    this.seconds = seconds;
  }

  /** Takes a picture with skin regions; a gap begins anew. */
  void add(FaceObservation o) {
    double y = 0;
    double u = 0;
    double v = 0;
    long pixels = 0;
    for (var region : o.regions()) {
      var c = region.colour();
      y += (double) c.y() * c.pixels();
      u += (double) c.u() * c.pixels();
      v += (double) c.v() * c.pixels();
      pixels += c.pixels();
    }
    if (pixels == 0) return;
    // BT.601, limited range: one matrix on the means, since both are linear.
    double luma = 1.1643836 * (y / pixels - 16);
    double cb = u / pixels - 128;
    double cr = v / pixels - 128;
    long now = o.captureTimeMicros();
    if (!samples.isEmpty()) {
      double gap = (now - samples.getLast().micros) / 1e6;
      if (gap > MAX_GAP_SECONDS || gap <= 0) samples.clear();
    }
    var box = o.box();
    samples.add(
        new Sample(
            now,
            luma + 1.5960268 * cr,
            luma - 0.3917623 * cb - 0.8129676 * cr,
            luma + 2.0172321 * cb,
            (box.x() + box.width() / 2) / box.width(),
            (box.y() + box.height() / 2) / box.width()));
    while ((now - samples.getFirst().micros) / 1e6 > seconds) samples.removeFirst();
  }

  void clear() {
    samples.clear();
  }

  /** Seconds from the first sample to the last. */
  double span() {
    return samples.size() < 2 ? 0 : (samples.getLast().micros - samples.getFirst().micros) / 1e6;
  }

  /** Samples a second. */
  double rate() {
    return span() == 0 ? 0 : (samples.size() - 1) / span();
  }

  /** Deviation of the face's centre from its mean place over the last ten seconds, face widths. */
  double motion() {
    long from = samples.getLast().micros - 10_000_000;
    double n = 0;
    double mx = 0;
    double my = 0;
    for (var s : samples) {
      if (s.micros < from) continue;
      n++;
      mx += s.x;
      my += s.y;
    }
    double sum = 0;
    for (var s : samples) {
      if (s.micros < from) continue;
      sum += (s.x - mx / n) * (s.x - mx / n) + (s.y - my / n) * (s.y - my / n);
    }
    return Math.sqrt(sum / n);
  }

  /** Red, green, blue on a uniform grid that ends with the newest sample. */
  double[][] uniform(double rate) {
    int n = samples.size();
    var times = new double[n];
    var rgb = new double[3][n];
    long origin = samples.getFirst().micros;
    for (int i = 0; i < n; i++) {
      var s = samples.get(i);
      times[i] = (s.micros - origin) / 1e6;
      rgb[0][i] = s.r;
      rgb[1][i] = s.g;
      rgb[2][i] = s.b;
    }
    int count = (int) Math.floor(times[n - 1] * rate) + 1;
    double start = times[n - 1] - (count - 1) / rate;
    var out = new double[3][];
    for (int c = 0; c < 3; c++) out[c] = Resampler.uniform(times, rgb[c], start, rate, count);
    return out;
  }
}
