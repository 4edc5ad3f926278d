package io.medtrust.e2e;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Wire;
import io.medtrust.lab.report.Figures;
import io.medtrust.testing.Clips;
import io.medtrust.testing.Sounds;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Scripted attacks through a real browser's camera and microphone: some seconds of a person, then
 * the attack, and when the first alert came. Prints a line a run. Needs the media folder; nothing
 * of it is kept.
 *
 * <p>Arguments: runs of each attack (2), a result file for {@code lab docs} (none), then the kinds
 * (all).
 */
public final class AttackReport {
  private static final int FPS = 30;
  private static final int GENUINE = 14;

  /** A voice must have been heard for 15 s before a change of it can be noticed. */
  private static final int GENUINE_SPEECH = 24;

  private static final int ATTACK = 32;
  private static final List<String> KINDS =
      List.of("frozen", "replayed_file", "switch_face", "screen_replay", "synthetic_voice");

  private final Path media;
  private final Path files;
  private final Figures figures =
      new Figures(
              "attacks_in_browser",
              "scripted attacks through a real browser: camera and microphone of Chromium, relay,"
                  + " analysis",
              "AttackReport 2 docs/results/attacks-in-browser.json (a test program)")
          .conditions(
              "VP8 as Chromium sends it, 640 × 480, on 127.0.0.1; nobody enrolled",
              "the attack begins after 14 s of the person, a synthetic voice after 24 s")
          .notMeasured("an enrolled person in the browser");
  private final Map<String, Figures.Tally> tallies = new LinkedHashMap<>();

  private AttackReport(Path media, Path files) {
    this.media = media;
    this.files = files;
  }

  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    var kinds = args.length > 2 ? Arrays.asList(args).subList(2, args.length) : KINDS;
    var media = Clips.mediaFolder().orElseThrow(() -> new IllegalStateException("no media folder"));
    var files = Files.createTempDirectory("medtrust-attacks");
    try {
      var report = new AttackReport(media, files);
      System.out.println(
          "| attack | run | seconds to the first alert | triggers | alerts before |");
      System.out.println("|---|---|---|---|---|");
      for (var kind : kinds) for (int run = 0; run < runs; run++) report.run(kind, run);
      if (args.length > 1) report.figures.write(Path.of(args[1]));
    } finally {
      try (var all = Files.walk(files)) {
        for (var f : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(f);
      }
    }
  }

