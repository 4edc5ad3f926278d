package io.medtrust.lab.person;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What tracker and windower would say of a synthetic person, without drawing a picture: for runs of
 * hundreds of hours. Landmarks are the true ones with a tracker's tremble and its reluctance to
 * follow lids; skin means come from the same light on the same skin, with pulse and noise; block
 * means and the aligned face from {@link Appearance}. There are no crops, so detectors that look at
 * them say nothing.
 *
 * <p>640 × 480, 30 pictures a second, a mesh of every second one. The same seed, settings, scene
 * and number give the same, in any order (a new one that follows the last one is cheapest), but for
 * {@code frame.difference}, which is to the picture asked for before. Not thread-safe.
 */
public final class PersonObservations {
  /** Pictures a second. */
  public static final double RATE = 30;

  private static final int[][] REGIONS = {
    {151, 9, 108, 337, 69, 299}, {330, 280, 347, 425}, {101, 50, 118, 205}
  };
  private static final Region.Name[] NAMES = {
    Region.Name.FOREHEAD, Region.Name.LEFT_CHEEK, Region.Name.RIGHT_CHEEK
  };
  // What the mesh shows of a closing lid and of an opening mouth (measured on drawn people).
  private static final double SEEN_OF_LID = 0.55;
  private static final float MAX_YAW = 40;

  // Centimetres to the side over which the shoulders leave the picture, a little in each.
  private static final double LEAVING_FROM = 5;
  private static final double LEFT_AT = 55;

  /** Share of the face below which no tracker follows it any more. */
  public static final double SEEN_INSIDE = 0.6;

  private final SyntheticPerson person;
  private final SyntheticVoice voice;
  private final long seed;
  private final long startMicros;
  private final float noise;
  private Scene scene;
  private Appearance appearance;
  private final float[] bias = new float[3 * CanonicalFace.POINTS];
  private final float[] grain = new float[1 << 15];
  private final int[] regionPixels = {5200, 2300, 2300};
  private float restLight;
  private final float[] scratch = new float[3];
  private long meshOf = Long.MIN_VALUE;
  private float[] landmarks;
  private Box box;
  private long lastFrame = Long.MIN_VALUE;
  private float[] lastGrid;

  /**
   * @param scene its mouth is replaced by the person's own voice
   * @param startMicros capture time of time 0, microseconds since 1970
   * @param talk share of time in which the person speaks, 0..1
   */
  public PersonObservations(
      long seed, PersonSettings settings, Scene scene, long startMicros, double talk) {
    this(seed, settings, scene, startMicros, _ -> talk);
  }

  /** As above, with a share of speech that changes over time (seconds). */
  public PersonObservations(
      long seed, PersonSettings settings, Scene scene, long startMicros, DoubleUnaryOperator talk) {
    this.seed = Noise.seed(seed, "observations");
    this.startMicros = startMicros;
    noise = (float) settings.noise();
    person = new SyntheticPerson(seed, settings);
    voice = new SyntheticVoice(seed, 16_000, talk);
    this.scene = scene.withMouth(voice.mouth());
    appearance = new Appearance(person, scene);
    for (int i = 0; i < bias.length; i++) bias[i] = (float) Noise.normal(this.seed, i);
    for (int i = 0; i < grain.length; i++) grain[i] = (float) Noise.normal(this.seed + 1, i);
    restLight = brightness(0);
  }

  /**
   * From now on the scene is another: light of the screen, actions, what is worn. What was asked
   * for before stays as it was.
   */
  public void change(Scene next) {
    boolean looksOther =
        !next.room().equals(scene.room())
            || !next.wear().equals(scene.wear())
            || !next.framing().equals(scene.framing());
    scene = next.withMouth(voice.mouth());
    meshOf = Long.MIN_VALUE;
    if (!looksOther) return;
    appearance = new Appearance(person, scene);
    restLight = brightness(0);
  }

