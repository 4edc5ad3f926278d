package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Colour;
import java.util.Arrays;

/**
 * Colour of face and background over time, one row a picture: relative chroma (chroma by luma, so
 * that brightness cancels), logarithm of luma, and where the face is. Not thread-safe.
 */
final class ChromaSeries {
  /** Columns of a row. */
  static final int V = 0;

  static final int U = 1;
  static final int LUMA = 2;
  static final int X = 3;
  static final int Y = 4;
  static final int SIZE = 5;
  static final int BACK_V = 6;
  static final int BACK_U = 7;
  private static final int COLUMNS = 8;

  // Below this chroma by luma is noise.
  private static final double DARK = 4;
  private static final int MOST = 4096;
  private static final long GAP_MICROS = 300_000;

  private long[] times = new long[1024];
  private double[][] rows = new double[1024][];
  private int size;

  /** Takes a picture with skin regions; false when it has none. */
  boolean add(FaceObservation o) {
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
    if (pixels == 0) return false;
    if (size > 0 && o.captureTimeMicros() <= times[size - 1]) size = 0;
    double luma = Math.max(DARK, y / pixels - 16);
    var row = new double[COLUMNS];
    row[V] = (v / pixels - 128) / luma;
    row[U] = (u / pixels - 128) / luma;
    row[LUMA] = Math.log(luma);
    var box = o.box();
    row[X] = (box.x() + box.width() / 2) / o.width();
    row[Y] = (box.y() + box.height() / 2) / o.width();
    row[SIZE] = box.width() / o.width();
    Colour b = o.background();
    double back = b == null ? Double.NaN : Math.max(DARK, b.y() - 16);
    row[BACK_V] = b == null ? Double.NaN : (b.v() - 128) / back;
    row[BACK_U] = b == null ? Double.NaN : (b.u() - 128) / back;
    if (size == MOST) forget(times[MOST / 2]);
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      rows = Arrays.copyOf(rows, 2 * size);
    }
    times[size] = o.captureTimeMicros();
    rows[size++] = row;
    return true;
  }

  /** Drops what was captured before. */
  void forget(long before) {
    int from = 0;
    while (from < size && times[from] < before) from++;
    size -= from;
    System.arraycopy(times, from, times, 0, size);
    System.arraycopy(rows, from, rows, 0, size);
    Arrays.fill(rows, size, size + from, null);
  }

  /** A copy of what was captured from one time to another. */
  ChromaSeries between(long from, long to) {
    var out = new ChromaSeries();
    int first = 0;
    while (first < size && times[first] < from) first++;
    int end = first;
    while (end < size && times[end] <= to) end++;
    out.times = Arrays.copyOfRange(times, first, end);
    out.rows = Arrays.copyOfRange(rows, first, end);
    out.size = end - first;
    return out;
  }

  /** Share of a stretch of time in which rows are at most {@value #GAP_MICROS} µs apart. */
  double covered(long from, long to) {
    long lost = 0;
    long last = from;
    for (int i = 0; i <= size; i++) {
      long t = i < size ? times[i] : to;
      if (t - last > GAP_MICROS) lost += t - last;
      last = t;
    }
    return 1 - lost / (double) (to - from);
  }

  /** Rows a second; 0 for fewer than two. */
  double rate() {
    return size < 2 ? 0 : (size - 1) * 1e6 / (times[size - 1] - times[0]);
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  long micros(int row) {
    return times[row];
  }

  double[] column(int column) {
    var out = new double[size];
    for (int i = 0; i < size; i++) out[i] = rows[i][column];
    return out;
  }

  double mean(int column) {
    double sum = 0;
    for (int i = 0; i < size; i++) sum += rows[i][column];
    return sum / size;
  }

  /** Whether there was something beside the face in every picture. */
  boolean hasBackground() {
    return !Double.isNaN(mean(BACK_V));
  }
}
