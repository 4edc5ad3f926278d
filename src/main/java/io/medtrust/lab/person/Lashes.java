package io.medtrust.lab.person;

/**
 * The dark line along the upper lids: a ribbon that hangs on the lid's edge, up when the eye is
 * open and down when it is closed. Not thread-safe.
 */
final class Lashes {
  private static final int[][] EDGES = {
    {33, 246, 161, 160, 159, 158, 157, 173, 133}, {263, 466, 388, 387, 386, 385, 384, 398, 362}
  };
  private static final int POINTS = 9;
  private final Texture dark;
  private final double length;
  private final int[] triangles = new int[2 * 6 * (POINTS - 1)];

  /** Of the last {@link #place}: head coordinates of two rows a lid. */
  final float[] positions = new float[3 * 4 * POINTS];

  final float[] vertices = new float[Raster.STRIDE * 4 * POINTS];

  Lashes(Identity id) {
    dark = new Texture(4).fill(new float[] {0.022f, 0.016f, 0.014f});
    length = id.low ? 0.15 : 0.2;
    int at = 0;
    for (int eye = 0; eye < 2; eye++) {
      for (int i = 0; i + 1 < POINTS; i++) {
        int a = 2 * (eye * POINTS + i);
        for (int corner : new int[] {a, a + 1, a + 2, a + 1, a + 3, a + 2})
          triangles[at++] = corner;
      }
    }
  }

  /** Hangs the ribbons on the lids of this head. */
  void place(float[] head, Expression e) {
    for (int eye = 0; eye < 2; eye++) {
      double lid = eye == 0 ? e.lidRight() : e.lidLeft();
      for (int i = 0; i < POINTS; i++) {
        int from = 3 * EDGES[eye][i];
        int to = 3 * 2 * (eye * POINTS + i);
        double share =
            0.35 + 0.65 * Math.sin(Math.PI * Math.min(0.75, (POINTS - 1 - i) / 8.0 + 0.1));
        double up = length * share * (0.75 - 0.55 * lid);
        double down = length * share * (0.2 + 0.8 * lid);
        for (int row = 0; row < 2; row++) {
          positions[to + 3 * row] = head[from];
          positions[to + 3 * row + 1] = (float) (head[from + 1] + (row == 0 ? up : -down));
          positions[to + 3 * row + 2] = head[from + 2] + 0.07f;
        }
      }
    }
  }

  /** The point of the head whose light the ribbon's point gets. */
  static int source(int point) {
    return EDGES[point / 2 / POINTS][point / 2 % POINTS];
  }

  int points() {
    return 4 * POINTS;
  }

  void draw(Raster raster) {
    raster.draw(vertices, triangles, dark, false, 0);
  }
}
