package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.List;

/** Makes what belongs to a person beside the bending head: hair, ears, neck and clothes. */
final class Body {
  private final Identity id;
  private final HeadShape head;
  private final long seed;

  Body(Identity id, HeadShape head) {
    this.id = id;
    this.head = head;
    seed = Noise.seed(id.seed, "body");
  }

  List<Part> parts() {
    var parts = new ArrayList<Part>();
    var skin = skinTile();
    parts.add(neck(skin));
    parts.add(torso().close());
    parts.add(ear(skin, 1));
    parts.add(ear(skin, -1));
    return parts;
  }

  List<Part> hair() {
    if (id.hairStyle == Identity.HairStyle.BALD) return List.of();
    var parts = new ArrayList<Part>();
    var tile = hairTile();
    double thick =
        switch (id.hairStyle) {
          case BALD -> 0;
          case SHORT -> 0.45 + 0.25 * Noise.unit(seed, 1);
          case FULL -> 1.2 + 0.7 * Noise.unit(seed, 1);
          case LONG -> 0.8 + 0.5 * Noise.unit(seed, 1);
        };
    double line = id.low ? Noise.between(seed, 2, 0.05, 0.5) : Noise.between(seed, 2, 0.0, 0.3);
    parts.add(
        part(
            (s, t, p) -> {
              // The hairline stands higher beside the middle and comes down at the temples.
              double beside = Math.abs(s - 0.5) * 2;
              double start =
                  line
                      * (1 - 0.5 * beside)
                      * (id.low
                          ? 1 + 0.8 * Noise.step(0.15, 0.4, beside) * Noise.step(0.75, 0.5, beside)
                          : 1);
              skull(upper(s), start + t * (HeadTopology.RINGS + 0.9 - start), p);
              double wave =
                  1
                      + 0.18 * Noise.smooth(seed + 3, 9 * s, 4 * t)
                      + 0.12 * Noise.smooth(seed + 4, 25 * s, 9 * t);
              out(p, thick * wave * Noise.step(-0.02, 0.16, t) + 0.06);
              p[4] = 0.75 + 0.25 * Noise.step(0.02, 0.2, t);
            },
            28,
            14,
            4,
            1,
            tile));
    parts.add(
        part(
            (s, t, p) -> {
              skull(15 + 20 * s, 2.6 + t * (HeadTopology.RINGS - 1.7), p);
              double ends = Noise.step(0.0, 0.12, s) * Noise.step(1, 0.88, s);
              // The nape: from the pole down to where the neck begins.
              p[1] -= 1.5 * ends;
              p[2] = Math.min(p[2], -6 - 5.5 * ends * t);
              out(p, thick * 0.8);
            },
            16,
            6,
            3,
            1,
            tile));
    if (id.hairStyle == Identity.HairStyle.LONG) parts.add(curtain(tile, thick));
    return parts;
  }

  private Part part(
      Part.Surface surface, int across, int along, double ru, double rv, Texture tile) {
    return new Part(surface, across, along, outward(surface), ru, rv, tile, id.hair, 0.5, 0);
  }

  // Which way round a surface's triangles are wound: away from the middle of the head is outside.
  static int outward(Part.Surface surface) {
    double sum = 0;
    var a = new double[5];
    var b = new double[5];
    var c = new double[5];
    for (int i = 0; i < 25; i++) {
      double s = 0.1 + 0.2 * (i % 5);
      double t = 0.1 + 0.2 * (i / 5);
      surface.at(s, t, a);
      surface.at(s + 0.02, t, b);
      surface.at(s, t + 0.02, c);
      double bx = b[0] - a[0];
      double by = b[1] - a[1];
      double bz = b[2] - a[2];
      double cx = c[0] - a[0];
      double cy = c[1] - a[1];
      double cz = c[2] - a[2];
      sum += (by * cz - bz * cy) * a[0] + (bx * cy - by * cx) * (a[2] + 5);
    }
    return sum >= 0 ? 1 : -1;
  }

  // From the left ear over the head to the right.
  private static double upper(double s) {
    return -1 + 16 * s;
  }

