package io.medtrust.lab.person;

import java.util.Arrays;

/**
 * Draws triangles with depth into linear light. A vertex is eight floats: x, y in pixels, 1/depth,
 * texture u, v, light r, g, b; what is drawn is texture × light. Not thread-safe.
 */
final class Raster {
  static final int STRIDE = 8;
  final int width;
  final int height;
  final float[] red;
  final float[] green;
  final float[] blue;
  final float[] depth;

  /** First and last column that something was drawn in, for each row; none: last before first. */
  final int[] first;

  final int[] last;

  /** Colours a pixel by the place on a surface that has no texture. */
  interface Shader {
    /** The colour at (u, v) into {@code out}; light is multiplied in afterwards. */
    void at(float u, float v, float[] out);
  }

  private final float[] colour = new float[3];
  private boolean opaque;
  private int closed;

  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    red = new float[width * height];
    green = new float[width * height];
    blue = new float[width * height];
    depth = new float[width * height];
    first = new int[height];
    last = new int[height];
  }

  void clearDepth() {
    Arrays.fill(depth, 0);
    Arrays.fill(first, width);
    Arrays.fill(last, -1);
  }

  /**
   * Draws triangles of these vertices.
   *
   * @param repeat texture coordinates repeat
   * @param closed +1 or -1, how its triangles are wound, for a surface that hides its own inside:
   *     those seen from there are left out; 0 for all others
   */
  void draw(float[] vertices, int[] triangles, Texture texture, boolean repeat, int closed) {
    opaque = texture.opaque();
    this.closed = closed;
    for (int t = 0; t < triangles.length; t += 3) {
      int a = STRIDE * triangles[t];
      int b = STRIDE * triangles[t + 1];
      int c = STRIDE * triangles[t + 2];
      triangle(vertices, a, b, c, texture, repeat, null);
    }
  }

  /** As {@link #draw} with a colour of its own for each pixel. */
  void shade(float[] vertices, int[] triangles, Shader shader) {
    closed = 0;
    for (int t = 0; t < triangles.length; t += 3) {
      int a = STRIDE * triangles[t];
      int b = STRIDE * triangles[t + 1];
      int c = STRIDE * triangles[t + 2];
      triangle(vertices, a, b, c, null, false, shader);
    }
  }

  private void triangle(
      float[] p, int a, int b, int c, Texture texture, boolean repeat, Shader shader) {
    float ax = p[a];
    float ay = p[a + 1];
    float bx = p[b] - ax;
    float by = p[b + 1] - ay;
    float cx = p[c] - ax;
    float cy = p[c + 1] - ay;
    float area = bx * cy - cx * by;
    if (!(Math.abs(area) > 1e-3f) || closed * area > 0) return;
    float bottom = Math.max(0, Math.max(by, cy));
    float top = Math.min(0, Math.min(by, cy));
    int begin = Math.max(0, (int) Math.ceil(ay + top - 0.5f));
    int finish = Math.min(height - 1, (int) Math.ceil(ay + bottom - 0.5f) - 1);
    if (finish < begin) return;
    float inverse = 1 / area;
    // Edges: x by y; not used where they lie along a row.
    float ab = bx / by;
    float ac = cx / cy;
    float bc = (cx - bx) / (cy - by);
    float z0 = p[a + 2];
    float dzx = slopeX(p, a, b, c, 2, by, cy, inverse);
    float dzy = slopeY(p, a, b, c, 2, bx, cx, inverse);
    float dux = slopeX(p, a, b, c, 3, by, cy, inverse);
    float duy = slopeY(p, a, b, c, 3, bx, cx, inverse);
    float dvx = slopeX(p, a, b, c, 4, by, cy, inverse);
    float dvy = slopeY(p, a, b, c, 4, bx, cx, inverse);
    float drx = slopeX(p, a, b, c, 5, by, cy, inverse);
    float dry = slopeY(p, a, b, c, 5, bx, cx, inverse);
    float dgx = slopeX(p, a, b, c, 6, by, cy, inverse);
    float dgy = slopeY(p, a, b, c, 6, bx, cx, inverse);
    float dbx = slopeX(p, a, b, c, 7, by, cy, inverse);
    float dby = slopeY(p, a, b, c, 7, bx, cx, inverse);
    for (int row = begin; row <= finish; row++) {
      float y = row + 0.5f - ay;
      float left = Float.MAX_VALUE;
      float right = -Float.MAX_VALUE;
      if ((0 <= y) != (by <= y)) {
        float x = y * ab;
        left = x;
        right = x;
      }
      if ((0 <= y) != (cy <= y)) {
        float x = y * ac;
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
      if ((by <= y) != (cy <= y)) {
        float x = bx + (y - by) * bc;
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
      int from = Math.max(0, (int) Math.ceil(left + ax - 0.5f));
      int to = Math.min(width - 1, (int) Math.ceil(right + ax - 0.5f) - 1);
      if (to < from) continue;
      if (from < first[row]) first[row] = from;
      if (to > last[row]) last[row] = to;
      float x = from + 0.5f - ax;
      float z = z0 + x * dzx + y * dzy;
      float u = p[a + 3] + x * dux + y * duy;
      float v = p[a + 4] + x * dvx + y * dvy;
      float r = p[a + 5] + x * drx + y * dry;
      float g = p[a + 6] + x * dgx + y * dgy;
      float bl = p[a + 7] + x * dbx + y * dby;
      int at = row * width + from;
      int end = row * width + to;
      if (shader != null) {
        for (; at <= end; at++) {
          if (z > depth[at]) {
            depth[at] = z;
            shader.at(u, v, colour);
            red[at] = r * colour[0];
            green[at] = g * colour[1];
            blue[at] = bl * colour[2];
          }
          z += dzx;
          u += dux;
          v += dvx;
          r += drx;
          g += dgx;
          bl += dbx;
        }
        continue;
      }
      float side = texture.side;
      float tu = u * side - 0.5f;
      float tv = v * side - 0.5f;
      int n = to - from + 1;
      if (opaque) {
        solid(
            texture,
            repeat,
            at,
            n,
            z,
            dzx,
            tu,
            dux * side,
            tv,
            dvx * side,
            r,
            drx,
            g,
            dgx,
            bl,
            dbx);
      } else {
        sheer(
            texture,
            repeat,
            at,
            n,
            z,
            dzx,
            tu,
            dux * side,
            tv,
            dvx * side,
            r,
            drx,
            g,
            dgx,
            bl,
            dbx);
      }
    }
  }

  // A stretch of a row: from the pixel at, n pixels, each value with its slope.
  private void solid(
      Texture texture,
      boolean repeat,
      int at,
      int n,
      float z,
      float dz,
      float tu,
      float du,
      float tv,
      float dv,
      float r,
      float dr,
      float g,
      float dg,
      float b,
      float db) {
    var deep = depth;
    var texels = texture.texels;
    int side = texture.side;
    int mask = side - 1;
    for (int i = 0; i < n; i++, at++, z += dz) {
      if (!(z > deep[at])) continue;
      deep[at] = z;
      float fu = tu + i * du;
      float fv = tv + i * dv;
      int iu = (int) fu;
      int iv = (int) fv;
      if (fu < iu) iu--;
      if (fv < iv) iv--;
      fu -= iu;
      fv -= iv;
      int iu1 = iu + 1;
      int iv1 = iv + 1;
      if (repeat) {
        iu &= mask;
        iv &= mask;
        iu1 &= mask;
        iv1 &= mask;
      } else {
        iu = Math.max(0, Math.min(iu, mask));
        iv = Math.max(0, Math.min(iv, mask));
        iu1 = Math.max(0, Math.min(iu1, mask));
        iv1 = Math.max(0, Math.min(iv1, mask));
      }
      int t00 = (iv * side + iu) << 2;
      int t01 = (iv * side + iu1) << 2;
      int t10 = (iv1 * side + iu) << 2;
      int t11 = (iv1 * side + iu1) << 2;
      float w11 = fu * fv;
      float w10 = fv - w11;
      float w01 = fu - w11;
      float w00 = 1 - fu - w10;
      red[at] =
          (r + i * dr)
              * (w00 * texels[t00] + w01 * texels[t01] + w10 * texels[t10] + w11 * texels[t11]);
      green[at] =
          (g + i * dg)
              * (w00 * texels[t00 + 1]
                  + w01 * texels[t01 + 1]
                  + w10 * texels[t10 + 1]
                  + w11 * texels[t11 + 1]);
      blue[at] =
          (b + i * db)
              * (w00 * texels[t00 + 2]
                  + w01 * texels[t01 + 2]
                  + w10 * texels[t10 + 2]
                  + w11 * texels[t11 + 2]);
    }
  }

  private void sheer(
      Texture texture,
      boolean repeat,
      int at,
      int n,
      float z,
      float dz,
      float tu,
      float du,
      float tv,
      float dv,
      float r,
      float dr,
      float g,
      float dg,
      float bl,
      float db) {
    float[] texels = texture.texels;
    int side = texture.side;
    int mask = side - 1;
    for (int i = 0; i < n; i++, at++) {
      if (z > depth[at]) {
        int iu = (int) tu;
        int iv = (int) tv;
        if (tu < iu) iu--;
        if (tv < iv) iv--;
        float fu = tu - iu;
        float fv = tv - iv;
        int iu1 = iu + 1;
        int iv1 = iv + 1;
        if (repeat) {
          iu &= mask;
          iv &= mask;
          iu1 &= mask;
          iv1 &= mask;
        } else {
          iu = iu < 0 ? 0 : Math.min(iu, mask);
          iv = iv < 0 ? 0 : Math.min(iv, mask);
          iu1 = iu1 < 0 ? 0 : Math.min(iu1, mask);
          iv1 = iv1 < 0 ? 0 : Math.min(iv1, mask);
        }
        int t00 = (iv * side + iu) << 2;
        int t01 = (iv * side + iu1) << 2;
        int t10 = (iv1 * side + iu) << 2;
        int t11 = (iv1 * side + iu1) << 2;
        float w11 = fu * fv;
        float w10 = fv - w11;
        float w01 = fu - w11;
        float w00 = 1 - fu - w10;
        float cover =
            w00 * texels[t00 + 3]
                + w01 * texels[t01 + 3]
                + w10 * texels[t10 + 3]
                + w11 * texels[t11 + 3];
        float tr = w00 * texels[t00] + w01 * texels[t01] + w10 * texels[t10] + w11 * texels[t11];
        float tg =
            w00 * texels[t00 + 1]
                + w01 * texels[t01 + 1]
                + w10 * texels[t10 + 1]
                + w11 * texels[t11 + 1];
        float tb =
            w00 * texels[t00 + 2]
                + w01 * texels[t01 + 2]
                + w10 * texels[t10 + 2]
                + w11 * texels[t11 + 2];
        if (cover > 0.98f) {
          depth[at] = z;
          red[at] = r * tr;
          green[at] = g * tg;
          blue[at] = bl * tb;
        } else if (cover > 0.02f) {
          red[at] += cover * (r * tr - red[at]);
          green[at] += cover * (g * tg - green[at]);
          blue[at] += cover * (bl * tb - blue[at]);
        }
      }
      z += dz;
      tu += du;
      tv += dv;
      r += dr;
      g += dg;
      bl += db;
    }
  }

  private static float slopeX(
      float[] p, int a, int b, int c, int k, float by, float cy, float inverse) {
    return ((p[b + k] - p[a + k]) * cy - (p[c + k] - p[a + k]) * by) * inverse;
  }

  private static float slopeY(
      float[] p, int a, int b, int c, int k, float bx, float cx, float inverse) {
    return ((p[c + k] - p[a + k]) * bx - (p[b + k] - p[a + k]) * cx) * inverse;
  }
}