  /** The scene as it is now. */
  public Scene scene() {
    return scene;
  }

  /** Time of a picture, seconds: cameras are not quite even. */
  public double seconds(long frame) {
    return (frame + 0.04 * Noise.normal(seed + 2, frame)) / RATE;
  }

  /** What is true at a picture. */
  public Truth truth(long frame) {
    return person.truth(seconds(frame), scene, Appearance.WIDTH, Appearance.HEIGHT);
  }

  /** The voice that the windows come from. */
  public SyntheticVoice voice() {
    return voice;
  }

  /** The window number {@code n}: from n/2 seconds on, one second. */
  public VoiceWindow hear(long n) {
    var samples = voice.samples(n * VoiceWindow.HOP, VoiceWindow.SAMPLES);
    return new VoiceWindow(samples, new boolean[VoiceWindow.SLOTS], startMicros + n * 500_000L);
  }

  /** The observation of the picture number {@code frame}, from 0. */
  public FaceObservation observe(long frame) {
    double t = seconds(frame);
    long micros = startMicros + Math.round(t * 1e6);
    boolean fresh = (frame & 1) == 0;
    if (meshOf != (frame & ~1L)) mesh(frame & ~1L);
    var m = person.moment(t, scene);
    double blood = HeartBeat.volume(person.phase(t));
    float gain = brightness(t) / restLight;
    double[] pose = {
      m.x() - scene.framing().right(),
      m.y() - scene.framing().up(),
      m.yaw() - scene.framing().yaw(),
      m.pitch() - scene.framing().pitch(),
      (m.expression().lidLeft() + m.expression().lidRight()) / 2,
      m.expression().jaw(),
      m.roll(),
      m.z(),
      m.gazeX(),
      m.gazeY(),
      m.expression().wide(),
      m.expression().brow()
    };
    int offset = (int) Noise.mix(seed + 3 + frame);
    var off = aligned(frame);
    var last = lastFrame == frame - 1 ? lastGrid : null;
    boolean seen = inside() >= SEEN_INSIDE;
    double present = 1 - Noise.step(LEAVING_FROM, LEFT_AT, Math.abs(pose[0]));
    var stats = appearance.picture(pose, present, gain, 0.12f * noise, offset, last);
    lastFrame = frame;
    lastGrid = stats.grid();
    var second = scene.second();
    boolean several = seen && second != null && t >= second.from() + 1 && t < second.to();
    boolean turned = Math.abs(FaceGeometry.yawDegrees(landmarks)) > MAX_YAW;
    return new FaceObservation(
        micros,
        (int) (micros * 9 / 100),
        Appearance.WIDTH,
        Appearance.HEIGHT,
        frame == 0,
        false,
        micros + 25_000 + Math.round(4000 * Math.abs(Noise.normal(seed + 4, frame))),
        (int) (2400 * Math.exp(0.35 * Noise.normal(seed + 5, frame))) + (frame == 0 ? 20_000 : 0),
        !seen
            ? FaceState.NO_FACE
            : several ? FaceState.SEVERAL : turned ? FaceState.PROFILE : FaceState.FACE,
        !seen ? 0 : several ? 2 : 1,
        seen ? box : null,
        seen ? landmarks : null,
        seen && fresh,
        seen ? regions(frame, t, m, blood) : List.of(),
        seen ? background(frame, t) : null,
        null,
        seen && fresh
            ? appearance.face(pose, off[0], off[1], gain, 0.15f * noise, offset + 7919)
            : null,
        null,
        stats);
  }

  // By how much the tremble of eyes and mouth misplaces the aligned face, pixels of its square.
  private float[] aligned(long frame) {
    double eyes = FaceGeometry.eyeDistance(landmarks);
    double pixels = 0.12 * noise * 92 / Math.max(eyes, 20);
    long s = Noise.mix(seed + 9 + frame);
    return new float[] {
      (float) (pixels * Noise.normal(s, 1)), (float) (pixels * Noise.normal(s, 2))
    };
  }

