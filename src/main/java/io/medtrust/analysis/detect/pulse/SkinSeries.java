package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Resampler;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import java.util.Arrays;

/**
 * The colours of the skin regions and of the background over time: of each picture, at its capture
 * time. Bounded; not thread-safe.
 */
final class SkinSeries {
  /** Index of the background among the sources; the skin regions come before it. */
  static final int BACKGROUND = Region.Name.values().length;

  private static final int SOURCES = BACKGROUND + 1;
  private static final double MAX_GAP_SECONDS = 0.5;
  private static final int MAX_PER_SECOND = 60;
  // A region that was missing more often than this is left out.
  private static final double MAX_MISSING = 0.1;

  private final double seconds;
  private final long[] micros;
  // Red, green, blue of each source; NaN where it was not seen.
  private final float[][] colours = new float[3 * SOURCES][];
  private final float[] centreX;
  private final float[] centreY;
  private final double[] pixels = new double[BACKGROUND];
  private int first;
  private int size;

  /**
   * @param seconds how much is kept; less when pictures come faster than 60 a second
   */
  SkinSeries(double seconds) {
    this.seconds = seconds;
    int capacity = (int) Math.ceil(seconds * MAX_PER_SECOND);
    micros = new long[capacity];
    for (int i = 0; i < colours.length; i++) colours[i] = new float[capacity];
    centreX = new float[capacity];
    centreY = new float[capacity];
  }

  /** Takes a picture with skin regions; a gap begins anew. */
  void add(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (size > 0) {
      double gap = (now - last()) / 1e6;
      if (gap > MAX_GAP_SECONDS || gap <= 0) clear();
    }
    if (size == micros.length) drop();
    int at = (first + size++) % micros.length;
    micros[at] = now;
    for (var row : colours) row[at] = Float.NaN;
    for (var region : o.regions()) {
      int source = region.name().ordinal();
      put(source, at, region.colour());
      // Regions keep their share although their polygons waver from mesh to mesh.
      double n = region.colour().pixels();
      pixels[source] = pixels[source] == 0 ? n : pixels[source] + 0.02 * (n - pixels[source]);
    }
    if (o.background() != null) put(BACKGROUND, at, o.background());
    var box = o.box();
    centreX[at] = (box.x() + box.width() / 2) / box.width();
    centreY[at] = (box.y() + box.height() / 2) / box.width();
    while ((now - micros[first]) / 1e6 > seconds) drop();
  }

  // BT.601, limited range: one matrix on the means, since both are linear.
  private void put(int source, int at, Colour c) {
    float luma = 1.1643836f * (c.y() - 16);
    float cb = c.u() - 128;
    float cr = c.v() - 128;
    colours[3 * source][at] = luma + 1.5960268f * cr;
    colours[3 * source + 1][at] = luma - 0.3917623f * cb - 0.8129676f * cr;
    colours[3 * source + 2][at] = luma + 2.0172321f * cb;
  }

  private void drop() {
    first = (first + 1) % micros.length;
    size--;
  }

  private long last() {
    return micros[(first + size - 1) % micros.length];
  }

  void clear() {
    first = 0;
    size = 0;
    Arrays.fill(pixels, 0);
  }

  /** Seconds from the first sample to the last. */
  double span() {
    return size < 2 ? 0 : (last() - micros[first]) / 1e6;
  }

  /** Samples a second. */
  double rate() {
    return span() == 0 ? 0 : (size - 1) / span();
  }

  /** Mean size of a skin region, luma pixels. */
  double weight(int region) {
    return pixels[region];
  }

  /** Deviation of the face's centre from its mean place over the last ten seconds, face widths. */
  double motion() {
    return Math.hypot(deviation(centreX), deviation(centreY));
  }

  private double deviation(float[] values) {
    long from = last() - 10_000_000;
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      int at = (first + i) % micros.length;
      if (micros[at] < from) continue;
      double v = values[at] - values[first];
      n++;
      sum += v;
      squares += v * v;
    }
    return Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
  }

  /** The face's centre on a uniform grid as {@link #colours}: across and down, face widths. */
  double[][] place(double rate) {
    return new double[][] {uniform(centreX, rate), uniform(centreY, rate)};
  }

  /**
   * Red, green and blue of one source, each by its mean, on a uniform grid that ends with the
   * newest sample.
   *
   * @return null when the source was missing too often or is too dark in a colour to have a mean
   */
  double[][] colours(int source, double rate) {
    var out = new double[3][];
    for (int c = 0; c < 3; c++) {
      var row = colours[3 * source + c];
      int missing = 0;
      double sum = 0;
      for (int i = 0; i < size; i++) {
        float v = row[(first + i) % micros.length];
        if (Float.isNaN(v)) missing++;
        else sum += v;
      }
      double mean = sum / (size - missing);
      if (missing > MAX_MISSING * size || !(mean >= 4)) return null;
      out[c] = uniform(row, rate);
      for (int i = 0; i < out[c].length; i++) out[c][i] /= mean;
    }
    return out;
  }

  private double[] uniform(float[] row, double rate) {
    var times = new double[size];
    var values = new double[size];
    int n = 0;
    for (int i = 0; i < size; i++) {
      int at = (first + i) % micros.length;
      if (Float.isNaN(row[at])) continue;
      times[n] = (micros[at] - micros[first]) / 1e6;
      values[n++] = row[at];
    }
    double end = (last() - micros[first]) / 1e6;
    int count = (int) Math.floor(end * rate) + 1;
    return Resampler.uniform(
        Arrays.copyOf(times, n), Arrays.copyOf(values, n), end - (count - 1) / rate, rate, count);
  }
}
