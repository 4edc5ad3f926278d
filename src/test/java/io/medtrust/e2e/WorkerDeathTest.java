package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.medtrust.testing.Clips;
import io.medtrust.testing.NodeProcess;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The analysis worker dies during a call: the call does not notice, and analysis comes back. */
class WorkerDeathTest {
  private static final double UNKNOWN_SECONDS = 5;
  private static final double BACK_SECONDS = 10;
  private static final Pattern PORT_FILE = Pattern.compile("--port-file (\\S+)");

  @TempDir Path files;

  @Test
  void the_call_goes_on_and_analysis_is_back_after_a_kill_and_after_a_crash() throws Exception {
    var frames = Collections.nCopies(100, Clips.face());
    var y4m = Clips.y4m(files.resolve("camera.y4m"), frames, 20);
    var wav = Clips.wav(files.resolve("microphone.wav"), Clips.voice(10, 48_000));
    try (var node = TestNode.start();
        var camera = TestBrowser.playing(y4m, wav)) {
      Pages.enterRoom(camera.newPage(800, 600), node, "doctor", true);
      var patient = camera.newPage(800, 600);
      Watcher.recordConnections(patient);
      Pages.enterRoom(patient, node, "patient", false);
      Pages.awaitRemoteFrames(patient, 30);
      var live = new Live(node);
      Until.given(60, live::get, WorkerDeathTest::faceIsSeen);

      for (var signal : List.of("KILL", "SEGV")) {
        // as it is some seconds after any start
        Until.holds(60, () -> workers().stream().filter(WorkerDeathTest::ready).count() == 2);
        var before = Watcher.received(patient);
        long begin = System.nanoTime();
        signal(worker(), signal);
        Until.given(30, live::get, WorkerDeathTest::nothingIsKnown);
        double unknown = (System.nanoTime() - begin) / 1e9;
        Until.given(60, live::get, WorkerDeathTest::faceIsSeen);
        double back = (System.nanoTime() - begin) / 1e9;
        var after = Watcher.received(patient);
        long decoded = rise(before, after, "framesDecoded");
        System.out.printf(
            "SIG%s: unknown after %.2f s, known again after %.2f s; meanwhile %d frames, %d"
                + " freezes, %d packets lost%n",
            signal,
            unknown,
            back,
            decoded,
            rise(before, after, "freezeCount"),
            rise(before, after, "packetsLost"));
        assertTrue(unknown <= UNKNOWN_SECONDS * busy(), signal + ": unknown after " + unknown);
        assertTrue(back <= BACK_SECONDS * busy(), signal + ": back after " + back);
        assertTrue(decoded >= 3 * back, signal + ": " + decoded + " frames in " + back + " s");
        assertTrue(rise(before, after, "packetsLost") <= 0, signal + ": packets were lost");
        goesOn(patient);
      }
      assertEquals(List.of(), camera.complaints());
    }
  }

  /** The newest trust, as a client asks for it. */
  private record Live(TestNode node, String path, String token) {
    Live(TestNode node) {
      this(node, "/api/v1/trustscore/live/" + node.session(), node.token("admin"));
    }

    JsonObject get() {
      return node.get(path, token);
    }
  }

  private static boolean faceIsSeen(JsonObject live) {
    return signals(live).stream()
        .anyMatch(s -> is(s, "detector", "face_presence") && is(s, "state", "ok"));
  }

  /** The alarm of a picture that stands still was raised before, and stays for a while. */
  private static boolean nothingIsKnown(JsonObject live) {
    var alarms = live.getJsonArray("triggers");
    var status = alarms == null || alarms.isEmpty() ? "unknown" : "alert";
    return signals(live).stream().allMatch(s -> is(s, "state", "unknown"))
        && status.equals(live.getString("status"))
        && live.getInteger("trust_score") == null;
  }

  private static List<JsonObject> signals(JsonObject live) {
    var signals = live.getJsonArray("signals");
    if (signals == null) return List.of();
    return IntStream.range(0, signals.size()).mapToObj(signals::getJsonObject).toList();
  }

  private static boolean is(JsonObject signal, String name, String value) {
    return value.equals(signal.getString(name));
  }

  /** Pictures still come. */
  private static void goesOn(Page patient) {
    long now = Watcher.video(Watcher.received(patient), "framesDecoded");
    Until.given(
        20, () -> Watcher.video(Watcher.received(patient), "framesDecoded"), n -> n > now + 20);
  }

  private static long rise(JsonObject before, JsonObject after, String name) {
    return Watcher.video(after, name) - Watcher.video(before, name);
  }

  /** The worker in use: a spare one is always younger. */
  private static long worker() {
    return workers().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .min(Comparator.comparing(worker -> worker.info().startInstant().orElseThrow()))
        .orElseThrow()
        .pid();
  }

  private static List<Long> workers() {
    return NodeProcess.running("--parent " + ProcessHandle.current().pid() + " ");
  }

  /** A worker has written its port when it is ready. */
  private static boolean ready(long worker) {
    var port = PORT_FILE.matcher(NodeProcess.commandLine(worker));
    return port.find() && Files.exists(Path.of(port.group(1)));
  }

  private static void signal(long pid, String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertEquals(0, kill.waitFor());
  }

  /**
   * The limits are those of a machine that has nothing else to do; browser, node and worker
   * together keep about twice its cores busy.
   */
  private static double busy() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(1, system.getSystemLoadAverage() / (2.0 * system.getAvailableProcessors()));
  }
}
