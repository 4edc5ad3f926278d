package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.lab.Codecs;
import io.medtrust.analysis.lab.Footage;
import io.medtrust.analysis.lab.MediaFigures;
import io.medtrust.analysis.lab.SkinPulse;
import io.medtrust.analysis.lab.SkinRecords;
import io.medtrust.analysis.media.Picture;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well the pulse is read from real clips that were given one of known rate: prints a line for
 * each clip, rate and bitrate, and the errors. Takes minutes; what was decoded and tracked is kept
 * below target/lab and used again; with the argument {@code kept} nothing else is measured, with a
 * number only that bitrate. {@code --json FILE} writes the figures for {@code medtrust lab docs}.
 */
public final class PulseReport {
  // One clip for each person.
  private static final List<String> PERSONS =
      List.of(
          "liveportrait-d6",
          "liveportrait-d10",
          "liveportrait-d13",
          "liveportrait-d3",
          "liveportrait-d0",
          "liveportrait-d12",
          "liveportrait-d19",
          "liveportrait-d20",
          "liveportrait-s18",
          "liveportrait-s20",
          "liveportrait-s29",
          "liveportrait-s32",
          "musetalk-sun",
          "retalk-1",
          "retalk-2",
          "retalk-3",
          "aniportrait-Aragaki-driver",
          "aniportrait-pose_ref_video",
          "mead-M030_front_neutral_level1_001",
          "mead-W009_front_neutral_level1_001");
  private static final double[] RATES = {52, 64, 76, 92, 118, 150};
  private static final int[] ALL_KILOBITS = {150, 300, 600, 1200};
  private static final double AMPLITUDE = 0.008;
  private static final double SECONDS = 20;

  private record Run(String clip, double bpm, int kilobits, List<FaceObservation> seen) {}

  private PulseReport() {}

  public static void main(String[] args) throws IOException {
    var json = Figures.file(args);
    args = Figures.without(args);
    boolean some = args.length > 0 && !args[0].equals("kept");
    int[] rates = some ? new int[] {Integer.parseInt(args[0])} : ALL_KILOBITS;
    var media = Clips.folder().orElseThrow();
    var runs = new ArrayList<Run>();
    boolean only = args.length > 0 && args[0].equals("kept");
    given(media, "rppg/inject-d10-58bpm.mp4", 58.24, 0, rates, runs);
    given(media, "rppg/evm-face.mp4", 0, SECONDS, rates, runs);
    for (int i = 0; i < PERSONS.size(); i++) {
      double bpm = RATES[i % RATES.length];
      if (only && !Files.exists(cache(PERSONS.get(i), 0, 600))) continue;
      injected(media, PERSONS.get(i), bpm, rates, runs);
      if (!some) injected(media, PERSONS.get(i), 0, new int[] {600}, runs);
      System.err.println(PERSONS.get(i));
    }
    for (var run : runs) if (run.kilobits == 600) line(run);
    for (var run : runs)
      if (run.kilobits != 600 && (run.clip.endsWith(".mp4") || wrong(run))) line(run);
    var figures =
        MediaFigures.of(
            "pulse",
            "A pulse of known rate put on the skin of real clips",
            some ? "PulseReport " + args[0] : "PulseReport");
    figures.conditions(
        Arrays.stream(rates)
            .mapToObj("VP8 %d kbit/s, 0 %% loss"::formatted)
            .toArray(String[]::new));
    var table =
        figures.table(
            "Error once a second, bpm; \"shown\" is what the page would show",
            "VP8, kbit/s",
            "shown in runs",
            "shown in seconds",
            "mean",
            "median",
            "95 %",
            "over 5 bpm",
            "all seconds: mean",
            "all seconds: median");
    for (int k : rates) errors(runs, k, figures, table);
    var alone =
        figures.table(
            "Each method alone, last window, no gate",
            "VP8, kbit/s",
            "method",
            "mean error, bpm",
            "within 2 bpm");
    methods(runs, rates, alone);
    figures
        .note("The limits of the detector were chosen on these clips: in-sample.")
        .notMeasured("people with ground truth: 0 subjects")
        .write(json);
  }

