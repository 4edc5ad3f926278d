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
  private final float[] strength = new float[256];

  Develop(int width, int height) {
    this.width = width;
    this.height = height;
    line = new float[width];
    above = new float[width];
    here = new float[width];
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
    var out = new float[GRAINS];
    for (int i = 0; i < GRAINS; i++) out[i] = (float) Noise.normal(0x6721a1, i);
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
   * @param noise 1 is a usual webcam
   * @param flicker brightness of row r is 1 + flicker·sin(2π(phase + r·rows))
   */
  void develop(
      Raster in, double exposure, double noise, long seed, double flicker, double phase, I420 out) {
    soften(in.red);
    soften(in.green);
    soften(in.blue);
    noise(noise, exposure);
    long grain = Noise.mix(seed);
    float scale = TONES / TOP;
    double band = 0.3 / height * 3;
    for (int y = 0; y < height; y += 2) {
      for (int half = 0; half < 2; half++) {
        int row = y + half;
        float e = (float) (exposure * scale);
        if (flicker != 0) e *= (float) (1 + flicker * Math.sin(2 * Math.PI * (phase + band * row)));
        int offset = (int) (Noise.mix(grain + row) & (GRAINS - 1));
        luma(in, row, e, offset, out);
      }
      colour(
          in, y, (float) (exposure * scale), (int) (Noise.mix(grain - 1 - y) & (GRAINS - 1)), out);
    }
  }

  private static float tone(float x) {
    int i = (int) x;
    return CURVE[i < 0 ? 0 : Math.min(i, TONES)];
  }

  private void luma(Raster in, int row, float e, int offset, I420 out) {
    int at = row * width;
    for (int x = 0; x < width; x++, at++) {
      float r = tone(in.red[at] * e);
      float g = tone(in.green[at] * e);
      float b = tone(in.blue[at] * e);
      float luma = 0.2568f * r + 0.5041f * g + 0.0979f * b;
      luma += strength[(int) luma] * GRAIN[(offset + x) & (GRAINS - 1)] + 16.5f;
      out.y[at] = (byte) (luma < 16 ? 16 : luma > 235 ? 235 : (int) luma);
    }
  }

  private void colour(Raster in, int row, float e, int offset, I420 out) {
    int at = row * width;
    int to = row / 2 * (width / 2);
    float quarter = 0.25f * e;
    for (int x = 0; x < width; x += 2, at += 2, to++) {
      int low = at + width;
      float r = tone((in.red[at] + in.red[at + 1] + in.red[low] + in.red[low + 1]) * quarter);
      float g =
          tone((in.green[at] + in.green[at + 1] + in.green[low] + in.green[low + 1]) * quarter);
      float b = tone((in.blue[at] + in.blue[at + 1] + in.blue[low] + in.blue[low + 1]) * quarter);
      float s = 0.6f * strength[(int) (0.25f * r + 0.5f * g + 0.1f * b)];
      float u =
          -0.1482f * r
              - 0.2910f * g
              + 0.4392f * b
              + 128.5f
              + s * GRAIN[(offset + x) & (GRAINS - 1)];
      float v =
          0.4392f * r
              - 0.3678f * g
              - 0.0714f * b
              + 128.5f
              + s * GRAIN[(offset + x + 1) & (GRAINS - 1)];
      out.u[to] = (byte) (u < 16 ? 16 : u > 240 ? 240 : (int) u);
      out.v[to] = (byte) (v < 16 ? 16 : v > 240 ? 240 : (int) v);
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
      int at = y * width;
      System.arraycopy(plane, at, line, 0, width);
      for (int x = 1; x < width - 1; x++) {
        plane[at + x] = 0.22f * (line[x - 1] + line[x + 1]) + 0.56f * line[x];
      }
    }
    System.arraycopy(plane, 0, above, 0, width);
    for (int y = 1; y < height - 1; y++) {
      int at = y * width;
      System.arraycopy(plane, at, here, 0, width);
      for (int x = 0; x < width; x++) {
        plane[at + x] = 0.22f * (above[x] + plane[at + width + x]) + 0.56f * here[x];
      }
      System.arraycopy(here, 0, above, 0, width);
    }
  }
}
