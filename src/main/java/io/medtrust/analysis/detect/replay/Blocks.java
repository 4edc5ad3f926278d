package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.face.FaceObservation.FrameStats;

/**
 * Means of coarser blocks, so that a slightly cut or shifted picture still falls into the same
 * ones. Not thread-safe: the arrays are used again.
 */
final class Blocks {
  static final int COLUMNS = 12;
  static final int ROWS = 9;
  static final int FACE_SIDE = 8;
  private static final int GRID_SIDE = 32;

  private final float[] picture = new float[COLUMNS * ROWS];
  private final float[] face = new float[FACE_SIDE * FACE_SIDE];
  private final float[] pixels = new float[COLUMNS * ROWS];

  /** {@value #COLUMNS} × {@value #ROWS} blocks of any picture; valid until the next call. */
  float[] picture(FrameStats stats) {
    java.util.Arrays.fill(picture, 0);
    java.util.Arrays.fill(pixels, 0);
    int w = stats.gridWidth();
    int h = stats.gridHeight();
    for (int y = 0; y < h; y++) {
      // By the middle of the fine block: the same share of the picture whatever its size.
      int row = (2 * y + 1) * ROWS / (2 * h) * COLUMNS;
      for (int x = 0; x < w; x++) {
        int at = row + (2 * x + 1) * COLUMNS / (2 * w);
        picture[at] += stats.grid()[y * w + x];
        pixels[at]++;
      }
    }
    for (int i = 0; i < picture.length; i++) if (pixels[i] > 0) picture[i] /= pixels[i];
    return picture;
  }

  /**
   * {@value #FACE_SIDE} × {@value #FACE_SIDE} blocks of the aligned face; valid until the next
   * call.
   */
  float[] face(float[] grid) {
    int side = GRID_SIDE / FACE_SIDE;
    java.util.Arrays.fill(face, 0);
    for (int y = 0; y < GRID_SIDE; y++) {
      for (int x = 0; x < GRID_SIDE; x++) {
        face[y / side * FACE_SIDE + x / side] += grid[y * GRID_SIDE + x] / (side * side);
      }
    }
    return face;
  }
}
