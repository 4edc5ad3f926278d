package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.run.TestObservations;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.media.TestPictures;
import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.analysis.worker.AnalysisWorker;
import io.medtrust.analysis.worker.WorkerParts;
import io.medtrust.analysis.worker.WorkerSettings;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.StillTaken;
import io.medtrust.bus.StillWanted;
import io.medtrust.bus.Wire;
import io.medtrust.ops.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From RTP packets in the tap over a worker's gRPC to readings on the bus. */
class AnalysisPipelineTest {
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<Integer, Picture> pictures = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<VoiceWindow> windows = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Reading> readings = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<AnalysisEvent> events = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Knowledge> told = new ConcurrentLinkedQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile Function<FaceObservation, List<Output>> video =
      o -> List.of(Verdict.ok(50, "ok", "seen", Map.of("width", o.width())));
  private volatile Runnable inTracker = () -> {};
  private AnalysisWorker worker;
  private AnalysisClientVerticle client;
  private TestSender sender;

  @BeforeEach
  void listen() {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.reading("doctor"), m -> readings.add(Wire.decode(m.body(), Reading.class)));
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.analysis("doctor"),
            m -> events.add(Wire.decode(m.body(), AnalysisEvent.class)));
  }

  private void start(Map<String, String> changed, VideoCodec codec, int width, int height) {
    var settings = Settings.load(null, Map.of()).with(changed);
    FaceTracker.Factory faces =
        new FaceTracker.Factory() {
          @Override
          public boolean available() {
            return true;
          }

          @Override
          public FaceTracker open(Map<String, String> detectorSettings) {
            return new KeepingTracker();
          }
        };
    var seeing =
        new VideoDetector() {
          @Override
          public List<Output> observe(FaceObservation o) {
            return video.apply(o);
          }

          @Override
          public void know(Knowledge knowledge) {
            told.add(knowledge);
          }
        };
    VoiceDetector hearing =
        w -> {
          windows.add(w);
          return List.of(Verdict.ok(60, "ok", "heard", Map.of()));
        };
    var parts =
        WorkerParts.find(
            faces,
            List.of(
                new DetectorFactory("seeing", "face", DetectorFactory.Kind.VIDEO, _ -> seeing),
                new DetectorFactory("hearing", "voice", DetectorFactory.Kind.VOICE, _ -> hearing)));
    worker =
        AnalysisWorker.start(vertx, "127.0.0.1", 0, WorkerSettings.from(settings), parts, () -> {})
            .await();
    client =
        new AnalysisClientVerticle(
            settings.with(Map.of("analysis.workers", "127.0.0.1:" + worker.port())), registry);
    vertx.deployVerticle(client).await();
    sender = new TestSender(client.tap(), "doctor", codec, width, height);
  }

  private final class KeepingTracker implements FaceTracker {
    @Override
    public FaceObservation track(Picture picture) {
      inTracker.run();
      pictures.put(picture.rtpTimestamp(), TestPictures.copy(picture));
      return TestObservations.of(picture);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @AfterEach
  void end() throws Exception {
    release.countDown();
    if (sender != null) sender.close();
    if (worker != null) worker.close().await(30, TimeUnit.SECONDS);
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private <T extends AnalysisEvent> Stream<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  private void awaitAvailable(boolean available) {
    Await.until(
        "available " + available,
        () -> {
          var last = events(AnalysisEvent.Availability.class).reduce((_, b) -> b);
          return last.isPresent() && last.get().available() == available;
        });
  }

  private void awaitReading(String what, Predicate<Reading> test) {
    Await.until(what, () -> readings.stream().anyMatch(test));
  }

  /** Sends picture {@code n} and waits until the worker has decoded it. */
  private void show(int n) {
    sender.sendPicture(n);
    Await.until("picture " + n, () -> pictures.containsKey(n * 3000));
  }

  private void begin() {
    sender.openVideo();
    awaitAvailable(true);
  }

  @ParameterizedTest
  @EnumSource
  void pictures_come_out_as_they_were_drawn(VideoCodec codec) {
    start(Map.of(), codec, 320, 240);
    begin();
    for (int n = 0; n < 30; n++) {
      show(n);
      var picture = pictures.get(n * 3000);
      assertTrue(TestPictures.psnr(sender.draw(n), picture) > 30, "picture " + n);
      assertFalse(picture.damaged());
    }
    awaitReading("a reading", r -> r.detector().equals("seeing") && r.score() == 50);
    var reading = readings.peek();
    assertEquals("session", reading.session());
    assertEquals(320, reading.evidence().get("width"));
    assertTrue(Math.abs(reading.mediaTimeMillis() - System.currentTimeMillis()) < 60_000);
    Await.until(
        "the decoder's counts",
        () ->
            registry
                    .counter(
                        "medtrust_frames_decoded_total",
                        "codec",
                        codec.name().toLowerCase(java.util.Locale.ROOT))
                    .count()
                >= 30);
    Await.until(
        "the detector's time",
        () -> {
          var timer =
              registry.find("medtrust_detector_seconds").tag("detector", "seeing").functionTimer();
          return timer != null && timer.count() >= 1;
        });
  }

  @Test
  void what_follows_a_loss_is_marked_and_a_key_frame_is_asked_for() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    for (int n = 0; n < 3; n++) show(n);
    int asked = sender.keyFramesAsked.get();
    sender.encode(3);
    for (int n = 4; n < 7; n++) sender.sendPicture(n);
    Await.until("a damaged picture", () -> pictures.values().stream().anyMatch(Picture::damaged));
    Await.until("a request", () -> sender.keyFramesAsked.get() > asked);
    show(7);
    assertTrue(pictures.get(7 * 3000).keyFrame());
    assertFalse(pictures.get(7 * 3000).damaged());
    Await.until(
        "the count of damaged pictures",
        () -> registry.counter("medtrust_frames_damaged_total").count() >= 1);
  }

  @Test
  void a_forged_size_is_refused_and_the_camera_s_signals_are_unknown() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    show(0);
    var bomb = sender.encodeFrame(1, true);
    bomb[6] = (byte) 0xff;
    bomb[7] = 0x3f;
    bomb[8] = (byte) 0xff;
    bomb[9] = 0x3f;
    sender.sendVideo(sender.packetize(bomb, 1));
    awaitReading(
        "unknown", r -> r.code().equals("picture_refused") && r.state() == Reading.State.UNKNOWN);
    Await.until("the count", () -> registry.counter("medtrust_frames_refused_total").count() == 1);
    int[] n = {1};
    Await.until(
        "pictures again",
        () -> {
          sender.sendPicture(++n[0]);
          return pictures.containsKey(n[0] * 3000 - 3000) && n[0] > 2;
        });
  }

  @Test
  void a_size_change_in_the_middle_goes_on() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    show(0);
    try (var other = new io.medtrust.analysis.media.TestEncoder(VideoCodec.VP8, 640, 480)) {
      sender.sendVideo(
          sender.packetize(other.encode(TestPictures.draw(640, 480, 1), true).data(), 1));
    }
    Await.until("the larger picture", () -> pictures.containsKey(3000));
    assertEquals(640, pictures.get(3000).width());
  }

  @Test
  void sound_arrives_as_windows_and_losses_are_missing() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    sender.openSound();
    awaitAvailable(true);
    long begin = System.nanoTime();
    for (int n = 0; n < 80; n++) {
      // As fast as a microphone: capture times come from the arrival.
      long at = begin + n * 20_000_000L;
      Await.until("time", () -> System.nanoTime() - at >= 0);
      if (n >= 50 && n < 60) sender.loseSound();
      else sender.sendSound();
    }
    Await.until("windows", () -> windows.size() >= 2);
    double energy = 0;
    for (float s : windows.peek().samples()) energy += s * s;
    assertEquals(0.08, energy / VoiceWindow.SAMPLES, 0.02);
    Await.until("missing", () -> windows.stream().anyMatch(w -> w.missingShare() > 0.15));
    awaitReading("a reading", r -> r.detector().equals("hearing"));
  }

  @Test
  void noise_as_opus_disturbs_nobody() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    sender.openSound();
    var random = new Random(9);
    for (int n = 0; n < 200; n++) {
      var noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      sender.sendNoiseAsSound(noise);
    }
    for (int n = 0; n < 5; n++) show(n);
    Await.until(
        "the count", () -> registry.counter("medtrust_frames_undecodable_total").count() > 0);
  }

  @Test
  void garbage_and_truncated_frames_disturb_nobody() {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    show(0);
    var random = new Random(4);
    for (int n = 1; n < 60; n++) {
      var frame = sender.encodeFrame(n, n % 9 == 0);
      var cut = java.util.Arrays.copyOf(frame, 1 + random.nextInt(frame.length));
      if (n % 3 == 0) random.nextBytes(cut);
      sender.sendVideo(sender.packetize(cut, n));
    }
    var rtp = new byte[40];
    for (int n = 0; n < 500; n++) {
      random.nextBytes(rtp);
      sender.sendVideo(List.of(rtp));
    }
    Await.until("a request", () -> sender.keyFramesAsked.get() > 0);
    int[] n = {100};
    Await.until(
        "pictures again",
        () -> {
          sender.sendPicture(++n[0]);
          return pictures.values().stream()
              .anyMatch(p -> p.rtpTimestamp() > 300_000 && !p.damaged());
        });
  }

  @Test
  void a_detector_that_throws_is_unknown_at_once() {
    video =
        _ -> {
          throw new IllegalStateException("broken");
        };
    start(Map.of(), VideoCodec.VP8, 160, 120);
    begin();
    show(0);
    awaitReading("unknown", r -> r.code().equals("failed_internally"));
    video = _ -> List.of(Verdict.ok(70, "ok", "again", Map.of()));
    int[] n = {0};
    Await.until(
        "known again",
        () -> {
          sender.sendPicture(++n[0]);
          return readings.stream().anyMatch(r -> r.state() == Reading.State.OK);
        });
  }

  @Test
  void a_detector_that_hangs_is_late_then_replaced() {
    video =
        _ -> {
          try {
            release.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    start(
        Map.of("analysis.detector_budget_ms", "50", "analysis.detector_hang_ms", "300"),
        VideoCodec.VP8,
        160,
        120);
    begin();
    show(0);
    awaitReading("late", r -> r.code().equals("late"));
    awaitReading("hung", r -> r.code().equals("hung"));
    video = _ -> List.of(Verdict.ok(70, "ok", "again", Map.of()));
    int[] n = {0};
    Await.until(
        "known again",
        () -> {
          sender.sendPicture(++n[0]);
          return readings.stream().anyMatch(r -> r.state() == Reading.State.OK);
        });
  }

  @Test
  void a_worker_that_falls_behind_goes_on_with_a_key_frame() {
    var entered = new CountDownLatch(1);
    inTracker =
        () -> {
          entered.countDown();
          try {
            release.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    start(Map.of("analysis.frame_queue", "5"), VideoCodec.VP8, 160, 120);
    begin();
    sender.sendPicture(0);
    Await.until("the first picture", () -> entered.getCount() == 0);
    int asked = sender.keyFramesAsked.get();
    for (int n = 1; n < 20; n++) sender.sendPicture(n);
    Await.until("a request", () -> sender.keyFramesAsked.get() > asked);
    Await.until(
        "the count",
        () -> registry.counter("medtrust_analysis_dropped_total", "where", "worker").count() > 0);
    release.countDown();
    show(30);
    assertTrue(pictures.values().stream().noneMatch(Picture::damaged));
    assertTrue(pictures.size() < 20);
  }

  @Test
  void what_a_call_began_with_is_told_to_the_detectors_after_a_pause() {
    var first = new Knowledge.Template("face", "a model", new float[] {0.6f, -0.8f}, 0.5f);
    video = _ -> List.of(new Output.Beginning(first));
    start(Map.of(), VideoCodec.VP8, 160, 120);
    begin();
    awaitBeginning(first, 0);
    sender.closeVideo();
    awaitAvailable(false);
    told.clear();
    video = _ -> List.of();
    sender.openVideo();
    awaitAvailable(true);
    awaitBeginning(first, 1000);
  }

  @Test
  void a_small_picture_comes_when_it_is_asked_for_and_none_without_a_camera() throws Exception {
    start(Map.of(), VideoCodec.VP8, 320, 240);
    begin();
    show(0);
    var wanted = Wire.encode(new StillWanted("doctor"));
    var reply = vertx.eventBus().<JsonObject>request(Addresses.ANALYSIS_STILL, wanted);
    int[] n = {0};
    Await.until(
        "the picture",
        () -> {
          sender.sendPicture(++n[0]);
          return reply.isComplete();
        });
    var still = Wire.decode(reply.result().body(), StillTaken.class);
    var jpeg = Base64.getDecoder().decode(still.jpeg());
    assertEquals(160, ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth());
    sender.closeVideo();
    awaitAvailable(false);
    var none = vertx.eventBus().<JsonObject>request(Addresses.ANALYSIS_STILL, wanted);
    Await.until("the refusal", none::isComplete);
    assertTrue(none.failed());
  }

  private void awaitBeginning(Knowledge.Template first, int picture) {
    int[] n = {picture};
    Await.until(
        "the beginning",
        () -> {
          sender.sendPicture(n[0]++);
          return told.stream()
              .filter(Knowledge.Began.class::isInstance)
              .map(k -> ((Knowledge.Began) k).of("face", "a model"))
              .anyMatch(t -> t != null && Arrays.equals(t.values(), first.values()));
        });
  }

  @Test
  void ended_tracks_are_unknown_and_the_last_one_ends_the_verification() {
    start(Map.of(), VideoCodec.VP8, 160, 120);
    begin();
    sender.openSound();
    show(0);
    sender.sendSound();
    sender.closeVideo();
    awaitReading("no video", r -> r.code().equals("no_video") && r.detector().equals("seeing"));
    sender.closeSound();
    awaitAvailable(false);
    Await.until("no verification", () -> worker.status().getVerifications() == 0);
    Await.until("health", () -> client.health().result().verifications() == 0);
    sender.openVideo();
    awaitAvailable(true);
  }
}
