package io.medtrust.analysis;

import com.google.protobuf.UnsafeByteOperations;
import io.medtrust.analysis.proto.Codec;
import io.medtrust.analysis.proto.EncodedFrame;
import io.medtrust.rtc.rtp.AudioPacket;
import io.medtrust.rtc.rtp.FrameAssembler;
import io.medtrust.rtc.rtp.H264Depacketizer;
import io.medtrust.rtc.rtp.OpusDepacketizer;
import io.medtrust.rtc.rtp.RtpClock;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.rtp.Vp8Depacketizer;
import java.util.Locale;

/**
 * One tapped track on the client's event loop: from packets to whole frames with their capture
 * time.
 */
final class TappedMedia {
  /** Takes whole frames. */
  interface Sink {
    /**
     * @return false when the frame could not be taken and was dropped
     */
    boolean frame(EncodedFrame frame);
  }

  /** A key frame is not asked for more often, nanoseconds. */
  private static final long KEY_FRAME_NANOS = 500_000_000L;

  private final TapInlet inlet;
  private final Sink sink;
  private final Codec codec;
  private final RtpView view = new RtpView();
  private final RtpClock clock;
  private final FrameAssembler video;
  private final OpusDepacketizer sound;
  private final PacketRing.Reader reader = this::packet;
  private long wallMicros;
  private long nowNanos;
  private long lastArrivalNanos;
  private long refused;
  private int droppedPackets;
  private long keyFrameAskedAt;
  private boolean keyFrameAsked;
  private boolean workerNeedsKeyFrame;

  /**
   * @return null when the codec cannot be analysed
   */
  static TappedMedia of(TapInlet inlet, Sink sink) {
    var codec =
        switch (inlet.track().codec().toUpperCase(Locale.ROOT)) {
          case "VP8" -> Codec.VP8;
          case "H264" -> Codec.H264;
          case "OPUS" -> Codec.OPUS;
          default -> null;
        };
    return codec == null ? null : new TappedMedia(inlet, sink, codec);
  }

  private TappedMedia(TapInlet inlet, Sink sink, Codec codec) {
    this.inlet = inlet;
    this.sink = sink;
    this.codec = codec;
    this.clock = new RtpClock(inlet.track().clockRate());
    this.video =
        switch (codec) {
          case VP8 -> new Vp8Depacketizer(this::picture);
          case H264 -> new H264Depacketizer(this::picture);
          default -> null;
        };
    this.sound = codec == Codec.OPUS ? new OpusDepacketizer(this::sound) : null;
  }

  TapInlet inlet() {
    return inlet;
  }

  boolean isVideo() {
    return video != null;
  }

  /**
   * Takes what has come.
   *
   * @param now monotonic clock, nanoseconds
   * @param wall microseconds since 1970
   * @return packets that found no room in the ring since the last time
   */
  long drain(long now, long wall) {
    nowNanos = now;
    wallMicros = wall;
    inlet.drain(reader);
    if (video != null) video.poll(now);
    else sound.poll(now);
    long total = inlet.refused();
    long more = total - refused;
    refused = total;
    return more;
  }

  private void packet(byte[] buffer, int offset, int length, long arrivalNanos) {
    lastArrivalNanos = arrivalNanos;
    if (!view.parse(buffer, offset, length)) return;
    // Packets without media (padding, probes) may carry any time stamp.
    if (view.payloadLength() > 0) clock.observe(view.timestamp(), wallMicros);
    if (video != null) video.packet(view, nowNanos);
    else sound.packet(view, nowNanos);
  }

  private void picture(io.medtrust.rtc.rtp.EncodedFrame frame) {
    boolean taken =
        sink.frame(
            EncodedFrame.newBuilder()
                .setCodec(codec)
                .setData(UnsafeByteOperations.unsafeWrap(frame.data()))
                .setRtpTimestamp((int) frame.rtpTimestamp())
                .setCaptureTimeUs(clock.nextCaptureMicros(frame.rtpTimestamp()))
                .setKeyFrame(frame.keyFrame())
                .setDamaged(frame.damaged())
                .setPackets(frame.packets())
                .setArrivalUs(wallMicros - (nowNanos - lastArrivalNanos) / 1000)
                .build());
    if (!taken) video.skipToKeyFrame();
    else if (frame.keyFrame()) workerNeedsKeyFrame = false;
  }

  private void sound(AudioPacket packet) {
    int lost = Math.min(OpusDepacketizer.MAX_LOST_BEFORE, packet.lostBefore() + droppedPackets);
    boolean taken =
        sink.frame(
            EncodedFrame.newBuilder()
                .setCodec(codec)
                .setData(UnsafeByteOperations.unsafeWrap(packet.data()))
                .setRtpTimestamp((int) packet.rtpTimestamp())
                .setCaptureTimeUs(clock.nextCaptureMicros(packet.rtpTimestamp()))
                .setLostBefore(lost)
                .build());
    droppedPackets = taken ? 0 : lost + 1;
  }

  /** A worker begins with this track: it needs a key frame. */
  void restart() {
    if (video != null) video.skipToKeyFrame();
    keyFrameAsked = false;
    workerNeedsKeyFrame = false;
    droppedPackets = 0;
  }

  /** The worker cannot go on without a key frame; remembered until one is on its way. */
  void workerNeedsKeyFrame() {
    workerNeedsKeyFrame = true;
    askForKeyFrame();
  }

  /** Asks the camera for a key frame, if one is needed and none was asked for just now. */
  void askForKeyFrame() {
    if (video == null || !(workerNeedsKeyFrame || video.keyFrameNeeded())) return;
    long now = System.nanoTime();
    if (keyFrameAsked && now - keyFrameAskedAt < KEY_FRAME_NANOS) return;
    keyFrameAsked = true;
    keyFrameAskedAt = now;
    inlet.track().keyFrames().run();
  }
}
