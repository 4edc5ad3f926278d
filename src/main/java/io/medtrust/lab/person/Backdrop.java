package io.medtrust.lab.person;

/**
 * The wall behind the person, out of focus: plaster, shelves, a board, a door, and a window that
 * shines when there is light behind. Painted once for a seed and a size.
 */
final class Backdrop {
  final float[] red;
  final float[] green;
  final float[] blue;

  /** Light of the window alone. */
  final float[] glow;

  private final int width;
  private final int height;

  Backdrop(long seed, int width, int height) {
    this.width = width;
    this.height = height;
    int n = width * height;
    red = new float[n];
    green = new float[n];
    blue = new float[n];
    glow = new float[n];
    long s = Noise.seed(seed, "backdrop");
    double warm = Noise.between(s, 0, -0.06, 0.1);
    double light = Noise.between(s, 1, 0.3, 0.52);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double px = 640.0 * x / width;
        double py = 640.0 * y / width;
        double plaster =
            1
                + 0.03 * Noise.smooth(s + 2, px / 60, py / 60)
                + 0.015 * Noise.smooth(s + 3, px / 9, py / 9);
        double shade = plaster * (0.82 + 0.3 * px / 640) * (1.05 - 0.2 * py / 480);
        set(
            y * width + x,
            light * shade * (1 + warm),
            light * shade,
            light * shade * (1 - 1.3 * warm));
      }
    }
    furniture(s);
    double blur = 3.2 * width / 640;
    for (var plane : new float[][] {red, green, blue, glow}) {
      for (int pass = 0; pass < 3; pass++) soften(plane, (int) Math.round(blur));
    }
  }

  private void set(int at, double r, double g, double b) {
    red[at] = (float) r;
    green[at] = (float) g;
    blue[at] = (float) b;
  }

  // Places in 640ths of the width.
  private void box(
      double left, double top, double right, double bottom, double r, double g, double b) {
    double k = width / 640.0;
    for (int y = Math.max(0, (int) (top * k)); y < Math.min(height, bottom * k); y++) {
      for (int x = Math.max(0, (int) (left * k)); x < Math.min(width, right * k); x++) {
        set(y * width + x, r, g, b);
      }
    }
  }

  private void furniture(long s) {
    boolean mirrored = Noise.unit(s, 10) < 0.5;
    double side = mirrored ? 640 : 0;
    double sign = mirrored ? -1 : 1;
    // Shelves with folders at one side.
    double shelf = Noise.between(s, 11, 20, 60);
    double end = shelf + Noise.between(s, 12, 110, 160);
    double l = Math.min(side + sign * shelf, side + sign * end);
    double r = Math.max(side + sign * shelf, side + sign * end);
    box(l - 6, 40, r + 6, 480, 0.11, 0.075, 0.05);
    for (int row = 0; row < 5; row++) {
      double top = 48 + row * 88;
      box(l, top, r, top + 78, 0.05, 0.04, 0.035);
      double x = l + 4;
      for (int k = 0; x < r - 10; k++) {
        double w = Noise.between(s + 13, row * 50 + k, 8, 20);
        double h = Noise.between(s + 14, row * 50 + k, 48, 72);
        double tone = Noise.between(s + 15, row * 50 + k, 0.06, 0.5);
        double hue = Noise.between(s + 16, row * 50 + k, -0.7, 0.7);
        box(
            x,
            top + 78 - h,
            Math.min(r, x + w - 1),
            top + 78,
            tone * (1 + hue),
            tone,
            tone * (1 - hue));
        x += w;
      }
    }
    // A board with a coloured note, then the window at the other side.
    double at = side + sign * Noise.between(s, 17, 250, 330);
    box(at - 60, 60, at + 60, 150, 0.08, 0.08, 0.09);
    box(at - 56, 64, at + 56, 146, 0.62, 0.63, 0.62);
    double note = at - 40 + 60 * Noise.unit(s, 18);
    box(note, 76, note + 26, 102, 0.5, 0.4 * Noise.unit(s, 19) + 0.1, 0.15);
    double window = side + sign * Noise.between(s, 20, 470, 520);
    double wl = Math.min(window, window + sign * 120);
    box(wl - 8, 20, wl + 128, 290, 0.5, 0.5, 0.48);
    double k = width / 640.0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double px = x / k;
        double py = y / k;
        boolean pane =
            px > wl && px < wl + 120 && py > 28 && py < 282 && Math.abs(px - wl - 60) > 4;
        if (!pane) continue;
        set(y * width + x, 0.3, 0.33, 0.36);
        double sky =
            0.9 + 0.1 * Noise.smooth(s + 21, px / 30, py / 20) - 0.3 * Noise.step(180, 282, py);
        glow[y * width + x] = (float) sky;
      }
    }
  }

  private void soften(float[] plane, int radius) {
    var line = new float[Math.max(width, height)];
    for (int y = 0; y < height; y++) run(plane, y * width, 1, width, radius, line);
    for (int x = 0; x < width; x++) run(plane, x, width, height, radius, line);
  }

  private static void run(float[] plane, int start, int step, int n, int radius, float[] line) {
    for (int i = 0; i < n; i++) line[i] = plane[start + i * step];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) sum += line[Math.clamp(i, 0, n - 1)];
    for (int i = 0; i < n; i++) {
      plane[start + i * step] = (float) (sum / (2 * radius + 1));
      sum += line[Math.min(n - 1, i + radius + 1)] - line[Math.max(0, i - radius)];
    }
  }

  /** Fills the picture with what is behind the person. */
  void draw(long seed, Room room, Light light, double t, Raster out) {
    double day = 1 + 0.12 * Noise.wander(seed + 77, 0.03 * t);
    float shine = (float) (room.intensity() * room.backlight() * day);
    float r = tone(light, 0);
    float g = tone(light, 1);
    float b = tone(light, 2);
    for (int i = 0; i < red.length; i++) {
      float window = shine * glow[i];
      out.red[i] = r * red[i] + window;
      out.green[i] = g * green[i] + window;
      out.blue[i] = b * blue[i] + window;
    }
  }

  /** About the mean of what is behind the person. */
  static void mean(long seed, Room room, Light light, double t, float[] rgb) {
    double day = 1 + 0.12 * Noise.wander(seed + 77, 0.03 * t);
    float window = (float) (0.1 * room.intensity() * room.backlight() * day);
    for (int c = 0; c < 3; c++) rgb[c] = 0.34f * tone(light, c) + window;
  }

  // A screen lights the wall behind from much farther away than the face.
  private static float tone(Light light, int c) {
    return 0.75f * light.key[c]
        + 0.8f * light.fill[c]
        + 0.035f * light.screen[c]
        + 0.1f * light.back[c];
  }
}
