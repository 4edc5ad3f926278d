package io.medtrust.analysis.lab;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.media.Picture;
import io.medtrust.lab.report.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures replay, voice_replay, injection and lip_sync on the media folder, through VP8 and Opus,
 * and prints tables for their pages. Not a test: takes many minutes. One argument names what is
 * measured; {@code --json FILE} writes the figures for {@code medtrust lab docs}.
 */
public final class SignalReport {
  private static final Path MEDIA = Clips.folder().orElseThrow();
  private static final int FPS = 30;

  private SignalReport() {}

  public static void main(String[] args) throws Exception {
    var json = Figures.file(args);
    var what = Figures.without(args)[0];
    switch (what) {
      case "replay" -> replay(figures(what, "Loops and later calls of real clips")).write(json);
      case "voice_replay" -> voiceReplay(figures(what, "Speech heard again")).write(json);
      case "injection" -> injection(figures(what, "Hard cuts")).write(json);
      case "lip_sync" -> lipSync(figures(what, "Own sound against foreign sound")).write(json);
      case "cost" -> cost();
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static Figures figures(String what, String title) {
    return MediaFigures.of(what, title, "SignalReport " + what);
  }

  private static Detector detector(String name) {
    return Detectors.all().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow()
        .create()
        .apply(Map.of());
  }

  private static List<Path> files(String folder, String ending) throws Exception {
    try (var all = Files.list(MEDIA.resolve(folder))) {
      return all.filter(p -> p.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** All pictures of a clip at 30 a second, as a call sends them. */
  private static List<Picture> clip(Path file) {
    var own = new ArrayList<Picture>();
    Clips.play(file, own::add);
    var out = new ArrayList<Picture>();
    for (int i = 0; ; i++) {
      long micros = i * 1_000_000L / FPS;
      int at = out.isEmpty() ? 0 : Math.round(micros / (float) step(own));
      if (at >= own.size()) return out;
      out.add(Pictures.at(own.get(at), micros));
    }
  }

  private static long step(List<Picture> clip) {
    long span = clip.getLast().captureTimeMicros() - clip.getFirst().captureTimeMicros();
    return span / (clip.size() - 1);
  }

  private static List<FaceObservation> through(List<Picture> pictures, int bits, long startMicros) {
    var out = new ArrayList<FaceObservation>();
    var first = pictures.getFirst();
    try (var codec = new Codecs("libvpx", first.width() & ~1, first.height() & ~1, FPS, bits);
        var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int i = 0; i < pictures.size(); i++) {
        long micros = startMicros + i * 1_000_000L / FPS;
        codec.through(Pictures.at(pictures.get(i), micros), i == 0, p -> out.add(tracker.track(p)));
      }
    }
    return out;
  }

  private record Said(double seconds, Verdict verdict) {}

  private static List<Said> watch(
      Detector detector, List<FaceObservation> seen, List<Knowledge.Fingerprint> left) {
    var said = new ArrayList<Said>();
    long start = seen.getFirst().captureTimeMicros();
    for (var o : seen) {
      for (var output : ((VideoDetector) detector).observe(o)) {
        if (output instanceof Verdict v) {
          said.add(new Said((o.captureTimeMicros() - start) / 1e6, v));
        } else if (output instanceof Output.FingerprintSample s && left != null) {
          left.add(s.fingerprint());
        }
      }
    }
    return said;
  }

  private static double firstFailed(List<Said> said, double after) {
    return said.stream()
        .filter(s -> s.seconds >= after && s.verdict.state() == Verdict.State.FAILED)
        .mapToDouble(s -> s.seconds - after)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Figures replay(Figures figures) throws Exception {
    figures.conditions("VP8 150 kbit/s, 0 % loss", "VP8 600 kbit/s, 0 % loss");
    var loops = figures.found("loop of 6 to 34 s found within 10 s").headline();
    var reusedLater = figures.found("same clip in a later call found within 10 s").headline();
    var still = figures.found("loop or later call of a person told to sit still");
    var live = figures.alarms("false alarms on live clips (each rate)").headline();
    var faces = new ArrayList<>(files("face/real", ".mp4"));
    faces.addAll(files("rppg", ".mp4"));
    double hours = 0;
    int alarms = 0;
    for (var file : faces) {
      var once = clip(file);
      double length = once.size() / (double) FPS;
      var left = new ArrayList<Knowledge.Fingerprint>();
      int[] rates = length < 6 ? new int[] {400_000} : new int[] {150_000, 600_000};
      var line = new StringBuilder(file.getFileName() + " " + length + " s:");
      for (int rate : rates) {
        var pictures = new ArrayList<>(once);
        if (length >= 6) {
          for (int i = 0; i < 11 * FPS; i++) pictures.add(once.get(i % once.size()));
        }
        left.clear();
        var said = watch(detector("replay"), through(pictures, rate, 0), left);
        boolean early =
            said.stream()
                .anyMatch(s -> s.seconds < length && s.verdict.state() == Verdict.State.FAILED);
        if (early) alarms++;
        var person = MediaFigures.person(file);
        boolean sits = file.getFileName().toString().startsWith("evm-");
        live.add(person, early);
        live.during(length);
        hours += length / 3600;
        line.append(early ? " FALSE ALARM" : "");
        if (length < 6) continue;
        double looped = firstFailed(said, length);
        line.append(" %dk loop after %.1f s;".formatted(rate / 1000, looped));
        (sits ? still : loops).add(person, looped <= 10, looped);
        if (length < 8) continue;
        var later = detector("replay");
        later.know(new Knowledge.Memory(left));
        var again = watch(later, through(once, 1_800_000 - 2 * rate, 1_000_000_000L), null);
        double reused = firstFailed(again, 0);
        line.append(" reused after %.1f s;".formatted(reused));
        (sits ? still : reusedLater).add(person, reused <= 10, reused);
      }
      System.out.println(line);
    }
    System.out.printf("live: %.3f h, %d false alarms%n", hours, alarms);
    return figures
        .notMeasured("hours of live calls of one person")
        .notMeasured("a television in the background");
  }

  private static Figures voiceReplay(Figures figures) throws Exception {
    figures.conditions(
        "Opus 12 kbit/s, 0 % loss",
        "Opus 16 kbit/s, 0 % loss", "Opus 24 kbit/s, 0 % loss", "Opus 32 kbit/s, 0 % loss");
    var found = figures.found("same recording again, half as loud, within 10 s").headline();
    var falsely = figures.alarms("false alarms before it (each rate)").headline();
    var bySpeaker =
        files("speech/human", ".flac").stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.getFileName().toString().split("-")[1],
                    TreeMap::new,
                    Collectors.toList()));
    var delays = new ArrayList<Double>();
    double live = 0;
    int alarms = 0;
    int missed = 0;
    for (var speaker : bySpeaker.entrySet()) {
      var parts = new ArrayList<float[]>();
      for (var file : speaker.getValue()) parts.add(Speech.of(file));
      var longest = parts.stream().max((a, b) -> a.length - b.length).orElseThrow();
      double length = parts.stream().mapToInt(p -> p.length).sum() / 48_000.0;
      live += length;
      for (int rate : new int[] {12_000, 16_000, 24_000, 32_000}) {
        var again = longest.clone();
        for (int i = 0; i < again.length; i++) again[i] *= 0.5f;
        parts.add(Speech.join(new float[317], again));
        var said =
            listen(detector("voice_replay"), Speech.join(parts.toArray(float[][]::new)), rate);
        parts.removeLast();
        double early = firstFailed(said, 0);
        if (early < length) alarms++;
        falsely.add(speaker.getKey(), early < length);
        falsely.during(length);
        double delay = firstFailed(said, length);
        found.add(speaker.getKey(), delay <= 10, delay);
        if (Double.isNaN(delay)) {
          missed++;
          System.out.printf("missed: %s, %.1f s again%n", speaker.getKey(), longest.length / 48e3);
        } else {
          delays.add(delay);
        }
      }
    }
    var sorted = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        "%d speakers, %.0f s live at 4 rates, %d false alarms; %d found, %d missed;"
            + " delay median %.1f s, longest %.1f s%n",
        bySpeaker.size(),
        live,
        alarms,
        sorted.length,
        missed,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
    return figures.notMeasured("a person who says the same sentence twice");
  }

  private static List<VoiceWindow> windows(float[] sound, int bits) {
    var out = new ArrayList<VoiceWindow>();
    Speech.play(sound, bits, 0, out::add);
    return out;
  }

  private static List<Said> listen(Detector detector, float[] sound, int bits) {
    var said = new ArrayList<Said>();
    for (var window : windows(sound, bits)) {
      for (var output : ((VoiceDetector) detector).hear(window)) {
        if (output instanceof Verdict v) said.add(new Said(window.endMicros() / 1e6, v));
      }
    }
    return said;
  }

  private static Figures injection(Figures figures) throws Exception {
    figures.conditions("VP8 150/400/600 kbit/s");
    var others = figures.found("cut to another person or room within 2 s").headline();
    var same = figures.found("cut from one actor to the same one, same chair and light");
    var live = figures.alarms("cuts seen in clips as they are, 400 kbit/s").headline();
    int found = 0;
    int made = 0;
    String name = "";
    String who = "";
    var before = List.<Picture>of();
    for (var file : files("face/real", ".mp4")) {
      var pictures = clip(file);
      var said = watch(detector("injection"), through(pictures, 400_000, 0), null);
      System.out.printf(
          "%-40s cut at %.1f; repeated %s, own rate %s%n",
          file.getFileName(),
          firstFailed(said, 0),
          said.getLast().verdict.evidence().get("repeated_share"),
          1_000_000 / sourceStep(file));
      var person = MediaFigures.person(file);
      live.add(person, !Double.isNaN(firstFailed(said, 0)));
      live.during(pictures.size() / (double) FPS);
      var start = List.copyOf(pictures.subList(0, Math.min(75, pictures.size())));
      if (sameSize(before, start)) {
        var joined = new ArrayList<>(before);
        joined.addAll(start);
        double at = before.size() / (double) FPS;
        for (int bits : new int[] {150_000, 600_000}) {
          made++;
          double delay =
              firstFailed(watch(detector("injection"), through(joined, bits, 0), null), at);
          (person.equals(who) ? same : others).add(person, delay <= 2, delay);
          if (delay <= 2) found++;
          else System.out.println("not found: " + name + " > " + file.getFileName());
        }
      }
      before = start;
      name = file.getFileName().toString();
      who = person;
    }
    System.out.printf("cuts: %d of %d found%n", found, made);
    return figures.notMeasured("timing of real cameras, virtual cameras and files: 0 recordings");
  }

  private static boolean sameSize(List<Picture> a, List<Picture> b) {
    return !a.isEmpty()
        && a.getFirst().width() == b.getFirst().width()
        && a.getFirst().height() == b.getFirst().height();
  }

  private static long sourceStep(Path file) {
    var own = new ArrayList<Picture>();
    Clips.play(
        file,
        p -> {
          own.add(p);
          return own.size() < 30;
        });
    return step(own);
  }

  /** How many of the speaking clips show people; the others are generated. */
  private static final int REAL = 5;

  private static final List<String> SPEAKING =
      List.of(
          "face/real/retalk-1.mp4",
          "face/real/retalk-2.mp4",
          "face/real/retalk-3.mp4",
          "face/real/liveportrait-d6.mp4",
          "face/real/aniportrait-pose_ref_video.mp4",
          "face/fake/dreamtalk-acknowledgement_english_M030_front_neutral_level1_001_male_face.mp4",
          "face/fake/dreamtalk-acknowledgement_chinese_M030_front_surprised_level3_001_zp1.mp4");

  /** Deviations of all windows of a length, own sound against the sound of others and shifted. */
  private static Figures lipSync(Figures figures) throws Exception {
    figures.conditions("VP8 400 kbit/s, Opus 24 kbit/s");
    var table =
        figures.table(
            "Seven clips with sound of their own (five persons, two generated)",
            "window",
            "own windows",
            "foreign windows",
            "AUC",
            "own ≥ 3",
            "foreign ≥ 3");
    var seen = new ArrayList<List<FaceObservation>>();
    var heard = new ArrayList<float[]>();
    for (var name : SPEAKING) {
      seen.add(through(clip(MEDIA.resolve(name)), 400_000, 0));
      heard.add(Speech.of(MEDIA.resolve(name)));
    }
    for (int seconds : new int[] {11, 15, 20, 30}) {
      var own = new ArrayList<Double>();
      var foreign = new ArrayList<Double>();
      int speakers = 0;
      int generated = 0;
      for (int i = 0; i < seen.size(); i++) {
        int before = own.size();
        for (int j = 0; j < heard.size(); j++) {
          // Two clips of one generator may say the same.
          if (i != j && i >= REAL && j >= REAL) continue;
          (i == j ? own : foreign).addAll(deviations(seen.get(i), heard.get(j), seconds));
        }
        if (own.size() > before && i < REAL) speakers++;
        else if (own.size() > before) generated++;
        int shift = 48_000 * 5 / 2;
        var sound = heard.get(i);
        if (sound.length < 3 * shift) continue;
        var late =
            Speech.join(
                Arrays.copyOfRange(sound, shift, sound.length), Arrays.copyOf(sound, shift));
        foreign.addAll(deviations(seen.get(i), late, seconds));
      }
      if (own.isEmpty() || foreign.isEmpty()) continue;
      long better = own.stream().mapToLong(o -> foreign.stream().filter(f -> f < o).count()).sum();
      System.out.printf(
          "%d s: %d own, %d foreign windows; AUC %.2f; own >= 3: %.2f, foreign >= 3: %.2f%n",
          seconds,
          own.size(),
          foreign.size(),
          better / (double) own.size() / foreign.size(),
          own.stream().filter(d -> d >= 3).count() / (double) own.size(),
          foreign.stream().filter(d -> d >= 3).count() / (double) foreign.size());
      table.row(
          seconds + " s",
          own.size(),
          foreign.size(),
          better / (double) own.size() / foreign.size(),
          own.stream().filter(d -> d >= 3).count(),
          foreign.stream().filter(d -> d >= 3).count());
      if (seconds == 15) {
        figures.value(
            "AUC of windows of 15 s, %d own and %d foreign, %d of the speakers generated"
                .formatted(own.size(), foreign.size(), generated),
            better / (double) own.size() / foreign.size(),
            Double.NaN,
            Double.NaN,
            "",
            speakers,
            true);
      }
    }
    return figures.notMeasured("a genuine speaker over 45 s: 0 clips");
  }

  private static List<Double> deviations(List<FaceObservation> seen, float[] sound, int seconds) {
    var out = new ArrayList<Double>();
    var windows = windows(sound, 24_000);
    double length =
        Math.min(seen.getLast().captureTimeMicros(), windows.getLast().endMicros()) / 1e6;
    for (double from = 0; from + seconds <= length + 0.5; from += seconds / 2.0) {
      var detector = (AvDetector) detector("lip_sync");
      int next = 0;
      Double last = null;
      for (var o : seen) {
        double at = o.captureTimeMicros() / 1e6;
        if (at < from || at > from + seconds + 0.2) continue;
        for (; next < windows.size() && windows.get(next).endMicros() / 1e6 <= at; next++) {
          if (windows.get(next).startMicros() / 1e6 >= from) detector.hear(windows.get(next));
        }
        for (var output : detector.observe(o)) {
          if (output instanceof Verdict v && v.evidence().get("deviations") instanceof Double d) {
            last = d;
          }
        }
      }
      if (last != null) out.add(last);
    }
    return out;
  }

  private static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Thread CPU time of the replay detectors at the end of a full hour. */
  private static void cost() {
    var random = new java.util.Random(1);
    var observations = new Observations();
    var video = (VideoDetector) detector("replay");
    int pictures = 3600 * 15;
    long late = 0;
    for (int i = 0; i < pictures + 15 * 60; i++) {
      observations.at(i / 15.0);
      observations.fresh = true;
      observations.grid = Observations.texture(i);
      observations.faceGrid = new float[1024];
      for (int k = 0; k < 1024; k++) observations.faceGrid[k] = 255 * random.nextFloat();
      var o = observations.build();
      long before = cpu();
      video.observe(o);
      if (i >= pictures) late += cpu() - before;
    }
    System.out.printf("replay: %.2f ms a second after an hour%n", late / 60e6);
    var voice = (VoiceDetector) detector("voice_replay");
    late = 0;
    for (int n = 0; n < 7320; n++) {
      var samples = new float[VoiceWindow.SAMPLES];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = (float) (0.1 * random.nextGaussian() * (k / 1600 % 2));
      }
      var window = new VoiceWindow(samples, new boolean[VoiceWindow.SLOTS], n * 500_000L);
      long before = cpu();
      voice.hear(window);
      if (n >= 7200) late += cpu() - before;
    }
    System.out.printf("voice_replay: %.2f ms a second after an hour%n", late / 60e6);
  }
}
