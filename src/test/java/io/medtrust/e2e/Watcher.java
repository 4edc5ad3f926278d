package io.medtrust.e2e;

import com.microsoft.playwright.Page;
import io.medtrust.testing.Barcode;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at what a page received: its statistics, its pictures, its sound. */
final class Watcher {
  private Watcher() {}

  private static final String REMOTE =
      "[...document.querySelectorAll('mt-video-tile:not([self])')].map(t => (t.shadowRoot ??"
          + " t).querySelector('video')).find(v => v?.srcObject)";

  /** Keeps a page's connections, so that {@link #received} finds them; before it goes anywhere. */
  static void recordConnections(Page page) {
    recordConnections(page, 0, 0);
  }

  /**
   * The same, and the page sends its media to another port than the relay told it, as if there were
   * a network between.
   */
  static void recordConnections(Page page, int toldPort, int port) {
    page.addInitScript(
        """
        window.connections = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(...how) {
            super(...how);
            connections.push(this);
          }
          setRemoteDescription({ type, sdp }) {
            return super.setRemoteDescription({ type, sdp: sdp.replaceAll(' TOLD typ host', ' PORT typ host') });
          }
        };\
        """
            .replace("TOLD", Integer.toString(toldPort))
            .replace("PORT", Integer.toString(port)));
  }

  /**
   * Statistics of what the page receives: {@code video} and {@code audio}, each the inbound-rtp
   * object of the W3C's webrtc-stats with the most packets, and {@code relay}, the address that
   * they come from. Empty while there is no connection.
   */
  static JsonObject received(Page page) {
    return new JsonObject(
        (String)
            page.evaluate(
                """
                async () => {
                  const pc = connections.findLast(c => c.connectionState === 'connected');
                  const found = {};
                  if (!pc) return '{}';
                  const report = await pc.getStats();
                  for (const s of report.values()) {
                    if (s.type === 'inbound-rtp' && (s.packetsReceived ?? 0) >= (found[s.kind]?.packetsReceived ?? 0)) found[s.kind] = s;
                    if (s.type === 'candidate-pair' && s.nominated) found.relay = report.get(s.remoteCandidateId)?.address;
                  }
                  return JSON.stringify(found);
                }\
                """));
  }

  /** One number of the received pictures' statistics; 0 while there is none. */
  static long video(JsonObject received, String name) {
    var video = received.getJsonObject("video");
    return video == null ? 0 : Math.round(video.getDouble(name, 0.0));
  }

  /** Luma of pictures that the page decoded, by the number burnt into them. */
  static Map<Integer, byte[]> pictures(Page page, int count) {
    @SuppressWarnings("unchecked")
    var encoded =
        (List<String>)
            page.evaluate(
                """
                async count => {
                  const video = REMOTE;
                  const canvas = new OffscreenCanvas(640, 480);
                  const paint = canvas.getContext('2d', { willReadFrequently: true });
                  const taken = [];
                  const until = performance.now() + 45000;
                  while (taken.length < count && performance.now() < until) {
                    await new Promise(done => video.requestVideoFrameCallback(done));
                    if (video.videoWidth !== 640 || video.videoHeight !== 480) continue;
                    paint.drawImage(video, 0, 0);
                    const rgba = paint.getImageData(0, 0, 640, 480).data;
                    const luma = new Uint8Array(640 * 480);
                    for (let i = 0; i < luma.length; i++) {
                      luma[i] = Math.round(16 + (65.481 * rgba[4 * i] + 128.553 * rgba[4 * i + 1] + 24.966 * rgba[4 * i + 2]) / 255);
                    }
                    let text = '';
                    for (let i = 0; i < luma.length; i += 4096) text += String.fromCharCode(...luma.subarray(i, i + 4096));
                    taken.push(btoa(text));
                  }
                  return taken;
                }\
                """
                    .replace("REMOTE", REMOTE),
                count);
    var byNumber = new TreeMap<Integer, byte[]>();
    for (var text : encoded) {
      var luma = Base64.getDecoder().decode(text);
      int number = Barcode.read(luma, Barcode.WIDTH);
      if (number >= 0) byNumber.put(number, luma);
    }
    return byNumber;
  }

  /** The loudest sample of the others' sound within two seconds, 0..1. */
  static double loudness(Page page) {
    return ((Number)
            page.evaluate(
                """
                async () => {
                  const video = REMOTE;
                  const audio = new AudioContext();
                  const analyser = audio.createAnalyser();
                  audio.createMediaStreamSource(new MediaStream(video.srcObject.getAudioTracks())).connect(analyser);
                  const wave = new Float32Array(analyser.fftSize);
                  let peak = 0;
                  const until = performance.now() + 2000;
                  while (performance.now() < until) {
                    await new Promise(requestAnimationFrame);
                    analyser.getFloatTimeDomainData(wave);
                    for (const x of wave) peak = Math.max(peak, Math.abs(x));
                  }
                  await audio.close();
                  return peak;
                }\
                """
                    .replace("REMOTE", REMOTE)))
        .doubleValue();
  }

  /** What the page has decoded: {@code frames} and {@code freezes} of the others' pictures. */
  static JsonObject quality(Page page) {
    return new JsonObject(
        (String)
            page.evaluate(
                """
                () => {
                  const q = REMOTE.getVideoPlaybackQuality();
                  return JSON.stringify({ frames: q.totalVideoFrames, dropped: q.droppedVideoFrames });
                }\
                """
                    .replace("REMOTE", REMOTE)));
  }

  /**
   * Peak signal-to-noise ratio of two luma planes above the barcode, dB; 99 when they are equal.
   */
  static double psnr(byte[] a, byte[] b) {
    double error = 0;
    int n = Barcode.WIDTH * Barcode.TOP;
    for (int i = 0; i < n; i++) {
      double d = (a[i] & 0xff) - (b[i] & 0xff);
      error += d * d;
    }
    return error == 0 ? 99 : 10 * Math.log10(255 * 255 / (error / n));
  }
}
