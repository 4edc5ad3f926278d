package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.testing.Clips;
import io.medtrust.testing.Sounds;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.TestServers;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The doctor's face and voice from a browser's camera, through the relay, to the worker and the
 * wall.
 */
class VerifiedCallTest {
  private static final int FPS = 25;

  @TempDir Path files;

  @Test
  void a_real_face_and_voice_are_relayed_decoded_scored_shown_and_chained() throws Exception {
    var media = Clips.mediaFolder();
    assumeTrue(media.isPresent(), "needs the media folder");
    var frames = Clips.video(media.get().resolve("face/real/liveportrait-d6.mp4"), 500);
    var voice = Sounds.read(media.get().resolve("speech/human/ls-1688-142285-0000.flac"), 14);
    var live = call(frames, voice, "face_presence", "ok");
    assertEquals("ok", state(live, "face_presence"), live.encodePrettily());
  }

  @Test
  void a_picture_of_a_face_is_a_face_that_does_not_live() throws Exception {
    var frames = Collections.nCopies(100, Clips.face());
    var live = call(frames, Clips.voice(10, 48_000), "liveness", "failed");
    assertEquals("ok", state(live, "face_presence"), live.encodePrettily());
    assertEquals("failed", state(live, "liveness"), live.encodePrettily());
  }

  @Test
  void a_test_card_is_no_face() {
    try (var node = TestNode.start();
        var browser = TestBrowser.withFakeDevice()) {
      Pages.enterRoom(browser.newPage(1000, 800), node, "doctor", true);
      var live = awaitSignal(node, "face_presence", "failed");
      assertEquals("no_face", signal(live, "face_presence").getString("code"));
    }
  }

  /**
   * A call with this doctor; checks relay, pictures, sound, wall and chain, and gives the last
   * trust.
   */
  private JsonObject call(List<byte[]> frames, short[] voice, String detector, String state)
      throws Exception {
    var y4m = Clips.y4m(files.resolve("camera.y4m"), frames, FPS);
    var wav = Clips.wav(files.resolve("microphone.wav"), voice);
    try (var worker = new SeeingWorker();
        var node = TestNode.start(worker.environment());
        var camera = TestBrowser.playing(y4m, wav);
        var browser = TestBrowser.withFakeDevice()) {
      Pages.enterRoom(camera.newPage(1000, 800), node, "doctor", true);
      var patient = Pages.enterRoom(browser.newPage(1000, 800), node, "patient", false);
      Pages.awaitRemoteFrames(patient, 120);
      assertTrue(Watcher.loudness(patient) > 0.01, "the patient hears the doctor");

      var shown = Watcher.pictures(patient, 45);
      Until.given(20, () -> alike(shown, worker.seen()), pictures -> pictures.agree() >= 30);

      var live = awaitSignal(node, detector, state);
      var wall = browser.newPage(1280, 800);
      Pages.signInDisplay(wall, node);
      wall.waitForSelector("mt-wall-tile[data-media-time]");

      var chain = node.get("/api/v1/blockchain/audit/" + node.session(), node.token("admin"));
      assertTrue(chain.getInteger("total") > 10, chain.encode());
      assertEquals(100, chain.getInteger("integrity_score"), chain.encode());
      var report = TestServers.await(io.medtrust.ledger.Verifier.verify(node.node().pool()));
      assertTrue(report.intact() && report.blocks() > 10, report.toString());
      assertEquals(List.of(), camera.complaints());
      assertEquals(List.of(), browser.complaints());
      return live;
    }
  }

  /** How many pictures the browser showed, and of these the worker decoded, and of these agree. */
  record Pictures(int shown, int decoded, int agree) {}

  private static Pictures alike(Map<Integer, byte[]> shown, Map<Integer, byte[]> decoded) {
    int both = 0;
    int agree = 0;
    for (var number : shown.keySet()) {
      var other = decoded.get(number);
      if (other == null) continue;
      both++;
      if (Watcher.psnr(shown.get(number), other) >= 38) agree++;
    }
    return new Pictures(shown.size(), both, agree);
  }

  private static JsonObject awaitSignal(TestNode node, String detector, String state) {
    var token = node.token("admin");
    var path = "/api/v1/trustscore/live/" + node.session();
    return Until.given(
        60, () -> node.get(path, token), live -> state.equals(state(live, detector)));
  }

  private static JsonObject signal(JsonObject live, String detector) {
    var signals = live.getJsonArray("signals");
    if (signals == null) return new JsonObject();
    for (int i = 0; i < signals.size(); i++) {
      if (detector.equals(signals.getJsonObject(i).getString("detector")))
        return signals.getJsonObject(i);
    }
    return new JsonObject();
  }

  private static String state(JsonObject live, String detector) {
    return signal(live, detector).getString("state");
  }
}