  void skull(double column, double ring, double[] p) {
    int n = HeadTopology.OVAL.length;
    int i = (int) Math.floor(column);
    double f = column - i;
    int r = Math.clamp((int) Math.floor(ring), 0, HeadTopology.RINGS);
    double g = ring - r;
    for (int c = 0; c < 3; c++) {
      double low = lerp(point(r, i, n, c), point(r, i + 1, n, c), f);
      double high = lerp(point(r + 1, i, n, c), point(r + 1, i + 1, n, c), f);
      p[c] = lerp(low, high, g);
    }
  }

  private double point(int ring, int i, int n, int c) {
    int at =
        ring > HeadTopology.RINGS
            ? HeadTopology.COARSE - 1
            : HeadTopology.ringPoint(ring, Math.floorMod(i, n));
    return head.rest[3 * at + c];
  }

  private static double lerp(double a, double b, double f) {
    return a + (b - a) * f;
  }

  static void out(double[] p, double distance) {
    double x = p[0];
    double y = p[1] - 1;
    double z = p[2] + 4.5;
    double length = Math.sqrt(x * x + y * y + z * z);
    p[0] += distance * x / length;
    p[1] += distance * y / length;
    p[2] += distance * z / length;
  }

  private Part curtain(Texture tile, double thick) {
    double wide = Math.abs(head.rest[3 * 454]) + 0.7 + 0.5 * thick;
    double length = Noise.between(seed, 5, 11, 19);
    Part.Surface surface =
        (s, t, p) -> {
          double a = Math.toRadians(-112 + 224 * s);
          double flare = 1 + 0.1 * Math.sin(2.6 * t) + 0.03 * Noise.smooth(seed + 6, 14 * s, 3 * t);
          p[0] = wide * flare * Math.sin(a);
          p[1] = 5.2 - length * t;
          p[2] = -4.8 - 8.2 * flare * Math.cos(a);
          p[3] = 1 - 0.75 * Noise.step(0.2, 1, t);
          p[4] = 0.7;
        };
    return part(surface, 26, 8, 5, 1, tile);
  }

  private Texture hairTile() {
    var tile = new Texture(128).fill(id.hair);
    double curl = id.ita < -5 && Noise.unit(seed, 7) < 0.8 ? 1 : 0;
    for (int y = 0; y < 128; y++) {
      for (int x = 0; x < 128; x++) {
        double strand =
            curl > 0
                ? Noise.smooth(seed + 8, x / 2.3, y / 2.3)
                : 0.7 * Noise.smooth(seed + 8, x / 1.7 + 0.03 * y, y / 40.0)
                    + 0.4 * Noise.smooth(seed + 9, x / 6.0, y / 60.0);
        double k = 1 + 0.5 * strand;
        tile.scale(x, y, k, k, k);
        // A ragged beginning.
        double edge = 3 + 4 * Noise.unit(seed + 10, x) + 3 * Noise.smooth(seed + 11, x / 5.0, 0);
        if (y < 14) tile.texels[4 * (y * 128 + x) + 3] = (float) Noise.step(edge - 4, edge + 3, y);
      }
    }
    return tile;
  }

