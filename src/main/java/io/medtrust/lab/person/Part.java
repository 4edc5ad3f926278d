package io.medtrust.lab.person;

/**
 * A piece that does not bend with the face: hair, ears, neck, clothes, glasses, mask, cap. Its
 * points are in head coordinates; {@link #follow} says how far each goes with the head (1) or stays
 * with the body (0).
 */
final class Part {
  final float[] positions;
  final float[] normals;
  final float[] u;
  final float[] v;
  final float[] follow;
  final int[] triangles;
  final Texture texture;

  /** Mean reflectance: what highlights are weighed against. */
  final float[] base;

  final float gloss;

  /** Share of the pulse that shows here, 0..1. */
  final float pulse;

  /** Share of the light that reaches it: what lies in the head's own shadow gets less. */
  final float[] open;

  /** How a closed surface is wound, as {@link Raster#draw} takes it; 0 when it is open. */
  int closed;

  private final int outward;

  /** A place of a surface. */
  interface Surface {
    /**
     * @param s 0..1 across
     * @param t 0..1 along
     * @param out x, y, z, how far it follows the head, openness to light
     */
    void at(double s, double t, double[] out);
  }

  /**
   * A surface of {@code across × along} cells.
   *
   * @param outward +1 or -1: which side of it is seen
   */
  Part(
      Surface surface,
      int across,
      int along,
      int outward,
      double repeatU,
      double repeatV,
      Texture texture,
      float[] base,
      double gloss,
      double pulse) {
    int columns = across + 1;
    int rows = along + 1;
    int n = columns * rows;
    positions = new float[3 * n];
    normals = new float[3 * n];
    u = new float[n];
    v = new float[n];
    follow = new float[n];
    open = new float[n];
    var p = new double[5];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int i = row * columns + column;
        double s = (double) column / across;
        double t = (double) row / along;
        p[3] = 1;
        p[4] = 1;
        surface.at(s, t, p);
        for (int c = 0; c < 3; c++) positions[3 * i + c] = (float) p[c];
        follow[i] = (float) p[3];
        open[i] = (float) p[4];
        u[i] = (float) (s * repeatU);
        v[i] = (float) (t * repeatV);
      }
    }
    triangles = new int[6 * across * along];
    int at = 0;
    for (int row = 0; row < along; row++) {
      for (int column = 0; column < across; column++) {
        int i = row * columns + column;
        int[] quad = {i, i + 1, i + columns, i + 1, i + columns + 1, i + columns};
        for (int corner : quad) triangles[at++] = corner;
      }
    }
    Normals.of(positions, triangles, outward, normals);
    this.outward = outward;
    this.texture = texture;
    this.base = base;
    this.gloss = (float) gloss;
    this.pulse = (float) pulse;
  }

  /** The surface hides its own inside. */
  Part close() {
    closed = outward;
    return this;
  }

  int points() {
    return u.length;
  }
}
