package io.medtrust.e2e;

import com.microsoft.playwright.Page;
import io.medtrust.testing.Clips;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Measures how long a verdict takes, browser to browser, and prints a table: from a black step in
 * the camera's picture to the wall, and from joining to the first reading. Both browsers and the
 * node are on this machine and share its clock; they also share its cores.
 *
 * <p>Arguments: how many steps (100) and how many joins (20).
 */
public final class LatencyReport {
  private static final int FPS = 20;

  /**
   * Frames of face, then of black: about 1.5 s each. Together they are no multiple of the time
   * between two computations of trust, so that steps fall anywhere in it.
   */
  private static final int FACE = 31;

  private static final int BLACK = 30;

  private final Path files;
  private final Path voice;

  private LatencyReport(Path files) throws IOException {
    this.files = files;
    voice = Clips.wav(files.resolve("microphone.wav"), Clips.voice(10, 48_000));
  }

  public static void main(String[] args) throws Exception {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int joins = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    var files = Files.createTempDirectory("medtrust-latency");
    try {
      var report = new LatencyReport(files);
      System.out.println("| what | n | p50 | p95 | worst |\n|---|---|---|---|---|");
      if (steps > 0) report.steps(steps);
      if (joins > 0) report.joins(joins);
      var system = ManagementFactory.getOperatingSystemMXBean();
      System.out.printf(
          "%d cores, load average %.1f at the end%n",
          system.getAvailableProcessors(), system.getSystemLoadAverage());
    } finally {
      try (var all = Files.walk(files)) {
        for (var f : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(f);
      }
    }
  }

  private void steps(int count) throws Exception {
    var frames = new ArrayList<>(Collections.nCopies(FACE, Clips.face()));
    var black = new byte[Clips.WIDTH * Clips.HEIGHT * 3 / 2];
    java.util.Arrays.fill(black, 0, Clips.WIDTH * Clips.HEIGHT, (byte) 16);
    java.util.Arrays.fill(black, Clips.WIDTH * Clips.HEIGHT, black.length, (byte) 128);
    frames.addAll(Collections.nCopies(BLACK, black));
    var clip = Clips.y4m(files.resolve("steps.y4m"), frames, FPS);
    try (var node = TestNode.start();
        var camera = TestBrowser.playing(clip, voice);
        var browser = TestBrowser.withFakeDevice()) {
      var doctor = Pages.enterRoom(camera.newPage(800, 600), node, "doctor", true);
      var wall = browser.newPage(1280, 800);
      Pages.signInDisplay(wall, node);
      wall.waitForSelector("mt-wall-tile");
      watchPaints(wall);
      Until.holds(60, () -> paints(wall).size() > 50);
      doctor.evaluate(
          WATCH_STEPS
              .replace("FACE", Integer.toString(FACE))
              .replace("FPS", Integer.toString(FPS)));
      Until.given(count * 6, () -> steps(doctor).size(), n -> n >= count);
      wall.waitForTimeout(5000);
      var times = steps(doctor);
      var paints = paints(wall);
      var painted = new ArrayList<Double>();
      var judged = new ArrayList<Double>();
      for (int i = 0; i < times.size(); i++) {
        double step = times.getDouble(i);
        painted.add(firstPaint(paints, step, false) - step);
        // a verdict that is not there when the face is back was never shown
        double verdict = firstPaint(paints, step, true) - step;
        if (verdict < 1500.0 * 2) judged.add(verdict);
      }
      row("black step in the camera → wall painted with media from then or later", painted);
      row("black step in the camera → wall painted with the face gone", judged);
    }
  }

  /**
   * When the wall first showed media from a moment or later, epoch milliseconds.
   *
   * @param gone the face must also be judged as not there, by a picture from then or later
   */
  private static double firstPaint(JsonArray paints, double moment, boolean gone) {
    for (int i = 0; i < paints.size(); i++) {
      var paint = paints.getJsonArray(i);
      if (paint.getDouble(gone ? 2 : 0) < moment) continue;
      if (!gone || !paint.getString(3).equals("ok")) return paint.getDouble(1);
    }
    return Double.POSITIVE_INFINITY;
  }

  private void joins(int count) throws Exception {
    var clip =
        Clips.y4m(files.resolve("face.y4m"), Collections.nCopies(2 * FPS, Clips.face()), FPS);
    var readings = new ArrayList<Double>();
    var scores = new ArrayList<Double>();
    try (var node = TestNode.start();
        var camera = TestBrowser.playing(clip, voice);
        var browser = TestBrowser.withFakeDevice()) {
      var patient = Pages.enterRoom(browser.newPage(800, 600), node, "patient", false);
      patient.keyboard().press("v");
      patient.waitForTimeout(10_000); // the worker and its spare have started
      var token = node.token("admin");
      var live = "/api/v1/trustscore/live/" + node.session();
      for (int i = 0; i < count; i++) {
        patient.evaluate("window.paints = []");
        watchPaints(patient);
        var doctor = camera.newPage(800, 600);
        doctor.addInitScript(
            """
            addEventListener('click', e => {
              if (e.composedPath().some(n => n.matches?.('button.big'))) sessionStorage.joinedAt = Date.now();
            }, true);\
            """);
        Pages.enterRoom(doctor, node, "doctor", true);
        double joined = Double.parseDouble((String) doctor.evaluate("sessionStorage.joinedAt"));
        Until.given(60, () -> first(paints(patient), 5, joined), at -> at < 1e15);
        readings.add(first(paints(patient), 4, joined) - joined);
        scores.add(first(paints(patient), 5, joined) - joined);
        doctor.context().close();
        // the next one begins with nothing known
        Until.given(60, () -> node.get(live, token).getInteger("trust_score"), Objects::isNull);
        patient.waitForTimeout(2000);
      }
    }
    row("join pressed → first reading on the patient's page", readings);
    row("join pressed → first score on the patient's page", scores);
  }

  private static double first(JsonArray paints, int flag, double since) {
    for (int i = 0; i < paints.size(); i++) {
      var paint = paints.getJsonArray(i);
      if (paint.getBoolean(flag) && paint.getDouble(0) >= since) return paint.getDouble(1);
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Times of the black steps: capture time of the frame whose number is the first black one's. */
  private static final String WATCH_STEPS =
      """
      () => {
        window.steps = [];
        const video = document.querySelector('mt-video-tile[self]').shadowRoot.querySelector('video');
        const paint = new OffscreenCanvas(640, 24).getContext('2d', { willReadFrequently: true });
        const read = () => {
          paint.drawImage(video, 0, 456, 640, 24, 0, 0, 640, 24);
          const row = paint.getImageData(0, 12, 640, 1).data;
          let code = 0;
          for (let cell = 0; cell < 20; cell++) code = (code << 1) | (row[4 * (cell * 32 + 16) + 1] > 128 ? 1 : 0);
          return code >> 18 === 0b10 ? (code >> 4) & 0x3fff : -1;
        };
        let last = -1;
        const look = (now, frame) => {
          const number = read();
          if (last >= 0 && last < FACE && number >= FACE) {
            steps.push(performance.timeOrigin + (frame.captureTime ?? now) - ((number - FACE) * 1000) / FPS);
          }
          last = number;
          video.requestVideoFrameCallback(look);
        };
        video.requestVideoFrameCallback(look);
      }\
      """;

  /**
   * Keeps of each paint: media time, time of the paint, media time of the face's presence, its
   * code, whether there was any reading, whether there was a score.
   */
  private static void watchPaints(Page page) {
    page.evaluate(
        """
        () => {
          window.paints = [];
          if (window.watching) return;
          window.watching = true;
          document.addEventListener('mt-painted', ({ detail: { mediaTime, paintedAt, update } }) => {
            const face = update.signals.find(s => s.detector === 'face_presence');
            const read = update.signals.some(s => s.state !== 'unknown');
            paints.push([mediaTime, paintedAt, face?.media_time ?? 0, face?.code ?? '', read, update.trust_score !== null && update.trust_score !== undefined]);
          });
        }\
        """);
  }

  private static JsonArray paints(Page page) {
    return new JsonArray((String) page.evaluate("JSON.stringify(paints)"));
  }

  private static JsonArray steps(Page page) {
    return new JsonArray((String) page.evaluate("JSON.stringify(steps)"));
  }

  private static void row(String what, List<Double> millis) {
    var sorted = millis.stream().sorted().toList();
    if (sorted.isEmpty()) return;
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f ms | %.0f ms | %.0f ms |%n",
        what,
        sorted.size(),
        sorted.get((sorted.size() - 1) / 2),
        sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1),
        sorted.getLast());
  }
}
