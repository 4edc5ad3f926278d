package io.medtrust.lab.attack;

import io.medtrust.lab.media.I420;

/** Changes to pictures as screens and prints make them; simulated, and said so in reports. */
final class Tampering {
  private static final float[] GAMMA = new float[256];

  /** Two grids of nearly the same pitch beat every 1 / |f1 - f2| pixels. */
  private static final float[] MOIRE = new float[I420.WIDTH * I420.HEIGHT];

  static {
    for (int i = 0; i < 256; i++) {
      GAMMA[i] = (float) Math.pow(Math.clamp((i - 16) / 219.0, 0, 1), 1.18);
    }
    for (int y = 0; y < I420.HEIGHT; y++) {
      for (int x = 0; x < I420.WIDTH; x++) {
        double one = 0.045 * Math.cos(2 * Math.PI * (x * 0.043 + y * 0.017));
        double two = 0.03 * Math.cos(2 * Math.PI * (x * 0.011 - y * 0.05));
        MOIRE[y * I420.WIDTH + x] = (float) (one + two);
      }
    }
  }

  private Tampering() {}

  /**
   * A screen before the camera: smaller, with a bezel, its own gamma, moiré of two pixel grids, and
   * a band where the refresh of the screen beats with the shutter.
   *
   * @param from what the screen shows, 640 × 480 as all pictures here
   * @param to what the camera sees
   * @param seconds since the screen was held up
   */
  static void screen(I420 from, I420 to, double seconds) {
    double scale = 0.86;
    double shakeX = 2.5 * Math.sin(seconds * 1.9);
    double shakeY = 1.8 * Math.sin(seconds * 2.7 + 1);
    int w = to.width;
    int h = to.height;
    double left = w * (1 - scale) / 2;
    double top = h * (1 - scale) / 2;
    int bezel = 14;
    double band = (seconds * 0.7 % 1) * h;
    to.fill(34, 128, 128);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double sx = (x - left - shakeX) / scale;
        double sy = (y - top - shakeY) / scale;
        if (sx < 0 || sy < 0 || sx >= w - 1 || sy >= h - 1) {
          boolean edge =
              sx > -bezel / scale
                  && sy > -bezel / scale
                  && sx < w + bezel / scale
                  && sy < h + bezel / scale;
          to.y[y * w + x] = (byte) (edge ? 22 : 96);
          continue;
        }
        double light = GAMMA[(int) (sample(from.y, w, sx, sy) + 0.5)];
        double distance = Math.abs(y - band);
        double beat = distance < 40 ? -0.07 * (1 - distance / 40) : 0;
        double value = light * (1 + MOIRE[y * w + x] + beat) * 0.92 + 0.03;
        to.y[y * w + x] = (byte) Math.clamp(Math.round(16 + 219 * value), 16, 235);
      }
    }
    chroma(from, to, left + shakeX, top + shakeY, scale, 3, -3);
  }

  private static void chroma(
      I420 from, I420 to, double left, double top, double scale, int blue, int red) {
    int w = to.width / 2;
    int h = to.height / 2;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double sx = (x - left / 2) / scale;
        double sy = (y - top / 2) / scale;
        if (sx < 0 || sy < 0 || sx >= w - 1 || sy >= h - 1) continue;
        int at = y * w + x;
        to.u[at] = (byte) Math.clamp(Math.round(sample(from.u, w, sx, sy)) + blue, 16, 240);
        to.v[at] = (byte) Math.clamp(Math.round(sample(from.v, w, sx, sy)) + red, 16, 240);
      }
    }
  }

  /**
   * A print held by hand: it drifts, turns and comes nearer a little, and has less contrast.
   *
   * @param seconds since it was held up
   */
  static void photo(I420 from, I420 to, double seconds) {
    double dx = 5 * Math.sin(seconds * 0.9) + 2 * Math.sin(seconds * 2.3);
    double dy = 4 * Math.sin(seconds * 1.1 + 2) + 1.5 * Math.sin(seconds * 2.9);
    double turn = Math.toRadians(1.6 * Math.sin(seconds * 0.7));
    double zoom = 1 + 0.02 * Math.sin(seconds * 0.5);
    warp(from.y, to.y, to.width, to.height, dx, dy, turn, zoom);
    warp(from.u, to.u, to.width / 2, to.height / 2, dx / 2, dy / 2, turn, zoom);
    warp(from.v, to.v, to.width / 2, to.height / 2, dx / 2, dy / 2, turn, zoom);
    for (int i = 0; i < to.y.length; i++) {
      to.y[i] = (byte) Math.round(24 + ((to.y[i] & 0xff) - 16) * 0.86f);
    }
  }

  private static void warp(
      byte[] from, byte[] to, int w, int h, double dx, double dy, double turn, double zoom) {
    double cos = Math.cos(turn) / zoom;
    double sin = Math.sin(turn) / zoom;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double cx = x - w / 2.0 - dx;
        double cy = y - h / 2.0 - dy;
        double sx = Math.clamp(cx * cos + cy * sin + w / 2.0, 0, w - 1.001);
        double sy = Math.clamp(cy * cos - cx * sin + h / 2.0, 0, h - 1.001);
        to[y * w + x] = (byte) Math.round(sample(from, w, sx, sy));
      }
    }
  }

  /**
   * What is held up comes in from the left, before what the camera saw until then.
   *
   * @param share of the way that it has come, 0..1
   */
  static void slide(I420 scene, I420 held, double share) {
    int left = (int) Math.round(held.width * (1 - share)) & ~1;
    slide(scene.y, held.y, held.width, held.height, left);
    slide(scene.u, held.u, held.width / 2, held.height / 2, left / 2);
    slide(scene.v, held.v, held.width / 2, held.height / 2, left / 2);
  }

  private static void slide(byte[] scene, byte[] held, int w, int h, int left) {
    for (int y = 0; y < h; y++) {
      int row = y * w;
      System.arraycopy(held, row + left, held, row, w - left);
      System.arraycopy(scene, row + w - left, held, row + w - left, left);
    }
  }

  private static double sample(byte[] plane, int w, double x, double y) {
    int x0 = (int) x;
    int y0 = (int) y;
    double fx = x - x0;
    double fy = y - y0;
    int at = y0 * w + x0;
    double above = (plane[at] & 0xff) * (1 - fx) + (plane[at + 1] & 0xff) * fx;
    double below = (plane[at + w] & 0xff) * (1 - fx) + (plane[at + w + 1] & 0xff) * fx;
    return above * (1 - fy) + below * fy;
  }
}
