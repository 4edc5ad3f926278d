package io.medtrust.lab.person;

/**
 * Paints one person's face: skin with pores, mottling and blush, brows hair by hair, lips, lash
 * lines, nostrils, folds that come with age, beard, freckles and moles. All from the seed.
 */
final class SkinTexture {
  static final int SIDE = 320;
  private static final int[] BROW_RIGHT = {46, 53, 52, 65, 55};
  private static final int[] BROW_RIGHT_TOP = {70, 63, 105, 66, 107};
  private static final int[] BROW_LEFT = {276, 283, 282, 295, 285};
  private static final int[] BROW_LEFT_TOP = {300, 293, 334, 296, 336};
  private static final int[] OUTER_LIPS = {
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146
  };
  private static final int[] LOWER_LASHES_RIGHT = {33, 7, 163, 144, 145, 153, 154, 155, 133};
  private static final int[] LOWER_LASHES_LEFT = {263, 249, 390, 373, 374, 380, 381, 382, 362};
  private static final int[] CREASE_RIGHT = {247, 30, 29, 27, 28, 56, 190};
  private static final int[] CREASE_LEFT = {467, 260, 259, 257, 258, 286, 414};

  private final Identity id;
  private final Texture canvas = new Texture(SIDE);
  private final Brush brush = new Brush(canvas);
  private final HeadTopology head = HeadTopology.get();
  private final long seed;
  private final float[] dark = new float[3];
  private final float[] red = new float[3];

  private SkinTexture(Identity id) {
    this.id = id;
    seed = Noise.seed(id.seed, "skin");
    for (int c = 0; c < 3; c++) dark[c] = id.skin[c] * (c == 0 ? 0.3f : 0.2f);
    red[0] = id.skin[0] * 0.98f;
    red[1] = id.skin[1] * 0.72f;
    red[2] = id.skin[2] * 0.72f;
  }

  static Texture paint(Identity id) {
    var painter = new SkinTexture(id);
    painter.canvas.fill(id.skin);
    painter.tints();
    painter.folds();
    painter.beard();
    painter.spots();
    painter.lips();
    painter.eyes();
    painter.nose();
    painter.brows();
    painter.grain();
    return painter.canvas;
  }

  private double[] at(int... points) {
    var out = new double[2 * points.length];
    for (int i = 0; i < points.length; i++) {
      out[2 * i] = head.u[points[i]] * SIDE - 0.5;
      out[2 * i + 1] = head.v[points[i]] * SIDE - 0.5;
    }
    return out;
  }

  /** Where a place of the canonical face (centimetres, x and y) lies on the texture. */
  private double[] place(double x, double y) {
    var p = CanonicalFace.get().positions;
    double sum = 0;
    double u = 0;
    double v = 0;
    for (int i = 0; i < CanonicalFace.POINTS; i++) {
      double d = Math.pow(p[3 * i] - x, 2) + Math.pow(p[3 * i + 1] - y, 2);
      double weight = 1 / Math.pow(d + 0.02, 3);
      sum += weight;
      u += weight * head.u[i];
      v += weight * head.v[i];
    }
    return new double[] {u / sum * SIDE - 0.5, v / sum * SIDE - 0.5};
  }

  private double[] path(double... xy) {
    var out = new double[xy.length];
    for (int i = 0; i < xy.length; i += 2) {
      var p = place(xy[i], xy[i + 1]);
      out[i] = p[0];
      out[i + 1] = p[1];
    }
    return out;
  }

  private void spotAt(double x, double y, double wx, double wy, float[] rgb, double weight) {
    for (int side = -1; side <= 1; side += 2) {
      if (side > 0 && x == 0) continue;
      var p = place(side * x, y);
      brush.spot(p[0], p[1], wx, wy, 0, rgb, weight);
    }
  }

  private void tints() {
    double blush = 0.35 + 0.25 * Noise.unit(seed, 1);
    spotAt(4.3, -0.8, 24, 20, red, 0.5 * blush);
    spotAt(0, -0.8, 12, 12, red, 0.6 * blush);
    spotAt(0, -7.5, 14, 10, red, 0.3 * blush);
    var shade = new float[] {id.skin[0] * 0.62f, id.skin[1] * 0.55f, id.skin[2] * 0.56f};
    spotAt(2.9, 1.5, 15, 4.5, shade, 0.25 + 0.35 * id.age);
    spotAt(2.2, 3.4, 12, 6, shade, 0.15);
    spotAt(1.5, 2.7, 6, 6, shade, 0.35);
  }

