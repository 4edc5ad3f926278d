package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Footage;
import io.medtrust.analysis.lab.MovedPhoto;
import io.medtrust.analysis.lab.Pictures;
import io.medtrust.analysis.lab.SkinRecords;
import io.medtrust.analysis.media.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What liveness says of real people and of photos held before a camera, 20 s each after VP8 at 600
 * kbit/s: a line for each, and how often each class failed. Real clips come from the pulse report's
 * records; photos are stills of the folder and first pictures of its clips.
 */
public final class StillnessReport {
  private static final int[] STILLS = {1, 3, 7, 16, 19, 26, 32, 39, 47, 54};
  private static final List<String> CLIPS =
      List.of("liveportrait-d10", "liveportrait-d13", "liveportrait-d6", "liveportrait-s20");

  private StillnessReport() {}

  public static void main(String[] args) throws IOException {
    var media = Clips.folder().orElseThrow();
    var real = new ArrayList<Path>();
    try (var files = Files.list(Path.of("target/lab/pulse"))) {
      files.filter(f -> f.toString().endsWith("-600.bin")).sorted().forEach(real::add);
    }
    var outcome = new TreeMap<String, Map<String, Integer>>();
    for (var file : real)
      judge("real", file.getFileName().toString(), SkinRecords.read(file), outcome);
    for (int i = 0; i < STILLS.length + CLIPS.size(); i++) {
      for (double strength : i < 4 ? new double[] {0, 0.3, 1} : new double[] {1}) {
        var file = Path.of("target/lab/photo", i + "-" + strength + ".bin");
        if (args.length > 0 && !Files.exists(file)) continue;
        if (!Files.exists(file)) SkinRecords.write(file, seen(photo(media, i), strength, i));
        judge("photo " + strength, file.getFileName().toString(), SkinRecords.read(file), outcome);
      }
    }
    outcome.forEach((k, v) -> System.out.println(k + ": " + v));
  }

  private static Picture photo(Path media, int i) {
    if (i < STILLS.length) {
      var image = Pictures.read(media.resolve("face/verify-pairs/img" + STILLS[i] + ".jpg"));
      int side = Math.max(image.getWidth(), image.getHeight());
      double scale = Math.min(1, 800.0 / side);
      return Pictures.of(
          Pictures.fit(
              image,
              (int) (image.getWidth() * scale) & ~1,
              (int) (image.getHeight() * scale) & ~1));
    }
    var clip = media.resolve("face/real/" + CLIPS.get(i - STILLS.length) + ".mp4");
    return Footage.of(clip, 0).pictures().getFirst();
  }

  private static List<FaceObservation> seen(Picture photo, double strength, int seed) {
    var seen = new ArrayList<FaceObservation>();
    var moved = new MovedPhoto(photo, 480, 360, strength, seed);
    try (var tracker = FaceTrackers.factory().open(Map.of());
        var codec = new Codecs("libvpx", 480, 360, 30, 600_000)) {
      for (int k = 0; k < 600; k++) {
        codec.through(moved.at(k / 30.0), false, q -> seen.add(tracker.track(q)));
      }
    }
    return seen;
  }

  private static void judge(
      String kind,
      String name,
      List<FaceObservation> seen,
      Map<String, Map<String, Integer>> outcome) {
    var liveness = new Liveness(Map.of());
    Verdict last = null;
    Verdict failed = null;
    for (var o : seen) {
      for (var output : liveness.observe(o)) {
        last = (Verdict) output;
        if (last.state() == Verdict.State.FAILED) failed = last;
      }
    }
    var word = failed != null ? "FAILED " + failed.code() : last == null ? "-" : last.code();
    outcome.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(word, 1, Integer::sum);
    System.out.printf(
        Locale.ROOT,
        "%-12s %-42s %-18s %s%n",
        kind,
        name,
        word,
        last == null ? "" : last.evidence());
  }
}
