package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.Wire;
import io.medtrust.ops.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real worker process beside the test, killed in the middle of a verification. */
class WorkerProcessTest {
  private static final Duration START = Duration.ofSeconds(120);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean available = new AtomicBoolean();
  private final AtomicLong lostAt = new AtomicLong(System.nanoTime());
  private final AtomicInteger readings = new AtomicInteger();
  private AnalysisClientVerticle client;
  private TestSender sender;
  private int picture;

  @BeforeEach
  void begin() {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.analysis("doctor"),
            m -> {
              if (Wire.decode(m.body(), AnalysisEvent.class)
                  instanceof AnalysisEvent.Availability now) {
                available.set(now.available());
                if (!now.available()) lostAt.set(System.nanoTime());
              }
            });
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.reading("doctor"),
            m -> {
              var reading = Wire.decode(m.body(), Reading.class);
              if (reading.state() != Reading.State.UNKNOWN) readings.incrementAndGet();
            });
    var settings =
        Settings.load(null, Map.of())
            .with(
                Map.of(
                    "analysis.worker_heap_mb", "256",
                    // Times are asserted here, whatever else the machine does.
                    "analysis.worker_priority", "normal",
                    "analysis.spare_delay_ms", "0",
                    "analysis.ping_kill_ms", "4000"));
    client = new AnalysisClientVerticle(settings, new SimpleMeterRegistry());
    vertx.deployVerticle(client).await();
    sender = new TestSender(client.tap(), "doctor", VideoCodec.VP8, 320, 240);
    sender.openVideo();
    Await.until("the worker", START, available::get);
  }

  @AfterEach
  void end() throws Exception {
    var worker = client.ownWorker();
    sender.close();
    vertx.close().await(30, TimeUnit.SECONDS);
    if (worker != null) worker.onExit().get(10, TimeUnit.SECONDS);
    Await.until(
        "no worker outlives the node",
        () ->
            ProcessHandle.current()
                .children()
                .noneMatch(
                    child -> child.info().commandLine().orElse("").contains("WorkerCommand")));
  }

  /** The camera goes on at about its own rate until a detector says something known. */
  private void untilReadings() {
    int before = readings.get();
    var next = new AtomicLong(System.nanoTime());
    Await.until(
        "readings",
        START,
        () -> {
          if (System.nanoTime() - next.get() >= 0) {
            next.addAndGet(33_333_333);
            sender.sendPicture(picture++);
          }
          return readings.get() > before;
        });
  }

  private void signal(ProcessHandle worker, String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + worker.pid()).start().waitFor());
  }

  private void survives(String signal) throws Exception {
    untilReadings();
    Await.until("a spare worker", START, client::spareReady);
    var first = client.ownWorker();
    int asked = sender.keyFramesAsked.get();
    long killedAt = System.nanoTime();
    signal(first, signal);
    Await.until("unknown", () -> lostAt.get() - killedAt > 0);
    assertTrue(
        lostAt.get() - killedAt < 5_000_000_000L,
        "unknown only after " + (lostAt.get() - killedAt) / 1_000_000 + " ms");
    Await.until("analysis is back", START, available::get);
    long back = (System.nanoTime() - killedAt) / 1_000_000;
    untilReadings();
    long read = (System.nanoTime() - killedAt) / 1_000_000;
    System.out.printf(
        "%s: unknown after %d ms, analysis back after %d ms, first known reading after %d ms%n",
        signal, (lostAt.get() - killedAt) / 1_000_000, back, read);
    assertTrue(back < 10_000, "analysis back only after " + back + " ms");
    assertNotEquals(first.pid(), client.ownWorker().pid());
    assertTrue(sender.keyFramesAsked.get() > asked, "no key frame was asked for");
    assertTrue(client.health().result().available());
  }

  @Test
  void a_killed_worker_is_unknown_at_once_and_analysis_comes_back() throws Exception {
    survives("KILL");
  }

  @Test
  void a_worker_that_crashes_in_native_code_is_unknown_at_once_and_analysis_comes_back()
      throws Exception {
    survives("SEGV");
  }

  @Test
  void a_worker_that_stops_answering_is_replaced() throws Exception {
    survives("STOP");
  }

  @Test
  void a_worker_without_its_node_ends() throws Exception {
    var orphan =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                WorkerCommand.class.getName(),
                "--listen",
                "127.0.0.1:0",
                "--parent",
                "" + Integer.MAX_VALUE)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(orphan.waitFor(60, TimeUnit.SECONDS));
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void the_worker_gets_nothing_of_the_node_s_environment_but_its_own_section() {
    var environment =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "MEDTRUST_APP_TOKEN_SECRET", "secret",
                "MEDTRUST_PG_URL", "postgresql://user:password@host/db"));
    WorkerProcess.environment(environment, Map.of("detect.pulse.min_fps", "20"));
    assertEquals(
        Map.of("PATH", "/bin", "MEDTRUST_ANALYSIS_DETECT_PULSE_MIN_FPS", "20"), environment);
    assertNull(environment.get("MEDTRUST_APP_TOKEN_SECRET"));
  }
}