  private Texture skinTile() {
    var tile = new Texture(64).fill(id.skin);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        double k =
            1
                + 0.02 * Noise.normal(seed + 12, y * 64 + x)
                + 0.02 * Noise.smooth(seed + 13, x / 9.0, y / 9.0);
        tile.scale(x, y, k, k, k);
      }
    }
    return tile;
  }

  private Part ear(Texture skin, int side) {
    double x0 = Math.abs(head.rest[3 * 454]) + 0.25;
    double size = 1 + 0.08 * id.trait(25);
    Part.Surface surface =
        (s, t, p) -> {
          double a = 2 * Math.PI * s;
          double b = Math.PI * t;
          double rim = 1 + 0.25 * Math.sin(b) * Math.cos(a + 0.4);
          double y = 3.0 * size * Math.cos(b);
          double z = 1.55 * size * Math.sin(b) * Math.cos(a) * rim;
          double out = 0.55 * Math.sin(b) * Math.sin(a);
          p[0] = side * (x0 + out + 0.45 * Math.max(0, -z));
          p[1] = 0.9 + y - 0.15 * z;
          p[2] = -3.6 + z + 0.1 * y;
          p[4] = 0.65;
        };
    return new Part(surface, 12, 8, side * -1, 1, 1, skin, id.skin, id.gloss * 0.5, 0.5);
  }

  private Part neck(Texture skin) {
    double thick = (id.low ? 5.9 : 5.0) + 0.25 * id.trait(26);
    Part.Surface surface =
        (s, t, p) -> {
          double a = 2 * Math.PI * s;
          double flare =
              thick * (1 + 0.04 * Math.cos(3 * t) + 0.9 * Math.pow(Noise.step(0.72, 1.25, t), 1.5));
          p[0] = flare * Math.sin(a);
          p[1] = -4.5 - 13 * t;
          p[2] = -5.2 - 0.8 * t + (flare * 0.95) * Math.cos(a);
          p[3] = 1 - Noise.step(0.05, 0.85, t);
          p[4] = 0.35 + 0.5 * Noise.step(0.25, 0.8, t);
        };
    return new Part(surface, 24, 10, outward(surface), 4, 2, skin, id.skin, id.gloss * 0.5, 0.4);
  }

  private Part torso() {
    double broad = (id.low ? 1.04 : 0.9) + 0.04 * id.trait(27);
    double[] ys = {-13.6, -14.6, -16, -18.2, -22, -29, -50};
    double[] xs = {5.6, 7.6, 12, 17.2, 20.6, 21.8, 22.5};
    double[] zs = {5.5, 6.4, 7.6, 8.8, 10, 11.5, 12.5};
    Part.Surface surface =
        (s, t, p) -> {
          double k = t * (ys.length - 1.0001);
          int i = (int) k;
          double f = k - i;
          double a = 2 * Math.PI * (s - 0.5);
          double sin = Math.sin(a);
          double cos = Math.cos(a);
          double rx = lerp(xs[i], xs[i + 1], f) * (t < 0.1 ? 1 : broad);
          double rz = lerp(zs[i], zs[i + 1], f);
          p[0] = rx * Math.signum(sin) * Math.pow(Math.abs(sin), 0.85);
          double fold = 0.25 * Noise.smooth(seed + 14, 14 * s, 5 * t) * Noise.step(0.3, 0.6, t);
          p[1] = lerp(ys[i], ys[i + 1], f) - 1.6 * Math.max(0, cos) * Noise.step(0.5, 0, t);
          p[2] = -6 + (rz + fold) * Math.signum(cos) * Math.pow(Math.abs(cos), 0.8);
          p[3] = 0;
        };
    return new Part(
        surface,
        40,
        18,
        outward(surface),
        1,
        1,
        clothes(),
        id.coated ? id.coat : id.cloth,
        0.05,
        0);
  }

  private Texture clothes() {
    int side = 256;
    var tile = new Texture(side).fill(id.cloth);
    var shade = new float[] {id.cloth[0] * 0.4f, id.cloth[1] * 0.4f, id.cloth[2] * 0.4f};
    var edge = new float[] {id.coat[0] * 0.6f, id.coat[1] * 0.6f, id.coat[2] * 0.6f};
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double u = Math.abs((x + 0.5) / side - 0.5);
        double v = (y + 0.5) / side;
        double neck = 0.2 * (0.62 - v) - u;
        if (neck > 0) tile.mix(x, y, id.skin, 1);
        tile.mix(x, y, shade, 0.8 * Math.exp(-Math.pow((neck + 0.004) / 0.004, 2)));
        if (id.coated) {
          double lapel = u - 0.045 - 0.06 * (0.9 - v) * (v < 0.9 ? 1 : 0);
          tile.mix(x, y, id.coat, Noise.step(0, 0.006, lapel));
          tile.mix(x, y, edge, 0.7 * Math.exp(-Math.pow(lapel / 0.004, 2)));
          double collar = u - 0.1 - 0.12 * (0.55 - v);
          if (v < 0.6) tile.mix(x, y, edge, 0.5 * Math.exp(-Math.pow(collar / 0.004, 2)));
        }
        double weave = 1 + 0.03 * Noise.normal(seed + 15, y * side + x);
        tile.scale(x, y, weave, weave, weave);
      }
    }
    return tile;
  }
}
