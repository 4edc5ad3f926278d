package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;

/**
 * Draws a face mask, dark glasses or a cap on a picture by the mesh's landmarks: flat cloth with
 * folds and the light of what it covers. A drawing and no recording.
 */
public final class Mask {
  /** From the nose bridge along the cheeks and the jaw. */
  private static final int[] LOWER_FACE = {
    197, 188, 114, 47, 126, 101, 123, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378,
    379, 365, 397, 288, 361, 323, 352, 330, 355, 277, 343, 412
  };

  private static final int[] NOSE_FREE = {
    164, 167, 165, 92, 186, 57, 43, 192, 138, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379,
    365, 397, 367, 416, 273, 287, 410, 322, 391, 393
  };

  private static final int[] RIGHT_GLASS = {
    124, 113, 31, 228, 229, 230, 231, 232, 244, 168, 107, 66, 105, 63, 70
  };
  private static final int[] LEFT_GLASS = {
    353, 342, 261, 448, 449, 450, 451, 452, 464, 168, 336, 296, 334, 293, 300
  };
  private static final int[] FOREHEAD = {
    21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 298, 333, 299, 337, 151, 108, 69, 104, 68
  };

  /** What is drawn. */
  public enum Kind {
    MASK(LOWER_FACE),
    MASK_UNDER_NOSE(NOSE_FREE),
    DARK_GLASSES(RIGHT_GLASS, LEFT_GLASS),
    FOREHEAD_BAND(FOREHEAD);

    private final int[][] outlines;

    Kind(int[]... outlines) {
      this.outlines = outlines;
    }
  }

  private Mask() {}

  /**
   * @param landmarks of this picture, 468 × 3
   * @param y luma of the cloth in the light, 16..235
   * @param u its blue difference, 128 is grey; v its red difference
   */
  public static Picture on(Picture p, float[] landmarks, Kind kind, int y, int u, int v) {
    var luma = p.y().clone();
    var cb = p.u().clone();
    var cr = p.v().clone();
    for (var outline : kind.outlines) {
      var polygon = new java.awt.Polygon();
      for (int i : outline) {
        polygon.addPoint(Math.round(landmarks[3 * i]), Math.round(landmarks[3 * i + 1]));
      }
      var box = polygon.getBounds();
      double light = mean(p, polygon);
      for (int j = Math.max(0, box.y); j < Math.min(p.height(), box.y + box.height); j++) {
        for (int i = Math.max(0, box.x); i < Math.min(p.width(), box.x + box.width); i++) {
          if (!polygon.contains(i, j)) continue;
          int at = j * p.yStride() + i;
          // Shadows stay, softened; folds run across.
          double shade = 0.6 + 0.4 * ((p.y()[at] & 255) - 16) / Math.max(8, light - 16);
          double fold = 1 + 0.04 * Math.sin(24 * Math.PI * (j - box.y) / box.height);
          luma[at] = (byte) Math.clamp(Math.round(16 + (y - 16) * shade * fold), 16, 235);
          int c = j / 2 * p.chromaStride() + i / 2;
          cb[c] = (byte) u;
          cr[c] = (byte) v;
        }
      }
    }
    return new Picture(
        luma,
        cb,
        cr,
        p.width(),
        p.height(),
        p.yStride(),
        p.chromaStride(),
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        p.damaged());
  }

  private static double mean(Picture p, java.awt.Polygon polygon) {
    var box = polygon.getBounds();
    double sum = 0;
    int n = 0;
    for (int j = Math.max(0, box.y); j < Math.min(p.height(), box.y + box.height); j += 2) {
      for (int i = Math.max(0, box.x); i < Math.min(p.width(), box.x + box.width); i += 2, n++) {
        sum += p.y()[j * p.yStride() + i] & 255;
      }
    }
    return n == 0 ? 128 : sum / n;
  }
}
