package io.medtrust.analysis;

import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.media.TestEncoder;
import io.medtrust.analysis.media.TestOpus;
import io.medtrust.analysis.media.TestPictures;
import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.rtc.rtp.Packetizers;
import io.medtrust.sfu.MediaTap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A camera and a microphone whose RTP packets go into a tap as the SFU would hand them over. */
final class TestSender implements AutoCloseable {
  private final MediaTap tap;
  private final String participant;
  private final int width;
  private final int height;
  private final TestEncoder encoder;
  private final TestOpus opus = new TestOpus();
  private final Packetizers.Packetizer packets;
  private final Packetizers.OpusPacketizer soundPackets = new Packetizers.OpusPacketizer(2, 111);
  private final String codec;
  final AtomicInteger keyFramesAsked = new AtomicInteger();
  private volatile boolean keyFrameWanted;
  private MediaTap.TrackTap video;
  private MediaTap.TrackTap sound;
  private int soundCount;

  TestSender(MediaTap tap, String participant, VideoCodec codec, int width, int height) {
    this.tap = tap;
    this.participant = participant;
    this.width = width;
    this.height = height;
    this.codec = codec.name();
    encoder = new TestEncoder(codec, width, height);
    packets =
        codec == VideoCodec.VP8
            ? new Packetizers.Vp8Packetizer(1, 96)
            : new Packetizers.H264Packetizer(1, 102);
  }

  void openVideo() {
    video =
        tap.open(
            new MediaTap.TappedTrack(
                "session",
                participant,
                "video",
                codec,
                90_000,
                1,
                () -> {
                  keyFramesAsked.incrementAndGet();
                  keyFrameWanted = true;
                }));
  }

  void openSound() {
    sound =
        tap.open(
            new MediaTap.TappedTrack("session", participant, "audio", "opus", 48_000, 2, () -> {}));
  }

  void closeVideo() {
    video.close();
  }

  void closeSound() {
    sound.close();
  }

  Picture draw(int n) {
    return TestPictures.draw(width, height, n);
  }

  /** The packets of picture {@code n}; a key frame when one was asked for. */
  List<byte[]> encode(int n) {
    boolean key = keyFrameWanted;
    keyFrameWanted = false;
    return packets.packetize(encoder.encode(draw(n), key).data(), n * 3000L);
  }

  /** Packets of any frame. */
  List<byte[]> packetize(byte[] frame, int n) {
    return packets.packetize(frame, n * 3000L);
  }

  byte[] encodeFrame(int n, boolean key) {
    return encoder.encode(draw(n), key).data();
  }

  void sendVideo(List<byte[]> rtp) {
    for (var packet : rtp) video.packet(packet, 0, packet.length, System.nanoTime());
  }

  void sendPicture(int n) {
    sendVideo(encode(n));
  }

  void sendSound() {
    var packet = opus.tone(soundCount, 300);
    for (var rtp : soundPackets.packetize(packet, soundCount * 960L)) {
      sound.packet(rtp, 0, rtp.length, System.nanoTime());
    }
    soundCount++;
  }

  /** A packet that is lost on the way. */
  void loseSound() {
    soundPackets.packetize(opus.tone(soundCount, 300), soundCount * 960L);
    soundCount++;
  }

  void sendNoiseAsSound(byte[] noise) {
    for (var rtp : soundPackets.packetize(noise, soundCount * 960L)) {
      sound.packet(rtp, 0, rtp.length, System.nanoTime());
    }
    soundCount++;
  }

  @Override
  public void close() {
    encoder.close();
    opus.close();
  }
}
