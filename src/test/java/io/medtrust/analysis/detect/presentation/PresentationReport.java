package io.medtrust.analysis.detect.presentation;

import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Media;
import io.medtrust.analysis.lab.ScreenReplay;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the print and replay network says of real clips, of screens and of generated faces, one line
 * a file and bitrate. {@code PresentationReport MEDIA}
 */
final class PresentationReport {
  private static final int LONGEST = 180;

  private PresentationReport() {}

  public static void main(String[] args) throws IOException {
    var face = Path.of(args[0]).resolve("face");
    System.out.println("kind file rate cuts near_mean near_min near_max far_mean far_min far_max");
    try (var network = new PresentationNetwork(ModelSlot.PRESENTATION.require(Map.of()))) {
      for (var file : Media.files(face.resolve("attack"), ".mp4")) all(network, "screen", file);
      for (var file : Media.files(face.resolve("attack"), ".jpg")) all(network, "sample", file);
      for (var file : Media.files(face.resolve("real"), ".mp4")) {
        if (all(network, "real", file) == 0) continue;
        var pictures = Media.pictures(file, LONGEST);
        line(network, "drawn-screen", file, drawn(pictures, 0.8, 0.06), 600_000);
        line(network, "drawn-clean", file, drawn(pictures, 0.95, 0), 600_000);
      }
      for (var file : Media.files(face.resolve("verify-pairs"), ".jpg")) {
        line(network, "still", file, Media.pictures(file, LONGEST), 600_000);
      }
      for (var file : Media.files(face.resolve("fake"), ".mp4")) all(network, "fake", file);
    }
  }

  private static List<Picture> drawn(List<Picture> pictures, double share, double moire) {
    return pictures.stream().map(p -> ScreenReplay.of(p, share, moire)).toList();
  }

  private static int all(PresentationNetwork network, String kind, Path file) {
    var pictures = Media.pictures(file, LONGEST);
    line(network, kind, file, pictures, 0);
    return line(network, kind, file, pictures, 600_000);
  }

  private static int line(
      PresentationNetwork network, String kind, Path file, List<Picture> pictures, int rate) {
    double[] sum = new double[2];
    double[] min = {1, 1};
    double[] max = {0, 0};
    int[] n = new int[1];
    try (var tracker = FaceTrackers.factory().open(Map.of("face.presentation_per_second", "2"))) {
      Media.through(
          pictures,
          rate,
          p -> {
            var o = tracker.track(p);
            if (o.models() == null || o.models().near() == null) return;
            n[0]++;
            double[] live = {network.live(o.models().near()), network.live(o.models().far())};
            for (int i = 0; i < 2; i++) {
              sum[i] += live[i];
              min[i] = Math.min(min[i], live[i]);
              max[i] = Math.max(max[i], live[i]);
            }
          });
    }
    System.out.printf(
        "%s %s %d %d %.3f %.3f %.3f %.3f %.3f %.3f%n",
        kind,
        file.getFileName(),
        rate,
        n[0],
        sum[0] / n[0],
        min[0],
        max[0],
        sum[1] / n[0],
        min[1],
        max[1]);
    return n[0];
  }
}