  private static void given(
      Path media, String clip, double bpm, double seconds, int[] rates, List<Run> runs) {
    var footage = Footage.of(media.resolve(clip), seconds);
    var name = clip.substring(clip.indexOf('/') + 1);
    record(footage.pictures(), footage.fps(), name, bpm, rates, runs);
  }

  private static void injected(
      Path media, String clip, double bpm, int[] kilobits, List<Run> runs) {
    boolean kept = true;
    for (int k : kilobits) kept &= Files.exists(cache(clip, bpm, k));
    var pictures = new ArrayList<Picture>();
    double fps = 0;
    if (!kept) {
      var footage = Footage.of(media.resolve("face/real/" + clip + ".mp4"), SECONDS);
      fps = footage.fps();
      if (bpm == 0) {
        pictures.addAll(footage.pictures());
      } else {
        try (var pulse = new SkinPulse(SkinPulse.beat(bpm), AMPLITUDE)) {
          for (var p : footage.pictures()) pictures.add(pulse.on(p));
        }
      }
    }
    record(pictures, fps, clip, bpm, kilobits, runs);
  }

  private static Path cache(String clip, double bpm, int kilobits) {
    return Path.of("target/lab/pulse", clip + "-" + Math.round(bpm) + "-" + kilobits + ".bin");
  }

  private static void record(
      List<Picture> pictures, double fps, String name, double bpm, int[] kilobits, List<Run> runs) {
    for (int k : kilobits) {
      var file = cache(name, bpm, k);
      if (!Files.exists(file)) {
        var seen = new ArrayList<FaceObservation>();
        var p = pictures.getFirst();
        try (var tracker = FaceTrackers.factory().open(Map.of());
            var codec = new Codecs("libvpx", p.width(), p.height(), (int) fps, k * 1000)) {
          for (var each : pictures) {
            codec.through(each, false, q -> seen.add(tracker.track(q)));
          }
        }
        SkinRecords.write(file, seen);
      }
      runs.add(new Run(name, bpm, k, SkinRecords.read(file)));
    }
  }

  /** All that the detector said after its window had filled for the first time. */
  private static List<Verdict> verdicts(Run run) {
    var detector = new Pulse(Map.of());
    var out = new ArrayList<Verdict>();
    for (var o : run.seen) {
      for (Output output : detector.observe(o)) {
        if (output instanceof Verdict v && !v.code().equals("warming_up")) out.add(v);
      }
    }
    return out;
  }

  private static boolean wrong(Run run) {
    return verdicts(run).stream()
        .anyMatch(v -> v.code().equals("ok") && Math.abs(bpm(v) - run.bpm) > 5);
  }