  // Share of the face that is in the picture.
  private double inside() {
    double across = Math.min(box.x() + box.width(), Appearance.WIDTH) - Math.max(box.x(), 0f);
    double down = Math.min(box.y() + box.height(), Appearance.HEIGHT) - Math.max(box.y(), 0f);
    return Math.max(0, across) * Math.max(0, down) / (box.width() * box.height());
  }

  private void mesh(long frame) {
    var m = person.moment(seconds(frame), scene);
    var e = m.expression();
    var seen =
        new Behaviour.Moment(
            m.yaw(),
            m.pitch(),
            m.roll(),
            m.x(),
            m.y(),
            m.z(),
            m.shoulder(),
            m.gazeX(),
            m.gazeY(),
            new Expression(
                SEEN_OF_LID * e.lidRight(),
                SEEN_OF_LID * e.lidLeft(),
                e.jaw(),
                e.wide(),
                e.brow()));
    var out = new float[3 * CanonicalFace.POINTS];
    person.landmarks(seen, scene, out);
    float eyes = (float) Math.hypot(out[3 * 263] - out[3 * 33], out[3 * 263 + 1] - out[3 * 33 + 1]);
    // As measured on drawn people: 2.5 % of the eyes' distance off for good, 0.15 px tremble, of
    // which
    // half is common to all points.
    float off = 0.012f * eyes;
    float own = 0.13f * noise;
    long s = Noise.mix(seed + 6 + frame);
    float dx = 0.09f * noise * (float) Noise.normal(s, 1);
    float dy = 0.09f * noise * (float) Noise.normal(s, 2);
    int at = (int) (s & 0x3fff);
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    for (int i = 0; i < out.length; i += 3) {
      float x = out[i] + off * bias[i] + own * grain[at + i] + dx;
      float y = out[i + 1] + off * bias[i + 1] + own * grain[at + i + 1] + dy;
      out[i] = x;
      out[i + 1] = y;
      out[i + 2] += off * bias[i + 2] + 2 * own * grain[at + i + 2];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    landmarks = out;
    box = new Box(left, top, right - left, bottom - top);
    meshOf = frame;
  }

  // Luma of a frontal patch of skin: follows room and screen.
  private float brightness(double t) {
    person.skin(t, scene, person.moment(t, scene), 0, REGIONS[0], scratch);
    return Math.max(4, scratch[0] - 16);
  }

  private List<Region> regions(long frame, double t, Behaviour.Moment m, double blood) {
    var out = new Region[REGIONS.length];
    for (int k = 0; k < REGIONS.length; k++) {
      person.skin(t, scene, m, blood, REGIONS[k], scratch);
      out[k] = new Region(NAMES[k], colour(frame, 10 * k, t, regionPixels[k]));
    }
    return List.of(out);
  }

  private Colour background(long frame, double t) {
    person.wall(t, scene, scratch);
    return colour(frame, 90, t, 9000);
  }

  // What sensor and codec leave on the mean of many pixels: a little white, a little slow.
  private Colour colour(long frame, int which, double t, int pixels) {
    long s = Noise.mix(seed + 8 + frame) + which;
    float white = noise * (0.02f + 2.5f / (float) Math.sqrt(pixels));
    float slow = 0.12f * noise;
    float y =
        scratch[0]
            + white * (float) Noise.normal(s, 1)
            + slow * (float) Noise.smooth(seed + which, 2.3 * t);
    float u =
        scratch[1]
            + white * (float) Noise.normal(s, 2)
            + 0.5f * slow * (float) Noise.smooth(seed + which + 1, 1.9 * t);
    float v =
        scratch[2]
            + white * (float) Noise.normal(s, 3)
            + 0.5f * slow * (float) Noise.smooth(seed + which + 2, 2.1 * t);
    return new Colour(y, u, v, pixels);
  }
}
