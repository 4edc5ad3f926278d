package io.medtrust.lab.person;

import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;

/**
 * The rate of the blood wave by CHROM (de Haan and Jeanne 2013), written anew to check the
 * detectors' truth.
 */
final class BloodWave {
  private final List<double[]> rgb = new ArrayList<>();

  void add(FaceObservation o) {
    double y = 0;
    double u = 0;
    double v = 0;
    double n = 0;
    for (var region : o.regions()) {
      var c = region.colour();
      y += c.y() * c.pixels();
      u += c.u() * c.pixels();
      v += c.v() * c.pixels();
      n += c.pixels();
    }
    if (n == 0) return;
    double l = 1.1644 * (y / n - 16);
    double cb = u / n - 128;
    double cr = v / n - 128;
    rgb.add(new double[] {l + 1.596 * cr, l - 0.3918 * cb - 0.813 * cr, l + 2.0172 * cb});
  }

  /** Beats a minute of the strongest wave in the last pictures, at 30 a second. */
  double bpm(int pictures) {
    int n = Math.min(pictures, rgb.size());
    int from = rgb.size() - n;
    var x = new double[n];
    var y = new double[n];
    for (int i = 0; i < n; i++) {
      double[] mean = new double[3];
      int count = 0;
      for (int k = Math.max(0, i - 20); k < Math.min(n, i + 21); k++, count++) {
        for (int c = 0; c < 3; c++) mean[c] += rgb.get(from + k)[c];
      }
      double[] s = new double[3];
      for (int c = 0; c < 3; c++) s[c] = rgb.get(from + i)[c] / (mean[c] / count) - 1;
      x[i] = 3 * s[0] - 2 * s[1];
      y[i] = 1.5 * s[0] + s[1] - 1.5 * s[2];
    }
    double alpha = deviation(x) / deviation(y);
    double best = 0;
    double bpm = 0;
    for (double rate = 42; rate <= 210; rate += 0.25) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < n; i++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / n);
        double s = window * (x[i] - alpha * y[i]);
        re += s * Math.cos(2 * Math.PI * rate / 60 * i / 30);
        im += s * Math.sin(2 * Math.PI * rate / 60 * i / 30);
      }
      if (re * re + im * im > best) {
        best = re * re + im * im;
        bpm = rate;
      }
    }
    return bpm;
  }

  private static double deviation(double[] x) {
    double sum = 0;
    for (double v : x) sum += v * v;
    return Math.sqrt(sum / x.length);
  }
}
