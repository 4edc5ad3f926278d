package io.medtrust.lab.person;

/**
 * A talking head that nobody has: drawn from a seed, with exact truth. The same seed, settings,
 * scene and time give the same bytes, whatever was drawn before.
 *
 * <p>Reads no clock and starts no thread. Not thread-safe: it holds buffers.
 */
public final class SyntheticPerson {
  private final long seed;
  private final PersonSettings settings;
  private final Behaviour behaviour;
  private final Figure figure;
  private final Light light = new Light();
  private Raster raster;
  private Backdrop backdrop;
  private Develop develop;
  private Behind behind;

  /** A person by a seed. */
  public SyntheticPerson(long seed, PersonSettings settings) {
    this.seed = seed;
    this.settings = settings;
    behaviour = new Behaviour(seed, settings);
    figure = new Figure(new Identity(seed == 0 ? 0x5eed : seed, settings.ita()), settings.pulse());
  }

  /** Whether the build brought the geometry of the face. */
  public static boolean available() {
    return CanonicalFace.available();
  }

  /** Draws the person at a time. */
  public Truth render(double seconds, Scene scene, I420 out) {
    var moment = behaviour.at(seconds, scene);
    return draw(seconds, scene, moment, behaviour.heart.phase(seconds), settings.noise(), out);
  }

  private Truth draw(
      double t, Scene scene, Behaviour.Moment m, double phase, double noise, I420 out) {
    if (raster == null || raster.width != out.width || raster.height != out.height) {
      raster = new Raster(out.width, out.height);
      backdrop = new Backdrop(seed, out.width, out.height);
      develop = new Develop(out.width, out.height);
      behind = new Behind(out.width, out.height);
    }
    var room = scene.room();
    double distance = scene.framing().distance();
    var view = Figure.View.of(out.width, out.height);
    boolean slow = Behind.slow(t, scene);
    if (slow) behind.at(t, scene, (when, into) -> wall(when, scene, into));
    light.set(seed, room, scene.screen(), t, distance - m.z());
    backdrop.draw(seed, room, light, t, raster);
    raster.clearDepth();
    double blood = HeartBeat.volume(phase);
    figure.draw(raster, view, light, m, distance, blood, scene.wear());
    var second = scene.second();
    boolean other = second != null && t >= second.from() && t < second.to();
    if (other) second.person().join(raster, view, light, t, second);
    double exposure = Develop.exposure(room);
    long grain = Noise.mix(seed ^ Double.doubleToLongBits(t));
    develop.develop(
        raster, slow ? behind : null, exposure, noise, grain, room.flicker(), 100 * t, out);
    return truth(t, scene, m, view, phase, blood, other);
  }

  // The wall alone; it does not see how near the person is.
  private void wall(double t, Scene scene, Behind.Still into) {
    light.set(seed, scene.room(), ScreenLight.OFF, t, scene.framing().distance());
    backdrop.draw(seed, scene.room(), light, t, raster);
    develop.still(raster, Develop.exposure(scene.room()), into);
  }

  /** What is true at a time, without a picture. */
  public Truth truth(double seconds, Scene scene, int width, int height) {
    var m = behaviour.at(seconds, scene);
    double phase = behaviour.heart.phase(seconds);
    var second = scene.second();
    boolean other = second != null && seconds >= second.from() && seconds < second.to();
    var view = Figure.View.of(width, height);
    return truth(seconds, scene, m, view, phase, HeartBeat.volume(phase), other);
  }

  Behaviour.Moment moment(double seconds, Scene scene) {
    return behaviour.at(seconds, scene);
  }

  double phase(double seconds) {
    return behaviour.heart.phase(seconds);
  }

  void landmarks(Behaviour.Moment m, Scene scene, float[] out) {
    var view = Figure.View.of(Appearance.WIDTH, Appearance.HEIGHT);
    figure.landmarks(m, scene.framing().distance(), view, out);
  }

  /** Mean Y, U, V of skin around these points. */
  void skin(double t, Scene scene, Behaviour.Moment m, double blood, int[] points, float[] yuv) {
    light.set(seed, scene.room(), scene.screen(), t, scene.framing().distance() - m.z());
    figure.skin(light, m, blood, points, yuv);
    Develop.colour(yuv, Develop.exposure(scene.room()), yuv);
  }

  /** Mean Y, U, V of the wall. */
  void wall(double t, Scene scene, float[] yuv) {
    light.set(seed, scene.room(), scene.screen(), t, scene.framing().distance());
    Backdrop.mean(seed, scene.room(), light, t, yuv);
    Develop.colour(yuv, Develop.exposure(scene.room()), yuv);
  }

  /**
   * The person at rest but for steps: x, y in centimetres, yaw, pitch in degrees, lids, jaw, roll
   * in degrees, z in centimetres, gaze in radians (two), width of the mouth, brows.
   */
  Truth still(Scene scene, double[] step, I420 out) {
    var f = scene.framing();
    var m =
        new Behaviour.Moment(
            f.yaw() + step[2],
            f.pitch() + step[3],
            step[6],
            f.right() + step[0],
            f.up() + step[1],
            step[7],
            0,
            step[8],
            step[9],
            new Expression(step[4], step[4], step[5], step[10], step[11]));
    return draw(0, scene, m, 0, 0, out);
  }

  // Comes in from the side of the picture and stands a little behind.
  private void join(Raster into, Figure.View view, Light light, double t, Scene.Second when) {
    double in =
        Noise.step(when.from(), when.from() + 1.5, t) * Noise.step(when.to(), when.to() - 1.5, t);
    var framing = new Scene.Framing(72, 44 - 22 * in, 1.5, -8, 0);
    var scene = Scene.usual().withFraming(framing);
    double blood = HeartBeat.volume(behaviour.heart.phase(t));
    figure.draw(into, view, light, behaviour.at(t, scene), 72, blood, scene.wear());
  }

  private Truth truth(
      double t,
      Scene scene,
      Behaviour.Moment m,
      Figure.View view,
      double phase,
      double blood,
      boolean second) {
    var landmarks = new float[3 * CanonicalFace.POINTS];
    figure.landmarks(m, scene.framing().distance(), view, landmarks);
    var screen = new float[3];
    scene.screen().at(t, screen);
    double lid = (m.expression().lidLeft() + m.expression().lidRight()) / 2;
    var box = box(landmarks);
    return new Truth(
        t,
        landmarks,
        box,
        behaviour.heart.bpm(t),
        phase,
        blood,
        lid,
        m.yaw(),
        m.pitch(),
        m.expression().jaw(),
        screen,
        second,
        inside(box, view));
  }

  private static double inside(float[] box, Figure.View view) {
    double width = Math.min(box[0] + box[2], 2 * view.centreX()) - Math.max(box[0], 0);
    double height = Math.min(box[1] + box[3], 2 * view.centreY()) - Math.max(box[1], 0);
    return Math.max(0, width) * Math.max(0, height) / (box[2] * box[3]);
  }

  private static float[] box(float[] m) {
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (int i = 0; i < m.length; i += 3) {
      left = Math.min(left, m[i]);
      right = Math.max(right, m[i]);
      top = Math.min(top, m[i + 1]);
      bottom = Math.max(bottom, m[i + 1]);
    }
    return new float[] {left, top, right - left, bottom - top};
  }

  /** Mean heart rate over a stretch of time, beats a minute. */
  public double meanBpm(double from, double to) {
    return behaviour.heart.meanBpm(from, to);
  }

  /** Blinks by itself that begin in a stretch of time. */
  public int blinks(double from, double to) {
    return behaviour.blinks.count(from, to);
  }
}