  private static double bpm(Verdict v) {
    return v.evidence().get("bpm") instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static void line(Run run) {
    var all = verdicts(run);
    var codes = new TreeMap<String, Integer>();
    for (var v : all) codes.merge(v.code(), 1, Integer::sum);
    var last = all.isEmpty() ? null : all.getLast();
    System.out.printf(
        Locale.ROOT,
        "%-36s %4.0f bpm %5d kbit/s: last %s  %s %s%n",
        run.clip,
        run.bpm,
        run.kilobits,
        last == null ? "-" : last.code(),
        codes,
        last == null ? "" : last.evidence());
  }

  private static void errors(List<Run> runs, int kilobits, Figures figures, Figures.Table table) {
    var shown = new ArrayList<Double>();
    var any = new ArrayList<Double>();
    int clips = 0;
    int clipsShown = 0;
    int seconds = 0;
    for (var run : runs) {
      if (run.kilobits != kilobits || !(run.bpm > 0)) continue;
      clips++;
      boolean some = false;
      for (var v : verdicts(run)) {
        if (Double.isNaN(bpm(v))) continue;
        seconds++;
        double error = Math.abs(bpm(v) - run.bpm);
        any.add(error);
        if (!v.code().equals("ok")) continue;
        shown.add(error);
        some = true;
      }
      if (some) clipsShown++;
    }
    var s = shown.stream().mapToDouble(Double::doubleValue).toArray();
    var a = any.stream().mapToDouble(Double::doubleValue).toArray();
    long wrong = shown.stream().filter(e -> e > 5).count();
    table.row(
        kilobits,
        clipsShown + " of " + clips,
        s.length + " of " + seconds,
        Statistics.mean(s),
        Statistics.median(s),
        Statistics.quantile(s, 0.95),
        wrong,
        Statistics.mean(a),
        Statistics.median(a));
    if (kilobits == 600) {
      figures.value(
          "mean error where a rate is shown (%d of %d seconds), injected pulse, VP8 600 kbit/s"
              .formatted(s.length, seconds),
          Statistics.mean(s),
          Double.NaN,
          Double.NaN,
          "bpm",
          (int)
              runs.stream()
                  .filter(r -> r.kilobits == kilobits && r.bpm > 0)
                  .map(r -> MediaFigures.person(Path.of(r.clip)))
                  .distinct()
                  .count(),
          true);
    }
    System.out.printf(
        Locale.ROOT,
        "%5d kbit/s: shown in %d of %d runs, %d of %d seconds; shown: mean error %.2f, median"
            + " %.2f, 95 %% %.2f, over 5 bpm %d; not gated: mean %.2f, median %.2f%n",
        kilobits,
        clipsShown,
        clips,
        s.length,
        seconds,
        Statistics.mean(s),
        Statistics.median(s),
        Statistics.quantile(s, 0.95),
        wrong,
        Statistics.mean(a),
        Statistics.median(a));
  }

  /** The last window of each run by each method, without gates. */
  private static void methods(List<Run> runs, int[] rates, Figures.Table table) {
    for (int k : rates) {
      var errors = new TreeMap<String, List<Double>>();
      for (var run : runs) {
        if (run.kilobits != k || !(run.bpm > 0)) continue;
        var skin = new SkinSeries(15);
        for (var o : run.seen) if (!o.regions().isEmpty()) skin.add(o);
        if (skin.span() < 9.5) continue;
        var rgb = new double[3][];
        double weights = 0;
        for (var name : Region.Name.values()) {
          int r = name.ordinal();
          var own = skin.weight(r) > 0 ? skin.colours(r, 30) : null;
          if (own == null) continue;
          double w = skin.weight(r);
          weights += w;
          for (int c = 0; c < 3; c++) {
            if (rgb[c] == null) rgb[c] = new double[own[c].length];
            for (int i = 0; i < rgb[c].length; i++) rgb[c][i] += w * own[c][i];
          }
        }
        for (var row : rgb) for (int i = 0; i < row.length; i++) row[i] /= weights;
        var green = rgb[1].clone();
        note(errors, "GREEN", green, run.bpm);
        note(errors, "CHROM", Chrom.wave(rgb, 30), run.bpm);
        note(errors, "POS", Pos.wave(rgb, 30), run.bpm);
      }
      errors.forEach(
          (name, list) -> {
            var e = list.stream().mapToDouble(Double::doubleValue).toArray();
            table.row(
                k,
                name,
                Statistics.mean(e),
                Arrays.stream(e).filter(x -> x <= 2).count() + " of " + e.length);
            System.out.printf(
                Locale.ROOT,
                "%5d kbit/s %-6s last window, no gate: mean %.2f, median %.2f, within 2 bpm %d of"
                    + " %d%n",
                k,
                name,
                Statistics.mean(e),
                Statistics.median(e),
                Arrays.stream(e).filter(x -> x <= 2).count(),
                e.length);
          });
    }
  }

  private static void note(
      Map<String, List<Double>> errors, String name, double[] wave, double bpm) {
    errors
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add(Math.abs(new PulseSpectrum(wave, 30).bpm() - bpm));
  }
}
