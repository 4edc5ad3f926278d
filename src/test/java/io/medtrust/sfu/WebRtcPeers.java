package io.medtrust.sfu;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * libwebrtc as publisher (WHIP) and as subscriber (WHEP), in a process of its own: a fault in
 * native code must not take the tests with it. Prints {@code decoded N heard M} and ends with 0
 * when enough came.
 *
 * <p>Arguments: base URL, session, frames to wait for.
 */
public final class WebRtcPeers {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  private WebRtcPeers(String base) {
    this.base = base;
  }

  public static void main(String[] args) throws Exception {
    int wanted = Integer.parseInt(args[2]);
    int status = new WebRtcPeers(args[0]).run(args[1], wanted) ? 0 : 1;
    System.out.flush();
    // Native threads outlive main; nothing is left that an orderly end could save.
    Runtime.getRuntime().halt(status);
  }

  private boolean run(String session, int wanted) throws Exception {
    // Two factories: one audio module for both aborts the process when it is fed by hand.
    var sends = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
    var receives = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
    var camera = new CustomVideoSource();
    var microphone = new CustomAudioSource();
    var publisher = sends.createPeerConnection(new RTCConfiguration(), observer(_ -> {}));
    publisher.addTrack(sends.createVideoTrack("camera", camera), List.of("publisher"));
    publisher.addTrack(sends.createAudioTrack("microphone", microphone), List.of("publisher"));
    for (var transceiver : publisher.getTransceivers()) {
      transceiver.setDirection(RTCRtpTransceiverDirection.SEND_ONLY);
    }
    post(publisher, "/whip/" + session, "doctor");

    var decoded = new AtomicInteger();
    var heard = new AtomicInteger();
    var wrongSize = new AtomicBoolean();
    var unfedVideo = new CustomVideoSource();
    var unfedAudio = new CustomAudioSource();
    var subscriber =
        receives.createPeerConnection(
            new RTCConfiguration(),
            observer(
                transceiver -> {
                  switch (transceiver.getReceiver().getTrack()) {
                    case VideoTrack video ->
                        video.addSink(
                            frame -> {
                              decoded.incrementAndGet();
                              if (frame.buffer.getWidth() * HEIGHT
                                  != frame.buffer.getHeight() * WIDTH) {
                                wrongSize.set(true);
                              }
                              // Exactly once, and not the buffer besides: it is the same object.
                              frame.release();
                            });
                    case AudioTrack audio ->
                        audio.addSink((data, _, _, _, _) -> heard.addAndGet(loud(data) ? 1 : 0));
                    default -> {}
                  }
                }));
    var receiveOnly = new RTCRtpTransceiverInit();
    receiveOnly.direction = RTCRtpTransceiverDirection.RECV_ONLY;
    subscriber.addTransceiver(receives.createVideoTrack("v", unfedVideo), receiveOnly);
    subscriber.addTransceiver(receives.createAudioTrack("a", unfedAudio), receiveOnly);
    post(subscriber, "/whep/" + session, "display-1");

    long began = System.nanoTime();
    int n = 0;
    while (System.nanoTime() - began < GIVE_UP_NANOS
        && (decoded.get() < wanted || heard.get() < wanted)) {
      push(camera, n);
      for (int i = 0; i < 3; i++) microphone.pushAudio(beep(n * 3 + i), 16, 48_000, 1, 480);
      n++;
      TimeUnit.NANOSECONDS.sleep(began + n * 30_000_000L - System.nanoTime());
    }
    System.out.println("decoded " + decoded.get() + " heard " + heard.get());
    subscriber.close();
    publisher.close();
    return decoded.get() >= wanted && heard.get() >= wanted && !wrongSize.get();
  }

  /** A bar that moves over grey. */
  private static void push(CustomVideoSource camera, int n) {
    var buffer = NativeI420Buffer.allocate(WIDTH, HEIGHT);
    fill(buffer.getDataY(), (byte) 90);
    fill(buffer.getDataU(), (byte) 128);
    fill(buffer.getDataV(), (byte) 128);
    int left = n * 4 % (WIDTH - 20);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = left; x < left + 20; x++) {
        buffer.getDataY().put(y * buffer.getStrideY() + x, (byte) 200);
      }
    }
    var frame = new VideoFrame(buffer, System.nanoTime());
    camera.pushFrame(frame);
    frame.release();
  }

  private static void fill(ByteBuffer plane, byte value) {
    for (int i = 0; i < plane.capacity(); i++) plane.put(i, value);
  }

  /** 10 ms of 440 Hz. */
  private static byte[] beep(int n) {
    var samples = new byte[960];
    for (int i = 0; i < 480; i++) {
      int value = (int) (8000 * Math.sin(2 * Math.PI * 440 * (n * 480 + i) / 48_000));
      samples[2 * i] = (byte) value;
      samples[2 * i + 1] = (byte) (value >> 8);
    }
    return samples;
  }

  private static boolean loud(byte[] samples) {
    int peak = 0;
    for (int i = 1; i < samples.length; i += 2) peak = Math.max(peak, Math.abs(samples[i]));
    return peak > 8;
  }

  /** Offers, posts the offer and applies the answer. */
  private void post(RTCPeerConnection connection, String path, String token) throws Exception {
    var offer = new CompletableFuture<RTCSessionDescription>();
    connection.createOffer(
        new RTCOfferOptions(),
        new CreateSessionDescriptionObserver() {
          @Override
          public void onSuccess(RTCSessionDescription description) {
            offer.complete(description);
          }

          @Override
          public void onFailure(String error) {
            offer.completeExceptionally(new IllegalStateException(error));
          }
        });
    var made = offer.get(30, TimeUnit.SECONDS);
    set(done -> connection.setLocalDescription(made, done));
    var response =
        http.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(made.sdp))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 201) throw new IllegalStateException(response.body());
    var answer = new RTCSessionDescription(RTCSdpType.ANSWER, response.body());
    set(done -> connection.setRemoteDescription(answer, done));
  }

  private interface Setting {
    void apply(SetSessionDescriptionObserver done);
  }

  private static void set(Setting setting) throws Exception {
    var result = new CompletableFuture<Void>();
    setting.apply(
        new SetSessionDescriptionObserver() {
          @Override
          public void onSuccess() {
            result.complete(null);
          }

          @Override
          public void onFailure(String error) {
            result.completeExceptionally(new IllegalStateException(error));
          }
        });
    result.get(30, TimeUnit.SECONDS);
  }

  private interface OnTrack {
    void track(RTCRtpTransceiver transceiver);
  }

  private static PeerConnectionObserver observer(OnTrack onTrack) {
    return new PeerConnectionObserver() {
      @Override
      public void onIceCandidate(RTCIceCandidate candidate) {
        // The relay learns addresses from connectivity checks.
      }

      @Override
      public void onTrack(RTCRtpTransceiver transceiver) {
        onTrack.track(transceiver);
      }
    };
  }
}
