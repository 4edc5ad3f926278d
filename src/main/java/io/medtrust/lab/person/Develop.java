package io.medtrust.lab.person;

/**
 * The camera: exposure, the lens's softness, sensor noise, tone curve, and BT.601 with limited
 * range. Not thread-safe.
 */
final class Develop {
  private static final int TONES = 4096;
  private static final float TOP = 1.6f;
  private static final int GRAINS = 1 << 16;
  private static final float[] CURVE = curve();
  private static final float[] GRAIN = grain();
  private final int width;
  private final int height;
  private final float[] line;
  private final float[] above;
  private final float[] here;
  private final float[] r;
  private final float[] g;
  private final float[] b;
  private final float[] grey;
  private final float[] strength = new float[256];
  private final int[] first;
  private final int[] last;

  Develop(int width, int height) {
    this.width = width;
    this.height = height;
    line = new float[width];
    above = new float[width];
    here = new float[width];
    r = new float[2 * width];
    g = new float[2 * width];
    b = new float[2 * width];
    grey = new float[width];
    first = new int[height];
    last = new int[height];
  }

  // sRGB with a shoulder: what is brighter than white goes over softly. 0..TOP → 0..255.
  private static float[] curve() {
    var out = new float[TONES + 1];
    for (int i = 0; i <= TONES; i++) {
      double x = TOP * i / TONES;
      if (x > 0.7) x = 0.7 + 0.3 * (1 - Math.exp(-(x - 0.7) / 0.3));
      out[i] = (float) (255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055));
    }
    return out;
  }

  private static float[] grain() {
    // Long enough for a row from any place.
    var out = new float[GRAINS + 4096];
    for (int i = 0; i < out.length; i++) out[i] = (float) Noise.normal(0x6721a1, i);
    return out;
  }

  /**
   * Exposure that a camera settles on: the darker, the longer and the more gain, up to a limit. It
   * looks at the room, which changes slowly; not at the screen, because a camera's metering takes
   * longer than a step of colour.
   */
  static double exposure(Room room) {
    double light = 0.75 * room.intensity() + 0.16 * room.intensity() * room.backlight() + 0.02;
    return Math.min(1.15 / light, 9);
  }

  /**
   * Makes a picture of linear light.
   *
   * @param behind what shows where nothing was drawn; null to develop all of the picture
   * @param noise 1 is a usual webcam
   * @param flicker brightness of row r is 1 + flicker·sin(2π(phase + r·rows))
   */
  void develop(
      Raster in,
      Behind behind,
      double exposure,
      double noise,
      long seed,
      double flicker,
      double phase,
      I420 out) {
    spans(in, behind == null);
    soften(in.red);
    soften(in.green);
    soften(in.blue);
    noise(noise, exposure);
    long grain = Noise.mix(seed);
    float scale = TONES / TOP;
    double band = 0.3 / height * 3;
    for (int y = 0; y < height; y += 2) {
      int from = first[y];
      int n = Math.max(0, last[y] + 1 - from);
      for (int half = 0; half < 2; half++) {
        int row = y + half;
        float e = (float) (exposure * scale);
        if (flicker != 0) e *= (float) (1 + flicker * Math.sin(2 * Math.PI * (phase + band * row)));
        int at = row * width + from;
        tone(in.red, at, n, e, r, half * width + from);
        tone(in.green, at, n, e, g, half * width + from);
        tone(in.blue, at, n, e, b, half * width + from);
        int offset = (int) (Noise.mix(grain + row) & (GRAINS - 1));
        if (behind != null && n < width) behind(behind, row, offset);
        luma(row, half, from, n, offset, out);
      }
      int offset = (int) (Noise.mix(grain - 1 - y) & (GRAINS - 1));
      if (behind != null && n < width) behindColour(behind, y, offset, out);
      colour(y, from, n, offset, out);
    }
  }

  /** Develops all of a picture without noise. */
  void still(Raster in, double exposure, Behind.Still out) {
    spans(in, true);
    float e = (float) (exposure * TONES / TOP);
    for (int y = 0; y < height; y += 2) {
      for (int half = 0; half < 2; half++) {
        int at = (y + half) * width;
        tone(in.red, at, width, e, r, half * width);
        tone(in.green, at, width, e, g, half * width);
        tone(in.blue, at, width, e, b, half * width);
        for (int x = 0; x < width; x++) {
          int i = half * width + x;
          out.y[at + x] = 0.2568f * r[i] + 0.5041f * g[i] + 0.0979f * b[i] + 16.5f;
        }
      }
      int to = y / 2 * (width / 2);
      for (int x = 0; x < width; x += 2, to++) {
        int low = x + width;
        float red = 0.25f * (r[x] + r[x + 1] + r[low] + r[low + 1]);
        float green = 0.25f * (g[x] + g[x + 1] + g[low] + g[low + 1]);
        float blue = 0.25f * (b[x] + b[x + 1] + b[low] + b[low + 1]);
        out.u[to] = -0.1482f * red - 0.2910f * green + 0.4392f * blue + 128.5f;
        out.v[to] = 0.4392f * red - 0.3678f * green - 0.0714f * blue + 128.5f;
      }
    }
  }

  // What of each pair of rows was drawn in, with a pixel around it: even to odd columns.
  private void spans(Raster in, boolean all) {
    for (int y = 0; y < height; y += 2) {
      int from = all ? 0 : Math.min(in.first[y], in.first[y + 1]) - 2 & ~1;
      int to = all ? width - 1 : Math.max(in.last[y], in.last[y + 1]) + 2 | 1;
      if (!all && to < from) {
        from = width;
        to = -1;
      }
      first[y] = first[y + 1] = Math.max(0, from);
      last[y] = last[y + 1] = Math.min(width - 1, to);
    }
  }

  // The wall changes little from pixel to pixel, so the noise of one is that of four.
  private void behind(Behind behind, int row, int offset) {
    int from = first[row];
    int to = last[row];
    mix(behind, row, 0, Math.min(from, width), offset);
    if (to >= 0) mix(behind, row, to + 1, width, offset);
  }

  private void mix(Behind behind, int row, int from, int to, int offset) {
    var a = behind.before.y;
    var b = behind.after.y;
    float share = behind.share;
    int at = row * width;
    for (int x = from; x < to; x++) {
      float y = a[at + x] + share * (b[at + x] - a[at + x]);
      grey[x] = y;
    }
    for (int x = from; x < to; x += 4) {
      float s = strength[Math.min(255, (int) grey[x] - 16)];
      int end = Math.min(to, x + 4);
      for (int i = x; i < end; i++) grey[i] += s * GRAIN[offset + i];
    }
  }

  private void behindColour(Behind behind, int row, int offset, I420 out) {
    int from = first[row];
    int to = last[row];
    mixColour(behind, row, 0, Math.min(from, width), offset, out);
    if (to >= 0) mixColour(behind, row, to + 1, width, offset, out);
  }

  private void mixColour(Behind behind, int row, int from, int to, int offset, I420 out) {
    var a = behind.before;
    var b = behind.after;
    float share = behind.share;
    int at = row / 2 * (width / 2) + from / 2;
    for (int x = from; x < to; x += 2, at++) {
      float s = 0.6f * strength[Math.min(255, (int) grey[x] & 255)];
      float u = a.u[at] + share * (b.u[at] - a.u[at]) + s * GRAIN[offset + x];
      float v = a.v[at] + share * (b.v[at] - a.v[at]) + s * GRAIN[offset + x + 1];
      out.u[at] = (byte) (int) Math.min(240, Math.max(16, u));
      out.v[at] = (byte) (int) Math.min(240, Math.max(16, v));
    }
  }

  /** Y, U, V of one linear colour, without noise; limited range, not rounded. */
  static void colour(float[] rgb, double exposure, float[] yuv) {
    float scale = (float) (exposure * TONES / TOP);
    float r = CURVE[Math.min((int) (rgb[0] * scale), TONES - 1)];
    float g = CURVE[Math.min((int) (rgb[1] * scale), TONES - 1)];
    float b = CURVE[Math.min((int) (rgb[2] * scale), TONES - 1)];
    yuv[0] = 16 + 0.2568f * r + 0.5041f * g + 0.0979f * b;
    yuv[1] = 128 - 0.1482f * r - 0.2910f * g + 0.4392f * b;
    yuv[2] = 128 + 0.4392f * r - 0.3678f * g - 0.0714f * b;
  }

  // Both rows of a pair through the tone curve.
  private static void tone(float[] plane, int at, int n, float e, float[] out, int to) {
    for (int i = 0; i < n; i++) {
      out[to + i] = CURVE[Math.min((int) (plane[at + i] * e), TONES)];
    }
  }

  private void luma(int row, int half, int from, int n, int offset, I420 out) {
    int line = half * width;
    int at = row * width;
    for (int x = from; x < from + n; x++) {
      int i = line + x;
      float luma = 0.2568f * r[i] + 0.5041f * g[i] + 0.0979f * b[i];
      grey[x] = luma + strength[(int) luma] * GRAIN[offset + x] + 16.5f;
    }
    for (int x = 0; x < width; x++)
      out.y[at + x] = (byte) (int) Math.min(235, Math.max(16, grey[x]));
  }

  private void colour(int row, int from, int n, int offset, I420 out) {
    int to = row / 2 * (width / 2) + from / 2;
    for (int x = from; x < from + n; x += 2, to++) {
      int low = x + width;
      float red = 0.25f * (r[x] + r[x + 1] + r[low] + r[low + 1]);
      float green = 0.25f * (g[x] + g[x + 1] + g[low] + g[low + 1]);
      float blue = 0.25f * (b[x] + b[x + 1] + b[low] + b[low + 1]);
      float s = 0.6f * strength[(int) (0.25f * red + 0.5f * green + 0.1f * blue)];
      float u = -0.1482f * red - 0.2910f * green + 0.4392f * blue + 128.5f;
      float v = 0.4392f * red - 0.3678f * green - 0.0714f * blue + 128.5f;
      u += s * GRAIN[offset + x];
      v += s * GRAIN[offset + x + 1];
      out.u[to] = (byte) (int) Math.min(240, Math.max(16, u));
      out.v[to] = (byte) (int) Math.min(240, Math.max(16, v));
    }
  }

  // Shot and read noise in linear light, as it appears after the tone curve at each luma.
  private void noise(double amount, double exposure) {
    for (int i = 0; i < 256; i++) {
      double level = Math.pow(Math.max(i, 4) / 219.0, 2.2);
      double gain = Math.max(1, exposure);
      double sigma = amount * Math.sqrt(2.2e-5 * gain * level + 2.5e-6 * gain * gain);
      strength[i] = (float) Math.min(14, sigma * 219 / 2.2 * Math.pow(level, 1 / 2.2 - 1));
    }
  }

  // 1 2 1 both ways.
  private void soften(float[] plane) {
    for (int y = 0; y < height; y++) {
      int from = Math.max(1, first[y]);
      int to = Math.min(width - 2, last[y]);
      if (to < from) continue;
      int at = y * width;
      System.arraycopy(plane, at + from - 1, line, from - 1, to - from + 3);
      for (int x = from; x <= to; x++) {
        plane[at + x] = 0.22f * (line[x - 1] + line[x + 1]) + 0.56f * line[x];
      }
    }
    System.arraycopy(plane, 0, above, 0, width);
    for (int y = 1; y < height - 1; y++) {
      int at = y * width;
      System.arraycopy(plane, at, here, 0, width);
      for (int x = first[y]; x <= last[y]; x++) {
        plane[at + x] = 0.22f * (above[x] + plane[at + width + x]) + 0.56f * here[x];
      }
      System.arraycopy(here, 0, above, 0, width);
    }
  }
}
