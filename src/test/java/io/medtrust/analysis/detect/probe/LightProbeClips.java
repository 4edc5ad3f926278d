package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Relight;
import io.medtrust.analysis.media.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Real clips, lit by a probe's colours and sent through a codec, as what the tracker sees. */
final class LightProbeClips {
  /** Persons by clip: one clip a person. */
  static final Map<String, String> PERSONS =
      new java.util.TreeMap<>(
          Map.ofEntries(
              Map.entry("d3", "face/real/liveportrait-d3.mp4"),
              Map.entry("d6", "face/real/liveportrait-d6.mp4"),
              Map.entry("d10", "face/real/liveportrait-d10.mp4"),
              Map.entry("d12", "face/real/liveportrait-d12.mp4"),
              Map.entry("d13", "face/real/liveportrait-d13.mp4"),
              Map.entry("d19", "face/real/liveportrait-d19.mp4"),
              Map.entry("d20", "face/real/liveportrait-d20.mp4"),
              Map.entry("singer", "face/real/aniportrait-Aragaki-driver.mp4"),
              Map.entry("sun", "face/real/musetalk-sun.mp4"),
              Map.entry("evm", "rppg/evm-face.mp4"),
              Map.entry("retalk1", "face/real/retalk-1.mp4"),
              Map.entry("retalk2", "face/real/retalk-2.mp4"),
              Map.entry("retalk3", "face/real/retalk-3.mp4"),
              Map.entry("s18", "face/real/liveportrait-s18.mp4"),
              Map.entry("s20", "face/real/liveportrait-s20.mp4"),
              Map.entry("s32", "face/real/liveportrait-s32.mp4")));

  /** Where time zero of a probe lies, so that detectors see times after 1970. */
  static final long ORIGIN = 1_000_000_000_000L;

  /** When the page was told, seconds after the first picture. */
  static final double SENT = 1;

  private final List<Picture> source = new ArrayList<>();
  final double fps;

  /**
   * Reads a clip; one shorter than a probe is played forth and back.
   *
   * @param from where it begins, share of the length that is not needed
   */
  LightProbeClips(Path file, double from) {
    Clips.play(file, p -> source.add(p.width() * p.height() > 800_000 ? halved(p) : even(p)));
    fps =
        (source.size() - 1)
            * 1e6
            / (source.getLast().captureTimeMicros() - source.getFirst().captureTimeMicros());
    int forth = source.size();
    int wanted = (int) Math.ceil(fps * (SENT + LightSequence.MILLIS / 1000.0 + 3.5));
    for (int i = 0; source.size() < wanted; i++) {
      int at = i % (2 * forth);
      source.add(source.get(at < forth ? forth - 1 - at : at - forth));
    }
    int skip = (int) (from * Math.max(0, forth - wanted));
    source.subList(0, skip).clear();
    source.subList(Math.min(wanted, source.size()), source.size()).clear();
  }

  private static Picture even(Picture p) {
    return p;
  }

  private static Picture halved(Picture p) {
    int w = p.width() / 4 * 2;
    int h = p.height() / 4 * 2;
    return new Picture(
        half(p.y(), p.yStride(), w, h),
        half(p.u(), p.chromaStride(), w / 2, h / 2),
        half(p.v(), p.chromaStride(), w / 2, h / 2),
        w,
        h,
        w,
        w / 2,
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        false);
  }

  private static byte[] half(byte[] plane, int stride, int w, int h) {
    var out = new byte[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = 2 * y * stride + 2 * x;
        int sum = (plane[at] & 255) + (plane[at + 1] & 255);
        sum += (plane[at + stride] & 255) + (plane[at + stride + 1] & 255);
        out[y * w + x] = (byte) ((sum + 2) / 4);
      }
    }
    return out;
  }

  /**
   * How the light falls.
   *
   * @param strength greatest change of red on the face, share of its value
   * @param back share of it on the background
   * @param balance share of the change of the whole picture that automatic white balance takes away
   *     within a second
   * @param lagSeconds from the page's being told to the light in the camera
   */
  record Light(double strength, double back, double balance, double lagSeconds) {}

  /** What the tracker sees when this light falls and the codec has this rate. */
  List<FaceObservation> seen(LightSequence sequence, Light light, int bitsPerSecond, long seed) {
    var out = new ArrayList<FaceObservation>();
    var relight = new Relight(seed);
    var first = source.getFirst();
    var gains = new double[3];
    try (var clean = FaceTrackers.factory().open(Map.of());
        var tracker = FaceTrackers.factory().open(Map.of());
        var codec =
            new Codecs(
                "libvpx",
                first.width() & ~1,
                first.height() & ~1,
                (int) Math.round(fps),
                bitsPerSecond)) {
      for (int i = 0; i < source.size(); i++) {
        double t = i / fps;
        long micros = ORIGIN + Math.round(t * 1e6);
        var p = at(source.get(i), micros);
        var mesh = clean.track(p);
        if (mesh.landmarksFresh()) relight.face(mesh.landmarks(), p.width(), p.height());
        var change = change(sequence, t - SENT - light.lagSeconds, light.strength);
        for (int c = 0; c < 3; c++) {
          // The camera's gains follow what the mean of the picture does.
          double whole = (light.back + 0.3 * (1 - light.back)) * change[c] + gains[c];
          gains[c] -= whole * light.balance / fps;
        }
        var lit = relight.light(p, change, light.back);
        if (light.balance > 0) lit = new Relight(seed + i).light(lit, gains, 1);
        codec.through(lit, i == 0, q -> out.add(tracker.track(q)));
      }
    }
    return out;
  }

  private static double[] change(LightSequence sequence, double seconds, double strength) {
    var out = new double[3];
    int step = (int) Math.floor(seconds * 1000 / LightSequence.STEP_MILLIS);
    if (step < 0 || step >= LightSequence.STEPS) return out;
    var red = LightSequence.light(false);
    var blue = LightSequence.light(true);
    for (int c = 0; c < 3; c++) {
      out[c] = strength * (sequence.red(step) * red[c] + sequence.blue(step) * blue[c]);
    }
    return out;
  }

  private static Picture at(Picture p, long micros) {
    return io.medtrust.analysis.lab.Pictures.at(p, micros);
  }

  static LightSequence sequence(long seed) {
    return LightSequence.draw(new SplittableRandom(seed));
  }
}