  private void folds() {
    double strength = 0.12 + 0.4 * id.age;
    var shade = new float[] {id.skin[0] * 0.5f, id.skin[1] * 0.4f, id.skin[2] * 0.38f};
    for (int s = -1; s <= 1; s += 2) {
      brush.line(
          path(s * 1.9, -0.6, s * 2.6, -2, s * 3.1, -3.4, s * 3.2, -4.4),
          2.2,
          shade,
          strength,
          true);
      brush.line(path(s * 1.6, -0.2, s * 1.85, -0.9, s * 1.6, -1.6), 1.6, shade, 0.5, true);
      brush.line(path(s * 2.0, 1.9, s * 2.8, 1.3, s * 3.7, 1.2), 1.6, shade, 0.7 * strength, true);
      if (id.age > 0.55) {
        brush.line(path(s * 4.9, 2.7, s * 5.6, 3.2), 0.9, shade, strength * 0.7, true);
        brush.line(path(s * 4.9, 2.4, s * 5.7, 2.2), 0.9, shade, strength * 0.7, true);
      }
    }
    if (id.age > 0.4) {
      for (int k = 0; k < 3; k++) {
        double y = 5.9 + 0.75 * k + 0.1 * id.trait(40 + k);
        brush.line(
            path(-3.6, y - 0.15, -1.5, y + 0.1, 1, y, 3.6, y - 0.1),
            1.2,
            shade,
            0.45 * strength,
            true);
      }
      brush.line(path(-0.35, 4.2, -0.4, 5), 1.1, shade, 0.6 * strength, true);
      brush.line(path(0.35, 4.2, 0.4, 5), 1.1, shade, 0.6 * strength, true);
    }
    brush.line(path(0, -2.4, 0, -3.1), 2.4, shade, 0.2, true);
    brush.line(path(-1.4, -6.2, 0, -6.0, 1.4, -6.2), 2.2, shade, 0.3, true);
  }

