package io.medtrust.analysis.detect.face;

import io.medtrust.analysis.detect.dsp.Statistics;

/**
 * The four artefact scores of a face and their sum. The bands are those of the reference, which
 * were set on compressed bytes, not on pictures: here they stand on decoded luma of the aligned
 * face, and are not calibrated ({@link #CALIBRATION}).
 *
 * @param gan entropy of the luma histogram: generated faces tend to have fewer grey levels
 * @param micro change of the luma deviation since the last face: neither nothing nor much
 * @param pose asymmetry of the quadrants: a real, lit face is never symmetric
 * @param eyeBoundary structure around eyes and mouth, which blending blurs
 * @param total {@code round(0.35 gan + 0.30 micro + 0.20 pose + 0.15 eyeBoundary)}, 0..100
 */
public record ArtifactScores(
    int gan,
    int micro,
    int pose,
    int eyeBoundary,
    int total,
    double entropy,
    int occupiedBins,
    double deviation,
    double deviationChange,
    double asymmetry,
    double eyeVariance,
    double mouthVariance) {
  /** Names the bands: changes when they do. */
  public static final String CALIBRATION = "reference-bands-on-luma-1";

  // Equal deviations of 65536 bytes mean equal pictures.
  private static final double SAME = 1e-6;

  /**
   * @param luma of the aligned face, full range unsigned bytes
   * @param grid {@code side × side} block means of it
   * @param previousDeviation of the face before, grey levels; NaN for the first
   */
  public static ArtifactScores of(byte[] luma, float[] grid, int side, double previousDeviation) {
    var counts = new int[16];
    double mean = 0;
    double squares = 0;
    for (byte b : luma) {
      int v = b & 255;
      counts[v >> 4]++;
      mean += v;
      squares += (double) v * v;
    }
    mean /= luma.length;
    double deviation = Math.sqrt(Math.max(0, squares / luma.length - mean * mean));
    var shares = new float[16];
    int occupied = 0;
    for (int i = 0; i < 16; i++) {
      shares[i] = (float) counts[i] / luma.length;
      if (shares[i] > 0.05f) occupied++;
    }
    double entropy = Math.min(1, Statistics.entropy(shares) / 4);
    int gan = ganScore(entropy, occupied);
    double change = Math.abs(deviation - previousDeviation);
    int micro = microScore(change, previousDeviation);
    double asymmetry = asymmetry(grid, side);
    int pose = poseScore(asymmetry);
    double eyes = rowsVariance(grid, side, 0, side / 3);
    double mouth = rowsVariance(grid, side, 2 * side / 3, side);
    int eye = eyeBoundaryScore(eyes, mouth);
    int total = (int) Math.round(0.35 * gan + 0.30 * micro + 0.20 * pose + 0.15 * eye);
    return new ArtifactScores(
        gan, micro, pose, eye, total, entropy, occupied, deviation, change, asymmetry, eyes, mouth);
  }

  static int ganScore(double entropy, int occupied) {
    int score =
        entropy >= 0.80
            ? 95
            : entropy >= 0.70 ? 85 : entropy >= 0.60 ? 70 : entropy >= 0.50 ? 50 : 25;
    return occupied <= 3 ? Math.min(score, 30) : score;
  }

  static int microScore(double change, double previousDeviation) {
    if (Double.isNaN(previousDeviation)) return 75;
    if (change < SAME) return previousDeviation < 2 ? 10 : 30;
    return change < 2 ? 95 : change < 6 ? 80 : change < 15 ? 55 : 20;
  }

  private static double asymmetry(float[] grid, int side) {
    int half = side / 2;
    double tl = mean(grid, side, 0, half, 0, half);
    double tr = mean(grid, side, 0, half, half, side);
    double bl = mean(grid, side, half, side, 0, half);
    double br = mean(grid, side, half, side, half, side);
    double horizontal = (Math.abs(tl - tr) + Math.abs(bl - br)) / 2;
    double vertical = (Math.abs(tl - bl) + Math.abs(tr - br)) / 2;
    return (horizontal + vertical) / 2;
  }

  static int poseScore(double asymmetry) {
    return asymmetry < 1 ? 20 : asymmetry < 4 ? 45 : asymmetry < 10 ? 80 : asymmetry < 25 ? 90 : 60;
  }

  static int eyeBoundaryScore(double eyes, double mouth) {
    int eye = eyes > 300 ? 90 : eyes > 100 ? 75 : eyes > 30 ? 55 : 25;
    int lips = mouth > 200 ? 90 : mouth > 60 ? 75 : mouth > 15 ? 55 : 30;
    return (int) Math.round(0.6 * eye + 0.4 * lips);
  }

  private static double mean(float[] grid, int side, int y0, int y1, int x0, int x1) {
    double sum = 0;
    for (int y = y0; y < y1; y++) for (int x = x0; x < x1; x++) sum += grid[y * side + x];
    return sum / ((y1 - y0) * (x1 - x0));
  }

  private static double rowsVariance(float[] grid, int side, int y0, int y1) {
    double mean = mean(grid, side, y0, y1, 0, side);
    double sum = 0;
    for (int i = y0 * side; i < y1 * side; i++) sum += (grid[i] - mean) * (grid[i] - mean);
    return sum / ((y1 - y0) * side);
  }
}