  private void run(String kind, int run) throws Exception {
    // Another stretch of the person in each run, and another speaker.
    int before = kind.equals("synthetic_voice") ? GENUINE_SPEECH : GENUINE;
    var person = Clips.video(media.resolve("face/real/liveportrait-d6.mp4"), 1000);
    int from = 60 * run;
    var genuine =
        new ArrayList<>(person.subList(from, Math.min(person.size(), from + before * FPS)));
    var voice = speaker(run == 0 ? "1688-142285" : "1998-15444", before + ATTACK);
    var frames = new ArrayList<>(genuine);
    switch (kind) {
      case "frozen" -> frames.addAll(Collections.nCopies(ATTACK * FPS, genuine.getLast()));
      case "replayed_file" -> fill(frames, genuine.subList(2 * FPS, 12 * FPS));
      case "switch_face" ->
          fill(frames, Clips.video(media.resolve("face/real/liveportrait-d10.mp4"), 450));
      case "screen_replay" -> {
        frames.clear();
        frames.addAll(Clips.video(media.resolve("face/real/liveportrait-d10.mp4"), GENUINE * FPS));
        fill(frames, Clips.video(media.resolve("face/attack/screen-d10.mp4"), 300));
      }
      case "synthetic_voice" -> {
        frames.clear();
        frames.addAll(person);
        var cloned = synthetic(ATTACK, run);
        System.arraycopy(cloned, 0, voice, before * 48_000, cloned.length);
      }
      default -> throw new IllegalArgumentException("there is no attack " + kind);
    }
    var y4m = Clips.y4m(files.resolve("camera.y4m"), frames, FPS, false);
    var wav = Clips.wav(files.resolve("microphone.wav"), voice);
    Queue<Alert> alerts = new ConcurrentLinkedQueue<>();
    var began = new long[1];
    try (var node = TestNode.start();
        var camera = TestBrowser.playing(y4m, wav)) {
      var bus = node.node().vertx().eventBus();
      bus.<JsonObject>localConsumer(
          Addresses.ALERT, m -> alerts.add(Wire.decode(m.body(), Alert.class)));
      Pages.enterRoom(camera.newPage(800, 600), node, "doctor", true);
      var doctor = participant(node);
      bus.<JsonObject>localConsumer(
          Addresses.analysis(doctor),
          m -> {
            if (began[0] == 0
                && Wire.decode(m.body(), AnalysisEvent.class) instanceof AnalysisEvent.Face face) {
              began[0] = face.mediaTimeMillis();
            }
          });
      Until.holds(60, () -> began[0] > 0);
      long attack = began[0] + before * 1000L;
      long end = attack + (ATTACK - 2) * 1000L;
      Until.holds(
          before + ATTACK + 30,
          () -> System.currentTimeMillis() > end || first(alerts, kind, attack) != null);
      var first = first(alerts, kind, attack);
      long early = alerts.stream().filter(a -> a.active() && at(a) < attack).count();
      System.out.printf(
          "| %s | %d | %s | %s | %d |%n",
          kind,
          run + 1,
          first == null ? "none" : "%.1f".formatted((at(first) - attack) / 1000.0),
          first == null ? "" : String.join(", ", first.triggers()),
          early);
      tallies
          .computeIfAbsent(kind, k -> figures.found(k.replace('_', ' ')))
          .add(
              kind.equals("synthetic_voice")
                  ? "voice " + run
                  : kind.equals("screen_replay") ? "b" : "a",
              first != null,
              first == null ? Double.NaN : (at(first) - attack) / 1000.0);
    }
  }

  private static String participant(TestNode node) {
    var path = "/api/v1/trustscore/live/" + node.session();
    return Until.given(
            60, () -> node.get(path, node.token("admin")), live -> live.containsKey("verification"))
        .getString("verification");
  }

  /**
   * Chromium plays the file again when it is over, and the screen's clip is short: neither counts.
   */
  private static Alert first(Queue<Alert> alerts, String kind, long from) {
    return alerts.stream()
        .filter(a -> a.active() && at(a) >= from)
        .filter(
            a ->
                switch (kind) {
                  case "synthetic_voice" -> a.triggers().getFirst().contains("voice");
                  case "screen_replay" -> !a.triggers().contains("looped");
                  default -> true;
                })
        .findFirst()
        .orElse(null);
  }

  private static long at(Alert alert) {
    return Instant.parse(alert.raisedAt()).toEpochMilli();
  }

  private static void fill(List<byte[]> frames, List<byte[]> with) {
    for (int i = 0; frames.size() < (GENUINE + ATTACK) * FPS; i++) {
      frames.add(with.get(i % with.size()));
    }
  }

  /** That many seconds of one speaker, each recording once. */
  private short[] speaker(String name, int seconds) {
    var samples = new short[seconds * 48_000];
    int at = 0;
    for (int i = 0; at < samples.length && i < 20; i++) {
      var file = media.resolve("speech/human/ls-%s-%04d.flac".formatted(name, i));
      if (!Files.exists(file)) continue;
      var part = Sounds.read(file, 30);
      int n = Math.min(part.length, samples.length - at);
      System.arraycopy(part, 0, samples, at, n);
      at += n;
    }
    return samples;
  }

  private short[] synthetic(int seconds, int skip) throws Exception {
    var samples = new short[seconds * 48_000];
    int at = 0;
    try (var all = Files.list(media.resolve("speech/synthetic"))) {
      for (var file : all.sorted().skip(5L * skip).toList()) {
        if (at == samples.length || !file.toString().matches(".*\\.(wav|mp3|flac)")) continue;
        var part = Sounds.read(file, 20);
        int n = Math.min(part.length, samples.length - at);
        System.arraycopy(part, 0, samples, at, n);
        at += n;
      }
    }
    return samples;
  }
}
