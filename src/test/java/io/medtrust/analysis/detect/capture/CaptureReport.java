package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Lighting;
import io.medtrust.analysis.lab.Mask;
import io.medtrust.analysis.lab.Media;
import io.medtrust.analysis.media.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which conditions are recognised on real faces, as they are and with drawn coverings and light,
 * after VP8 at 600 kbit/s: a line for each file, and at the end how often each condition was said
 * of each kind. {@code CaptureReport MEDIA}
 */
final class CaptureReport {
  private static final int LONGEST = 30;
  private static final Map<String, Map<Condition, Integer>> SAID = new TreeMap<>();
  private static final Map<String, Integer> FILES = new TreeMap<>();

  /** A covering: what is drawn and its colour (limited-range Y, Cb, Cr). */
  record Cover(String name, Mask.Kind kind, int y, int u, int v) {}

  static final List<Cover> COVERS =
      List.of(
          new Cover("mask-blue", Mask.Kind.MASK, 170, 140, 112),
          new Cover("mask-white", Mask.Kind.MASK, 215, 128, 128),
          new Cover("mask-black", Mask.Kind.MASK, 40, 128, 128),
          new Cover("mask-skin", Mask.Kind.MASK, 150, 112, 148),
          new Cover("mask-under-nose", Mask.Kind.MASK_UNDER_NOSE, 180, 138, 114),
          new Cover("dark-glasses", Mask.Kind.DARK_GLASSES, 28, 128, 128),
          new Cover("forehead-green", Mask.Kind.FOREHEAD_BAND, 110, 118, 112),
          new Cover("forehead-dark", Mask.Kind.FOREHEAD_BAND, 40, 130, 126));

  private CaptureReport() {}

  public static void main(String[] args) throws IOException {
    var face = Path.of(args[0]).resolve("face");
    var files = new ArrayList<>(Media.files(face.resolve("real"), ".mp4"));
    files.add(Path.of(args[0]).resolve("rppg/evm-face.mp4"));
    files.addAll(Media.files(face.resolve("verify-pairs"), ".jpg"));
    System.out.println(
        "cover file found crops luma dev bright nose chin forehead crown lips rims bridge sharp"
            + " yaw eyes bg ita conditions");
    for (var file : files) {
      if (file.toString().contains("mead-") && !file.toString().contains("neutral")) continue;
      var pictures = Media.pictures(file, LONGEST);
      print("bare", file, pictures);
      for (var cover : COVERS) print(cover.name(), file, covered(pictures, cover));
      print("dark", file, each(pictures, o -> Lighting.gain(o, 0.18, 3)));
      print("dark-noisy", file, each(pictures, o -> Lighting.gain(o, 0.4, 18)));
      print("overexposed", file, each(pictures, o -> Lighting.gain(o, 2.2, 0)));
      print("blurred", file, each(pictures, o -> Lighting.blurred(o, 4)));
      print("backlit", file, backlit(pictures));
    }
    SAID.forEach(
        (kind, said) -> System.out.println("# " + kind + " of " + FILES.get(kind) + " " + said));
  }

  private static List<Picture> each(List<Picture> pictures, Function<Picture, Picture> change) {
    return pictures.stream().map(change).toList();
  }

  private static List<Picture> backlit(List<Picture> pictures) {
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      FaceObservation o = null;
      for (var p : pictures.subList(0, Math.min(6, pictures.size()))) o = tracker.track(p);
      var b = o.box();
      if (b == null) return List.of();
      return each(pictures, p -> Lighting.backlit(p, b.x(), b.y(), b.width(), b.height()));
    }
  }

  /** Landmarks are those of the bare pictures, so the drawing does not depend on itself. */
  static List<Picture> covered(List<Picture> pictures, Cover cover) {
    var out = new ArrayList<Picture>();
    try (var tracker = FaceTrackers.factory().open(Map.of("face.mesh_fps", "30"))) {
      for (var p : pictures) {
        var o = tracker.track(p);
        if (o.state() != FaceState.FACE || o.landmarks() == null) continue;
        out.add(Mask.on(p, o.landmarks(), cover.kind(), cover.y(), cover.u(), cover.v()));
      }
    }
    return out;
  }

  private static void print(String cover, Path file, List<Picture> pictures) {
    if (pictures.isEmpty()) return;
    var conditions = new FaceConditions();
    var all = new ArrayList<FaceObservation>();
    int[] n = new int[2];
    try (var tracker = FaceTrackers.factory().open(Map.of("face.crop_ms", "300"))) {
      Media.through(
          pictures,
          600_000,
          p -> {
            var o = tracker.track(p);
            n[0]++;
            conditions.observe(o);
            if (o.state() == FaceState.FACE) n[1]++;
            if (o.crop() != null && o.state() == FaceState.FACE) all.add(o);
          });
    }
    var sums = new double[15];
    for (var o : all) {
      var l = CropLook.of(o.crop());
      double[] values = {
        l.luma(),
        l.deviation(),
        l.bright(),
        l.nose(),
        l.chin(),
        l.forehead(),
        l.crown(),
        l.lips(),
        l.rims(),
        l.bridge(),
        l.sharpness(),
        FaceGeometry.yawDegrees(o.landmarks()),
        FaceGeometry.eyeDistance(o.landmarks()),
        o.background() == null ? Double.NaN : (o.background().y() - 16) * 1.164,
        SkinTone.ita(l.skin())
      };
      for (int i = 0; i < sums.length; i++) sums[i] += values[i] / all.size();
    }
    var line = new StringBuilder(cover + " " + file.getFileName());
    line.append(String.format(" %.2f %d", n[0] == 0 ? 0 : (double) n[1] / n[0], all.size()));
    for (double s : sums) line.append(String.format(" %.3f", s));
    if (!all.isEmpty()) {
      FILES.merge(cover, 1, Integer::sum);
      for (var c : conditions.now()) {
        SAID.computeIfAbsent(cover, _ -> new TreeMap<>()).merge(c, 1, Integer::sum);
      }
    }
    System.out.println(line + " " + conditions.now().toString().replace(" ", ""));
  }
}
