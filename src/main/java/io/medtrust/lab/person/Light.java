package io.medtrust.lab.person;

/** All light that falls on a person at one moment, in linear units before exposure. */
final class Light {
  // Red scatters farthest in skin, so its shadows begin later: shares of a wrapped cosine.
  private static final float WRAP_RED = 0.3f;
  private static final float WRAP_GREEN = 0.16f;
  private static final float WRAP_BLUE = 0.12f;
  private static final float SCREEN = 0.32f;

  final float[] key = new float[3];
  final float[] keyFrom = new float[3];
  final float[] fill = new float[3];
  final float[] screen = new float[3];
  final float[] screenFrom = {0, -0.18f, 0.98f};
  final float[] back = new float[3];
  private final float[] keyHalf = new float[3];
  private final float[] screenHalf = new float[3];

  /** The light of a room and a screen at a time; the room's changes a little all the time. */
  void set(long seed, Room room, ScreenLight source, double t, double distance) {
    double slow = 1 + 0.05 * Noise.wander(seed, 0.02 * t);
    double[] tint = tint(room.kelvin() + 250 * Noise.wander(seed + 5, 0.015 * t));
    double a = Math.toRadians(room.azimuth());
    double e = Math.toRadians(room.elevation());
    keyFrom[0] = (float) (Math.sin(a) * Math.cos(e));
    keyFrom[1] = (float) Math.sin(e);
    keyFrom[2] = (float) (Math.cos(a) * Math.cos(e));
    source.at(t, screen);
    // An area of 30 cm before the face: falls slower than with the square at first.
    double near = (50.0 * 50 + 500) / (distance * distance + 500);
    for (int c = 0; c < 3; c++) {
      double level = room.intensity() * slow * tint[c];
      key[c] = (float) (1.25 * level * room.contrast());
      fill[c] = (float) (0.95 * level * (1 - room.contrast()));
      screen[c] *= (float) (SCREEN * near);
      back[c] = (float) (0.25 * room.intensity() * room.backlight());
    }
    half(keyFrom, keyHalf);
    half(screenFrom, screenHalf);
  }

  private static void half(float[] from, float[] out) {
    double x = from[0];
    double y = from[1];
    double z = from[2] + 1;
    double length = Math.sqrt(x * x + y * y + z * z);
    out[0] = (float) (x / length);
    out[1] = (float) (y / length);
    out[2] = (float) (z / length);
  }

  // What is left of a lamp's colour after the camera's white balance.
  private static double[] tint(double kelvin) {
    double x = Math.log(kelvin / 5200);
    return new double[] {1 - 0.16 * x, 1, 1 + 0.24 * x};
  }

  /**
   * What a piece of surface reflects for a reflectance of 1.
   *
   * @param open share of the sky it sees
   * @param lit share of the key light that reaches it
   * @param base its reflectance, against which highlights are weighed
   * @param out R, G, B from {@code at} on
   */
  void on(
      float nx,
      float ny,
      float nz,
      float open,
      float lit,
      float gloss,
      float[] base,
      float[] out,
      int at) {
    float k = nx * keyFrom[0] + ny * keyFrom[1] + nz * keyFrom[2];
    float s = nx * screenFrom[0] + ny * screenFrom[1] + nz * screenFrom[2];
    s = Math.max(0, (s + 0.15f) / 1.15f) * (0.4f + 0.6f * open);
    float sky = open * (0.75f + 0.25f * ny);
    float rim = Math.max(0, -nz + 0.2f) + 0.35f * Math.max(0, Math.abs(nx) - 0.75f);
    float hk = Math.max(0, nx * keyHalf[0] + ny * keyHalf[1] + nz * keyHalf[2]);
    float hs = Math.max(0, nx * screenHalf[0] + ny * screenHalf[1] + nz * screenHalf[2]);
    // Two lobes: a broad sheen and a narrow shine.
    float hk2 = hk * hk;
    float hk8 = hk2 * hk2 * hk2 * hk2;
    float hk32 = hk8 * hk8 * hk8 * hk8;
    float hs2 = hs * hs;
    float hs8 = hs2 * hs2 * hs2 * hs2;
    float shineKey = gloss * lit * (0.012f * hk8 + 0.05f * hk32);
    float shineScreen = gloss * open * (0.02f * hs8 + 0.03f * hs8 * hs8 * hs8 * hs8);
    float red = wrapped(k, WRAP_RED);
    float green = wrapped(k, WRAP_GREEN);
    float blue = wrapped(k, WRAP_BLUE);
    float redLit = Math.min(1, lit * 0.85f + 0.15f);
    out[at] =
        fill[0] * sky
            + key[0] * red * redLit
            + screen[0] * s
            + back[0] * rim
            + (key[0] * shineKey + screen[0] * shineScreen) / base[0];
    out[at + 1] =
        fill[1] * sky
            + key[1] * green * lit
            + screen[1] * s
            + back[1] * rim
            + (key[1] * shineKey + screen[1] * shineScreen) / base[1];
    out[at + 2] =
        fill[2] * sky
            + key[2] * blue * lit
            + screen[2] * s
            + back[2] * rim
            + (key[2] * shineKey + screen[2] * shineScreen) / base[2];
  }

  private static float wrapped(float cosine, float wrap) {
    float x = (cosine + wrap) / (1 + wrap);
    return x > 0 ? x : 0;
  }
}
