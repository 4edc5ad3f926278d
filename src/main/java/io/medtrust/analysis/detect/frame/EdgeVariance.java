package io.medtrust.analysis.detect.frame;

/** How much structure a grid of block means has. */
public final class EdgeVariance {
  private EdgeVariance() {}

  /**
   * Variance of the Sobel gradient's magnitude over the interior cells of a grid; the variance of
   * the cells themselves when the grid is smaller than 3 × 3.
   */
  public static double of(float[] grid, int width, int height) {
    if (width < 3 || height < 3) {
      double mean = 0;
      for (float v : grid) mean += v / grid.length;
      double sum = 0;
      for (float v : grid) sum += (v - mean) * (v - mean) / grid.length;
      return sum;
    }
    double sum = 0;
    double squares = 0;
    int n = (width - 2) * (height - 2);
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int c = y * width + x;
        float a = grid[c - width - 1];
        float b = grid[c - width];
        float d = grid[c - width + 1];
        float e = grid[c - 1];
        float f = grid[c + 1];
        float g = grid[c + width - 1];
        float h = grid[c + width];
        float i = grid[c + width + 1];
        double gx = d + 2 * f + i - a - 2 * e - g;
        double gy = g + 2 * h + i - a - 2 * b - d;
        double square = gx * gx + gy * gy;
        sum += Math.sqrt(square);
        squares += square;
      }
    }
    double mean = sum / n;
    return Math.max(0, squares / n - mean * mean);
  }
}
