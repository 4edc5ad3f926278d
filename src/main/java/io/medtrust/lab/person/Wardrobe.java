package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.List;

/** Makes what a person puts on: glasses, surgical mask, cap. */
final class Wardrobe {
  private final Identity id;
  private final HeadShape head;
  private final long seed;

  Wardrobe(Identity id, HeadShape head) {
    this.id = id;
    this.head = head;
    seed = Noise.seed(id.seed, "wardrobe");
  }

  private float at(int point, int c) {
    return head.rest[3 * point + c];
  }

  List<Part> glasses() {
    var parts = new ArrayList<Part>();
    float[][] frames = {
      {0.02f, 0.02f, 0.022f}, {0.09f, 0.045f, 0.02f}, {0.25f, 0.25f, 0.26f}, {0.03f, 0.05f, 0.12f}
    };
    var colour = frames[(int) (4 * Noise.unit(seed, 1))];
    var tile = new Texture(8).fill(colour);
    boolean round = Noise.unit(seed, 2) < 0.4;
    double thick = Noise.between(seed, 3, 0.16, 0.42);
    double ex = (Math.abs(at(159, 0)) + Math.abs(at(386, 0))) / 2 + 0.15;
    double ey = (at(159, 1) + at(145, 1)) / 2 - 0.25;
    double ez = at(159, 2) + 1.5;
    double rx = round ? 2.25 : 2.65;
    double ry = round ? 2.15 : 1.75;
    double power = round ? 1 : 0.55;
    for (int side = -1; side <= 1; side += 2) {
      final int sign = side;
      Part.Surface rim =
          (s, t, p) -> {
            double r = 1 + thick * (t - 0.5) / rx;
            lens(2 * Math.PI * s, r, rx, ry, power, p);
            p[0] = sign * (ex + p[0]);
            p[1] += ey;
            p[2] = ez - 0.06 * Math.abs(p[0] - sign * ex) + 0.12 * Math.sin(Math.PI * t);
          };
      parts.add(new Part(rim, 32, 2, Body.outward(rim), 1, 1, tile, colour, 1.5, 0));
      Part.Surface temple =
          (s, t, p) -> {
            p[0] = sign * (ex + rx * 0.97 + 0.9 * Math.sqrt(s) + 0.1);
            p[1] = ey + 0.6 + (t - 0.5) * 0.45;
            p[2] = ez - 0.2 - s * (ez + 4);
          };
      parts.add(new Part(temple, 8, 1, sign, 1, 1, tile, colour, 0.6, 0));
      Part.Surface glass =
          (s, t, p) -> {
            lens(2 * Math.PI * s, 0.97 * t, rx, ry, power, p);
            double x = p[0];
            p[0] = sign * (ex + x);
            p[1] += ey;
            p[2] = ez + 0.02;
          };
      parts.add(new Part(glass, 24, 3, 1, 1, 1, glassTile(), new float[] {0.5f, 0.5f, 0.5f}, 0, 0));
    }
    Part.Surface bridge =
        (s, t, p) -> {
          double x = (s - 0.5) * 2 * (ex - rx * 0.93);
          p[0] = x;
          p[1] = ey + 0.55 + (t - 0.5) * 0.3 + 0.25 * (1 - Math.pow(2 * s - 1, 2));
          p[2] = ez + 0.05;
        };
    parts.add(new Part(bridge, 6, 1, Body.outward(bridge), 1, 1, tile, colour, 1.5, 0));
    return parts;
  }

  private static void lens(double a, double r, double rx, double ry, double power, double[] p) {
    double cos = Math.cos(a);
    double sin = Math.sin(a);
    p[0] = r * rx * Math.signum(cos) * Math.pow(Math.abs(cos), power);
    p[1] = r * ry * Math.signum(sin) * Math.pow(Math.abs(sin), power);
  }

