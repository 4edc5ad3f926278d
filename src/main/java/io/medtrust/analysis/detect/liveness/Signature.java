package io.medtrust.analysis.detect.liveness;

/**
 * How a face looked for some seconds.
 *
 * @param histogram 16 bins of luma 0..255, shares
 * @param grid mean block grid of the aligned face
 */
record Signature(float[] histogram, float[] grid) {
  /** Means over the faces of some seconds. */
  static final class Builder {
    private final float[] histogram = new float[16];
    private float[] grid;
    private int count;

    void add(float[] faceGrid) {
      if (grid == null) grid = new float[faceGrid.length];
      for (int i = 0; i < grid.length; i++) {
        grid[i] += faceGrid[i];
        histogram[Math.clamp((int) faceGrid[i] >> 4, 0, 15)] += 1f / grid.length;
      }
      count++;
    }

    int size() {
      return count;
    }

    Signature build() {
      var shares = new float[16];
      var means = new float[grid.length];
      for (int i = 0; i < 16; i++) shares[i] = histogram[i] / count;
      for (int i = 0; i < means.length; i++) means[i] = grid[i] / count;
      return new Signature(shares, means);
    }
  }
}
