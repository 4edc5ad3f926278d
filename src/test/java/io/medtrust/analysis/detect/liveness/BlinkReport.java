package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Footage;
import io.medtrust.analysis.lab.MediaFigures;
import io.medtrust.analysis.lab.SkinRecords;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Blinks found against blinks that a person counted in pictures of the eyes at 15 a second, after
 * VP8 at 600 and 150 kbit/s. What may be one or not (half closed, a glance down) counts neither as
 * hit nor as false.
 */
public final class BlinkReport {
  private record Truth(String clip, double[] blinks, double[] doubtful) {}

  // Seconds at which the eyes are shut.
  private static final List<Truth> TRUTH =
      List.of(
          new Truth(
              "face/real/liveportrait-d6",
              new double[] {
                6.93, 7.40, 8.70, 10.43, 12.67, 13.10, 15.07, 15.67, 25.33, 28.57, 31.03, 32.0
              },
              new double[] {
                2.05, 2.53, 4.35, 9.2, 10.25, 10.70, 14.15, 17.35, 19.2, 20.4, 21.25, 24.5, 26.25,
                26.6, 27.6, 31.57
              }),
          new Truth(
              "face/real/liveportrait-d10",
              new double[] {7.43, 11.13, 12.23},
              new double[] {0.6, 3.43, 3.85, 8.40, 12.7}),
          new Truth(
              "face/real/liveportrait-d13",
              new double[] {1.47, 2.67, 3.45, 10.52},
              new double[] {}),
          new Truth(
              "face/real/liveportrait-s20", new double[] {2.38, 5.90, 7.22, 8.78}, new double[] {}),
          new Truth("face/real/retalk-1", new double[] {3.75}, new double[] {}),
          new Truth(
              "face/real/mead-W009_front_sad_level3_001",
              new double[] {0.45, 1.76, 3.10},
              new double[] {4.86}),
          new Truth("face/real/mead-M030_front_sad_level3_001", new double[] {}, new double[] {}),
          // Winks with either eye and looking down for seconds.
          new Truth("face/real/liveportrait-d3", new double[] {}, new double[] {1.7}),
          new Truth("face/real/liveportrait-d19", new double[] {}, new double[] {}),
          new Truth("face/real/musetalk-sun", new double[] {}, new double[] {}),
          // Eyes shut for seconds, twice.
          new Truth("face/real/aniportrait-Aragaki-driver", new double[] {}, new double[] {}),
          new Truth("rppg/evm-face", new double[] {}, new double[] {}));

  private BlinkReport() {}

  public static void main(String[] args) throws IOException {
    var media = Clips.folder().orElseThrow();
    var figures =
        MediaFigures.of("liveness", "Blinks against those that one person counted", "BlinkReport")
            .conditions("VP8 150/600 kbit/s");
    for (int kilobits : new int[] {600, 150}) {
      var blinked = figures.found("blinks found, VP8 %d kbit/s".formatted(kilobits));
      var falsely =
          figures.alarms("clips with a blink that was none, VP8 %d kbit/s".formatted(kilobits));
      int hits = 0;
      int blinks = 0;
      int more = 0;
      double seconds = 0;
      for (var truth : TRUTH) {
        var meter = new BlinkMeter();
        var mouth = new MouthMeter();
        var seen = seen(media, truth.clip, kilobits);
        for (var o : seen) {
          if (!o.landmarksFresh()) continue;
          meter.add(o.captureTimeMicros(), o.landmarks());
          mouth.add(o.captureTimeMicros(), o.landmarks());
        }
        var found = new ArrayList<>(meter.since(0));
        int all = found.size();
        int hit = 0;
        var missed = new ArrayList<Double>();
        for (double b : truth.blinks) {
          boolean taken = take(found, b);
          blinked.add(MediaFigures.person(Path.of(truth.clip)), taken);
          if (taken) hit++;
          else missed.add(b);
        }
        for (double d : truth.doubtful) take(found, d);
        hits += hit;
        blinks += truth.blinks.length;
        falsely.add(MediaFigures.person(Path.of(truth.clip)), !found.isEmpty());
        more += found.size();
        seconds += seen.getLast().captureTimeMicros() / 1e6;
        System.out.printf(
            Locale.ROOT,
            "%4d kbit/s %-44s blinks %d of %d, missed %s, false %d %s, found %d; mouth %d openings,"
                + " movement %.3f%n",
            kilobits,
            truth.clip,
            hit,
            truth.blinks.length,
            missed,
            found.size(),
            found.stream()
                .map(b -> String.format(Locale.ROOT, "%.2f", b.startMicros() / 1e6))
                .toList(),
            all,
            mouth.since(0).size(),
            mouth.movement());
      }
      System.out.printf(
          Locale.ROOT,
          "%4d kbit/s: %d of %d blinks found, %d false in %.0f s%n",
          kilobits,
          hits,
          blinks,
          more,
          seconds);
    }
    figures.notMeasured("agreement between two who count").write(Figures.file(args));
  }

  private static boolean take(List<BlinkMeter.Blink> found, double seconds) {
    return found.removeIf(
        b -> b.startMicros() / 1e6 - 0.25 <= seconds && seconds <= b.endMicros() / 1e6 + 0.25);
  }

  static List<FaceObservation> seen(Path media, String clip, int kilobits) {
    var file =
        Path.of(
            "target/lab/blink",
            clip.substring(clip.lastIndexOf('/') + 1) + "-" + kilobits + ".bin");
    if (!Files.exists(file)) {
      var footage = Footage.of(media.resolve(clip + ".mp4"), 0);
      var seen = new ArrayList<FaceObservation>();
      try (var tracker = FaceTrackers.factory().open(Map.of());
          var codec =
              new Codecs(
                  "libvpx",
                  footage.width(),
                  footage.height(),
                  (int) footage.fps(),
                  kilobits * 1000)) {
        for (var p : footage.pictures()) {
          codec.through(p, false, q -> seen.add(tracker.track(q)));
        }
      }
      SkinRecords.write(file, seen);
    }
    return SkinRecords.read(file);
  }
}
