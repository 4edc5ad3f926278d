package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import java.util.EnumSet;
import java.util.Set;

/**
 * The conditions of the face now. Every detector may have one of its own, tell it every observation
 * and ask what it must not judge; the work is done once a second, with the crop.
 *
 * <p>A condition holds when two of the last three looks saw it, so that one picture changes
 * nothing. Pure; not thread-safe.
 */
public final class FaceConditions {
  private static final int LOOKS = 3;
  private static final int ENOUGH = 2;
  private static final long FRESH_MICROS = 5_000_000;

  private final EnumSet<Condition>[] looks = looks();
  private final PictureRate rate = new PictureRate();
  private int next;
  private int taken;
  private long newest = Long.MIN_VALUE;
  private CropLook look;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static EnumSet<Condition>[] looks() {
    EnumSet<Condition>[] all = new EnumSet[LOOKS];
    for (int i = 0; i < LOOKS; i++) all[i] = EnumSet.noneOf(Condition.class);
    return all;
  }

  /** Takes an observation; cheap unless it brings a crop. */
  public void observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    rate.add(o);
    if (o.damaged()) return;
    boolean face = o.state() == FaceState.FACE;
    if (now < newest || now - newest > FRESH_MICROS || (!face && !half(o.state()))) forget();
    if (o.crop() == null || o.landmarks() == null) return;
    newest = now;
    look = CropLook.of(o.crop());
    var found = looks[next];
    found.clear();
    ofPlace(o, found);
    if (face) ofLook(look, o, found);
    next = (next + 1) % LOOKS;
    taken = Math.min(LOOKS, taken + 1);
  }

  private static boolean half(FaceState state) {
    return state == FaceState.TOO_SMALL || state == FaceState.PROFILE;
  }

  private void forget() {
    for (var each : looks) each.clear();
    taken = 0;
    newest = Long.MIN_VALUE;
    look = null;
  }

  private static void ofPlace(FaceObservation o, Set<Condition> found) {
    double eyes = FaceGeometry.eyeDistance(o.landmarks());
    double yaw = Math.abs(FaceGeometry.yawDegrees(o.landmarks()));
    if (o.state() == FaceState.TOO_SMALL || eyes < Limits.SMALL_EYES) found.add(Condition.TOO_FAR);
    if (o.state() == FaceState.PROFILE || yaw > Limits.TURNED) found.add(Condition.PROFILE);
    if (outside(o) > Limits.OUTSIDE) found.add(Condition.PARTLY_OUTSIDE);
  }

  private static double outside(FaceObservation o) {
    var m = o.landmarks();
    int n = 0;
    for (int i = 0; i < FaceGeometry.POINTS; i++) {
      float x = m[3 * i];
      float y = m[3 * i + 1];
      if (x < 0 || y < 0 || x > o.width() - 1 || y > o.height() - 1) n++;
    }
    return (double) n / FaceGeometry.POINTS;
  }

  private static void ofLook(CropLook l, FaceObservation o, Set<Condition> found) {
    // The light is read off bare skin: a white or black mask is neither bright nor dark light.
    double light = l.light();
    if (light < Limits.DARK) found.add(Condition.TOO_DARK);
    if (light < Limits.BACKLIT_FACE && background(o) - light > Limits.BACKLIT_STEP) {
      found.add(Condition.BACKLIT);
    }
    if (l.sharpness() < Limits.BLUR) found.add(Condition.BLURRED);
    // Without light there is no colour to compare.
    boolean covered = light > Limits.COLOUR && covered(l);
    if (covered) {
      found.add(Condition.MASKED);
      return;
    }
    if (l.bright() > Limits.WHITE_SHARE) found.add(Condition.TOO_BRIGHT);
    if (l.rims() > Limits.RIMS || l.bridge() > Limits.BRIDGE) found.add(Condition.EYEWEAR);
    if (light > Limits.COLOUR && (l.forehead() > Limits.FOREHEAD || l.crown() < Limits.CROWN)) {
      found.add(Condition.FOREHEAD_COVERED);
    }
  }

  /** A beard leaves the nose and the lips bare; a mask below the nose is further from skin. */
  private static boolean covered(CropLook l) {
    if (l.lips() > Limits.BARE_LIPS) return false;
    return l.chin() > Limits.CHIN || (l.nose() > Limits.COVERED && l.chin() > Limits.COVERED);
  }

  /** Full-range luma outside of the face, 0..255; NaN when it is not known. */
  static double background(FaceObservation o) {
    return o.background() == null ? Double.NaN : (o.background().y() - 16) * 255 / 219;
  }

  /** What holds now. */
  public Set<Condition> now() {
    var all = EnumSet.noneOf(Condition.class);
    for (var condition : Condition.values()) {
      int n = 0;
      for (var each : looks) if (each.contains(condition)) n++;
      if (n >= ENOUGH) all.add(condition);
    }
    if (rate.fps() < Limits.FPS) all.add(Condition.LOW_FRAME_RATE);
    if (rate.bitsPerPixel() < Limits.BITS_PER_PIXEL) all.add(Condition.LOW_BITRATE);
    return all;
  }

  /** Mouth and nose are covered: what they show must not be judged. */
  public boolean lowerFaceCovered() {
    return now().contains(Condition.MASKED);
  }

  /** Looks of the last seconds, at most {@value #LOOKS}; below {@value #ENOUGH} little is known. */
  public int looks(long micros) {
    return newest == Long.MIN_VALUE || micros - newest > FRESH_MICROS ? 0 : taken;
  }

  /** The newest look, or null. */
  CropLook newest() {
    return look;
  }

  PictureRate rate() {
    return rate;
  }
}
