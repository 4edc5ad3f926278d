package io.medtrust.lab.person;

/**
 * From which of 64 directions light reaches each point of the head without crossing the head
 * itself; worked out once on the canonical face, for all persons. Gives soft shadows of nose, brows
 * and chin.
 */
final class Visibility {
  static final int DIRECTIONS = 64;
  private static Visibility instance;

  /** Unit vectors x, y, z, all with z above -0.4. */
  final float[] directions = new float[3 * DIRECTIONS];

  /** A bit per direction, for each coarse point. */
  final long[] free = new long[HeadTopology.COARSE];

  /** Share of open sky, weighted by the cosine to the surface, 0..1. */
  final float[] ambient = new float[HeadTopology.COARSE];

  static synchronized Visibility get() {
    if (instance == null) instance = new Visibility();
    return instance;
  }

  private Visibility() {
    var topology = HeadTopology.get();
    var shape = new HeadShape(Identity.neutral());
    var p = shape.rest;
    var normals = new float[p.length];
    Normals.of(p, topology.coarseSkin, 1, normals);
    for (int i = 0; i < DIRECTIONS; i++) {
      double z = 1 - 1.4 * (i + 0.5) / DIRECTIONS;
      double angle = i * Math.PI * (3 - Math.sqrt(5));
      double r = Math.sqrt(1 - z * z);
      directions[3 * i] = (float) (r * Math.cos(angle));
      directions[3 * i + 1] = (float) (r * Math.sin(angle));
      directions[3 * i + 2] = (float) z;
    }
    for (int i = 0; i < HeadTopology.COARSE; i++) {
      float open = 0;
      float all = 0;
      for (int d = 0; d < DIRECTIONS; d++) {
        float cosine = 0;
        for (int c = 0; c < 3; c++) cosine += normals[3 * i + c] * directions[3 * d + c];
        if (cosine <= 0) continue;
        all += cosine;
        if (blocked(p, topology.coarseSkin, i, normals, d)) continue;
        free[i] |= 1L << d;
        open += cosine;
      }
      ambient[i] = all > 0 ? open / all : 0.3f;
    }
  }

  // Möller and Trumbore 1997.
  private boolean blocked(float[] p, int[] triangles, int from, float[] normals, int d) {
    float ox = p[3 * from] + 0.1f * normals[3 * from];
    float oy = p[3 * from + 1] + 0.1f * normals[3 * from + 1];
    float oz = p[3 * from + 2] + 0.1f * normals[3 * from + 2];
    float dx = directions[3 * d];
    float dy = directions[3 * d + 1];
    float dz = directions[3 * d + 2];
    for (int t = 0; t < triangles.length; t += 3) {
      if (triangles[t] == from || triangles[t + 1] == from || triangles[t + 2] == from) continue;
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      float ex = p[b] - p[a];
      float ey = p[b + 1] - p[a + 1];
      float ez = p[b + 2] - p[a + 2];
      float fx = p[c] - p[a];
      float fy = p[c + 1] - p[a + 1];
      float fz = p[c + 2] - p[a + 2];
      float hx = dy * fz - dz * fy;
      float hy = dz * fx - dx * fz;
      float hz = dx * fy - dy * fx;
      float det = ex * hx + ey * hy + ez * hz;
      if (Math.abs(det) < 1e-7f) continue;
      float sx = ox - p[a];
      float sy = oy - p[a + 1];
      float sz = oz - p[a + 2];
      float u = (sx * hx + sy * hy + sz * hz) / det;
      if (u < 0 || u > 1) continue;
      float qx = sy * ez - sz * ey;
      float qy = sz * ex - sx * ez;
      float qz = sx * ey - sy * ex;
      float v = (dx * qx + dy * qy + dz * qz) / det;
      if (v < 0 || u + v > 1) continue;
      if ((fx * qx + fy * qy + fz * qz) / det > 0.05f) return true;
    }
    return false;
  }

  /**
   * How much of the light from around a direction (in head coordinates) arrives, 0..1 for each
   * coarse point.
   */
  void towards(float x, float y, float z, float[] out) {
    var weights = new float[DIRECTIONS];
    float sum = 0;
    for (int d = 0; d < DIRECTIONS; d++) {
      float dot = x * directions[3 * d] + y * directions[3 * d + 1] + z * directions[3 * d + 2];
      float w = dot > 0 ? dot * dot : 0;
      w *= w;
      weights[d] = w * w;
      sum += weights[d];
    }
    for (int i = 0; i < out.length; i++) {
      float seen = 0;
      for (long bits = free[i]; bits != 0; bits &= bits - 1) {
        seen += weights[Long.numberOfTrailingZeros(bits)];
      }
      // Directions behind the surface have no bit, though the cosine already leaves them out.
      out[i] = sum > 0 ? Math.min(1, 0.25f + 1.1f * seen / sum) : 1;
    }
  }
}