  private void beard() {
    if (id.beard <= 0) return;
    var whiskers = new float[3];
    for (int c = 0; c < 3; c++) whiskers[c] = 0.6f * id.hair[c] + 0.12f * id.skin[c];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double u = (x + 0.5) / SIDE;
        double v = (y + 0.5) / SIDE;
        // Chin and jaw, and above the upper lip.
        double ax = Math.abs(u - 0.5);
        double edge =
            0.665 + 0.02 * Noise.smooth(seed + 5, 12 * u, 3) - 0.55 * Math.max(0, ax - 0.2);
        double jaw =
            Noise.step(edge, edge + 0.07, v)
                * (1 - 0.85 * Noise.step(0.1, 0.03, ax) * Noise.step(0.72, 0.68, v));
        double lip =
            Noise.step(0.13, 0.08, ax) * Noise.step(0.585, 0.61, v) * Noise.step(0.66, 0.64, v);
        double cover = Math.max(jaw, 0.9 * lip);
        double hairs = 0.55 + 0.45 * Noise.smooth(seed + 6, 0.55 * x, 0.4 * y);
        canvas.mix(x, y, whiskers, Math.min(0.9, id.beard * 1.15) * cover * hairs);
      }
    }
  }

  private void spots() {
    if (id.freckles > 0) {
      var tan = new float[] {id.skin[0] * 0.62f, id.skin[1] * 0.45f, id.skin[2] * 0.36f};
      int n = (int) (260 * id.freckles);
      for (int k = 0; k < n; k++) {
        double x = 4.2 * Noise.normal(seed + 10, k) * 0.9;
        double y = 0.4 + 1.7 * Noise.normal(seed + 11, k);
        var p = place(Math.clamp(x, -6.5, 6.5), y);
        double size = Noise.between(seed + 12, k, 0.5, 1.3);
        brush.spot(p[0], p[1], size, size, 0, tan, Noise.between(seed + 13, k, 0.2, 0.75));
      }
    }
    int moles = (int) (5 * Noise.unit(seed, 30));
    for (int k = 0; k < moles; k++) {
      var p = place(Noise.between(seed + 14, k, -5.5, 5.5), Noise.between(seed + 15, k, -8, 7));
      double size = Noise.between(seed + 16, k, 0.8, 1.8);
      brush.spot(p[0], p[1], size, size, 0, dark, 0.75);
    }
  }

  private void lips() {
    brush.area(at(OUTER_LIPS), 1.6, id.lips, 0.85);
    var deep = new float[] {id.lips[0] * 0.45f, id.lips[1] * 0.35f, id.lips[2] * 0.35f};
    var inner = at(HeadTopology.INNER_LIPS);
    brush.line(java.util.Arrays.copyOfRange(inner, 0, 22), 1.3, deep, 0.75, false);
    var centre = place(0, -4.7);
    var light = new float[] {id.lips[0] * 1.2f, id.lips[1] * 1.25f, id.lips[2] * 1.25f};
    brush.spot(centre[0], centre[1] + 4, 12, 3, 0, light, 0.4);
  }

  private void eyes() {
    brush.line(at(CREASE_RIGHT), 1.2, dark, 0.3, true);
    brush.line(at(CREASE_LEFT), 1.2, dark, 0.3, true);
    brush.line(at(LOWER_LASHES_RIGHT), 0.8, dark, 0.4, false);
    brush.line(at(LOWER_LASHES_LEFT), 0.8, dark, 0.4, false);
    var corner = new float[] {id.lips[0], id.lips[1] * 0.8f, id.lips[2] * 0.8f};
    for (int point : new int[] {133, 362}) {
      var p = at(point);
      brush.spot(p[0], p[1], 1.6, 1.4, 0, corner, 0.7);
    }
  }

  private void nose() {
    for (int s = -1; s <= 1; s += 2) {
      var p = place(s * 0.82, -1.42);
      brush.spot(p[0], p[1], 3.4, 1.9, s * 0.35, dark, 0.95);
      brush.spot(p[0], p[1], 2.2, 1.2, s * 0.35, new float[] {0.012f, 0.006f, 0.005f}, 0.85);
    }
    var under = place(0, -1.9);
    brush.spot(under[0], under[1], 7, 2, 0, dark, 0.22);
  }

  private void brows() {
    brow(at(BROW_RIGHT), at(BROW_RIGHT_TOP), 1);
    brow(at(BROW_LEFT), at(BROW_LEFT_TOP), 2);
  }

  // From the outer end to the inner; hairs lie outwards and a little up.
  private void brow(double[] low, double[] top, int which) {
    int n = low.length / 2;
    double thick = 0.62 + 0.13 * id.trait(50) + (id.low ? 0.12 : -0.1);
    int hairs = 150;
    for (int k = 0; k < hairs; k++) {
      double t = (k + Noise.unit(seed + 20 + which, k)) / hairs * (n - 1.001);
      int i = (int) t;
      double f = t - i;
      double across =
          0.15
              + thick
                  * Noise.unit(seed + 30 + which, k)
                  * (0.45 + 0.55 * Math.sin(Math.PI * (0.15 + 0.8 * t / (n - 1))));
      double lx = low[2 * i] + f * (low[2 * i + 2] - low[2 * i]);
      double ly = low[2 * i + 1] + f * (low[2 * i + 3] - low[2 * i + 1]);
      double tx = top[2 * i] + f * (top[2 * i + 2] - top[2 * i]);
      double ty = top[2 * i + 1] + f * (top[2 * i + 3] - top[2 * i + 1]);
      double x = lx + across * (tx - lx);
      double y = ly + across * (ty - ly);
      double dx = low[2 * i] - low[2 * i + 2];
      double dy = low[2 * i + 1] - low[2 * i + 3];
      double length = Math.hypot(dx, dy);
      double reach = Noise.between(seed + 40, k, 3, 6);
      double rise = 1.6 * t / (n - 1);
      double[] hair = {x, y, x + reach * dx / length, y + reach * dy / length - rise};
      brush.line(hair, 0.65, id.brows, 0.55, false);
    }
  }

  private void grain() {
    double rough = 0.6 + 0.7 * id.age;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double broad =
            Noise.smooth(seed + 50, x / 37.0, y / 37.0)
                + 0.6 * Noise.smooth(seed + 51, x / 13.0, y / 13.0);
        double pores =
            Noise.smooth(seed + 52, x / 2.1, y / 2.1) + 0.7 * Noise.normal(seed + 53, y * SIDE + x);
        double all = 1 + 0.022 * rough * pores;
        canvas.scale(
            x, y, all * (1 + 0.012 * broad), all * (1 - 0.028 * broad), all * (1 - 0.03 * broad));
      }
    }
  }
}
