package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.dsp.Statistics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;

/**
 * The signatures of the last half minute, and how the newest differs from them. One that differs
 * beyond the alarm is not taken in, so that an intruder does not become the norm at once; when he
 * stays for {@value #NEW_NORM} signatures, he does. Not thread-safe.
 */
final class SignatureHistory {
  private static final int KEPT = 15;
  private static final int NEW_NORM = 10;
  private static final double SHIFT = 0.40;
  private final ArrayDeque<Signature> kept = new ArrayDeque<>();
  private int strangers;
  private double drop = Double.NaN;
  private double histogramSimilarity = Double.NaN;
  private double gridCorrelation = Double.NaN;
  private String fingerprint;

  void add(Signature s) {
    if (!kept.isEmpty()) {
      var mean = mean();
      histogramSimilarity = Statistics.bhattacharyya(mean.histogram(), s.histogram());
      gridCorrelation = Math.max(0, Statistics.correlation(mean.grid(), s.grid()));
      drop = 1 - (histogramSimilarity + gridCorrelation) / 2;
    }
    if (drop > SHIFT && ++strangers < NEW_NORM) return;
    if (strangers >= NEW_NORM) kept.clear();
    strangers = 0;
    kept.addLast(s);
    if (kept.size() > KEPT) kept.pollFirst();
    fingerprint = hash(mean().histogram());
  }

  private Signature mean() {
    var histogram = new float[16];
    var grid = new float[kept.peekFirst().grid().length];
    for (var s : kept) {
      for (int i = 0; i < 16; i++) histogram[i] += s.histogram()[i] / kept.size();
      for (int i = 0; i < grid.length; i++) grid[i] += s.grid()[i] / kept.size();
    }
    return new Signature(histogram, grid);
  }

  private static String hash(float[] histogram) {
    var bytes = new byte[histogram.length];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(255 * histogram[i]);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  int size() {
    return kept.size();
  }

  /** 0..1, how unlike the newest signature is; NaN before the second. */
  double drop() {
    return drop;
  }

  double histogramSimilarity() {
    return histogramSimilarity;
  }

  double gridCorrelation() {
    return gridCorrelation;
  }

  /** SHA-256 of {@code round(255 · mean histogram)}, hex; null before the first signature. */
  String fingerprint() {
    return fingerprint;
  }
}
