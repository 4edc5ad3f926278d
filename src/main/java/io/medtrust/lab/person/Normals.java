package io.medtrust.lab.person;

/** Directions of surfaces. */
final class Normals {
  private Normals() {}

  /**
   * Mean of the triangles around each point, weighted by their areas; length 1.
   *
   * @param sign +1, or -1 when the triangles are wound the other way
   */
  static void of(float[] p, int[] triangles, int sign, float[] out) {
    java.util.Arrays.fill(out, 0);
    for (int t = 0; t < triangles.length; t += 3) {
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      float bx = p[b] - p[a];
      float by = p[b + 1] - p[a + 1];
      float bz = p[b + 2] - p[a + 2];
      float cx = p[c] - p[a];
      float cy = p[c + 1] - p[a + 1];
      float cz = p[c + 2] - p[a + 2];
      float nx = by * cz - bz * cy;
      float ny = bz * cx - bx * cz;
      float nz = bx * cy - by * cx;
      for (int k = 0; k < 3; k++) {
        int i = 3 * triangles[t + k];
        out[i] += nx;
        out[i + 1] += ny;
        out[i + 2] += nz;
      }
    }
    for (int i = 0; i < out.length; i += 3) {
      float length =
          (float) Math.sqrt(out[i] * out[i] + out[i + 1] * out[i + 1] + out[i + 2] * out[i + 2]);
      float scale = length > 1e-9f ? sign / length : 0;
      out[i] *= scale;
      out[i + 1] *= scale;
      out[i + 2] *= scale;
    }
  }
}