  // Nearly nothing, and the sheen of a lamp across it.
  private Texture glassTile() {
    var tile = new Texture(32).fill(new float[] {1, 1, 1});
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        double sheen = 0.1 * Noise.step(6, 3, Math.abs(x - 9)) * Noise.step(10, 26, y);
        tile.texels[4 * (y * 32 + x) + 3] = (float) (0.025 + sheen);
      }
    }
    return tile;
  }

  List<Part> mask() {
    var blue = Noise.unit(seed, 4) < 0.7;
    var colour = blue ? new float[] {0.28f, 0.45f, 0.56f} : new float[] {0.6f, 0.61f, 0.6f};
    var tile = new Texture(64).fill(colour);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        double pleat =
            1
                - 0.22
                    * Math.exp(-Math.pow((y % 18 - 9) / 1.3, 2))
                    * Noise.step(6, 14, y)
                    * Noise.step(60, 50, y);
        double weave = pleat * (1 + 0.02 * Noise.normal(seed + 5, y * 64 + x));
        tile.scale(x, y, weave, weave, weave);
      }
    }
    int columns = 18;
    int rows = 12;
    var grid = new double[columns + 1][rows + 1][3];
    double top = at(195, 1) + 0.3;
    double chin = at(152, 1) - 0.6;
    double wide = Math.abs(at(454, 0));
    for (int i = 0; i <= columns; i++) {
      for (int j = 0; j <= rows; j++) {
        double s = 2.0 * i / columns - 1;
        double t = (double) j / rows;
        double drop = 1.5 * s * s;
        double y = top - drop * (1 - t) + t * (chin - top) + 2.2 * s * s * t;
        double x = s * (wide * (0.97 - 0.2 * t * t));
        grid[i][j][0] = x;
        grid[i][j][1] = y;
        grid[i][j][2] = over(x, y) + 0.45 * (1 - 0.6 * s * s);
      }
    }
    Part.Surface surface =
        (s, t, p) -> {
          double a = s * columns;
          double b = t * rows;
          int i = Math.min(columns - 1, (int) a);
          int j = Math.min(rows - 1, (int) b);
          for (int c = 0; c < 3; c++) {
            double low = grid[i][j][c] + (a - i) * (grid[i + 1][j][c] - grid[i][j][c]);
            double high = grid[i][j + 1][c] + (a - i) * (grid[i + 1][j + 1][c] - grid[i][j + 1][c]);
            p[c] = low + (b - j) * (high - low);
          }
        };
    var parts = new ArrayList<Part>();
    parts.add(new Part(surface, columns, rows, Body.outward(surface), 1, 1, tile, colour, 0.05, 0));
    var white = new Texture(8).fill(new float[] {0.6f, 0.6f, 0.6f});
    for (int side = -1; side <= 1; side += 2) {
      final int sign = side;
      for (int which = 0; which < 2; which++) {
        double from = which == 0 ? top - 1.6 : chin + 3;
        double to = which == 0 ? 2.6 : -1.2;
        Part.Surface loop =
            (s, t, p) -> {
              p[0] = sign * (wide * 0.97 + 0.35 + 0.35 * s);
              p[1] = from + s * (to - from) + (t - 0.5) * 0.22;
              p[2] = over(wide * 0.95, from) + 0.6 + s * (-4.2 - over(wide * 0.95, from));
            };
        parts.add(new Part(loop, 6, 1, sign, 1, 1, white, new float[] {0.6f, 0.6f, 0.6f}, 0, 0));
      }
    }
    return parts;
  }

  /** The most forward point of the face near a place. */
  private double over(double x, double y) {
    double best = -6;
    for (int i = 0; i < CanonicalFace.POINTS; i++) {
      double d = Math.hypot(at(i, 0) - x, at(i, 1) - y);
      if (d < 1.3) best = Math.max(best, at(i, 2) - 0.12 * d * d);
      else if (d < 4) best = Math.max(best, at(i, 2) - 1.1 * (d - 1.1));
    }
    return best;
  }

  List<Part> cap() {
    float[][] colours = {{0.1f, 0.28f, 0.22f}, {0.1f, 0.2f, 0.36f}, {0.3f, 0.42f, 0.5f}};
    var colour = colours[(int) (3 * Noise.unit(seed, 6))];
    var tile = new Texture(64).fill(colour);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        double hem = y == 5 || y == 6 ? 0.75 : 1;
        double k =
            hem
                * (1
                    + 0.025 * Noise.normal(seed + 7, y * 64 + x)
                    + 0.05 * Noise.smooth(seed + 8, x / 7.0, y / 13.0));
        tile.scale(x, y, k, k, k);
      }
    }
    var body = new Body(id, head);
    Part.Surface surface =
        (s, t, p) -> {
          double beside = Math.abs(2 * s - 1);
          body.skull(-1.6 + 17.2 * s, Math.max(0, t * (HeadTopology.RINGS + 0.9) - 0.15), p);
          Body.out(
              p, 0.35 + 1.5 * Noise.step(0, 0.4, t) + 0.15 * Noise.smooth(seed + 9, 12 * s, 6 * t));
          p[1] -= Noise.step(0.15, 0, t) * (1 - beside) * 0.8;
        };
    return List.of(new Part(surface, 28, 14, Body.outward(surface), 4, 1, tile, colour, 0.05, 0));
  }
}
