package io.medtrust.lab.person;

/**
 * What is behind the person as the camera sees it, before noise: developed twice a second, and in
 * between a mixture of the two, since a room's light changes slowly. Only for a room without
 * flicker and while the screen is off: its light is exact or not there. Not thread-safe.
 */
final class Behind {
  private static final double STEP = 0.5;

  /** One moment: Y over the picture, U and V over half of it each way, rounded up by a half. */
  static final class Still {
    final float[] y;
    final float[] u;
    final float[] v;

    private Still(int pixels) {
      y = new float[pixels];
      u = new float[pixels / 4];
      v = new float[pixels / 4];
    }
  }

  /** Makes one moment. */
  interface Maker {
    void make(double seconds, Still into);
  }

  private Room room;
  private Scene.Framing framing;
  private long step = Long.MIN_VALUE;
  Still before;
  Still after;

  /** How far {@code after} is in, 0..1. */
  float share;

  Behind(int width, int height) {
    before = new Still(width * height);
    after = new Still(width * height);
  }

  /** Makes ready the two moments around one. */
  void at(double t, Scene scene, Maker maker) {
    long now = (long) Math.floor(t / STEP);
    boolean same = scene.room().equals(room) && scene.framing().equals(framing);
    room = scene.room();
    framing = scene.framing();
    if (same && now == step + 1) {
      var kept = before;
      before = after;
      after = kept;
      maker.make((now + 1) * STEP, after);
    } else if (!same || now != step) {
      maker.make(now * STEP, before);
      maker.make((now + 1) * STEP, after);
    }
    step = now;
    share = (float) (t / STEP - now);
  }

  /** Whether a scene's background changes slowly around that time. */
  static boolean slow(double t, Scene scene) {
    if (scene.room().flicker() != 0) return false;
    if (scene.screen() == ScreenLight.OFF) return true;
    var rgb = new float[3];
    double from = Math.floor(t / STEP) * STEP;
    for (int i = 0; i <= 10; i++) {
      scene.screen().at(from + STEP * i / 10, rgb);
      if (rgb[0] + rgb[1] + rgb[2] > 0) return false;
    }
    return true;
  }
}
