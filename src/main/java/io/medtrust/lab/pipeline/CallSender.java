package io.medtrust.lab.pipeline;

import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.lab.media.I420;
import io.medtrust.lab.media.SoundEncoder;
import io.medtrust.lab.media.VideoEncoder;
import io.medtrust.rtc.rtp.Packetizers;
import io.medtrust.sfu.MediaTap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A browser's sending side: encodes what a source gives and hands its RTP packets to the tap at
 * their times. One thread; it is that of {@link #run}.
 */
final class CallSender implements AutoCloseable {
  private static final int FIRST_SSRC = 1;
  private static final int SECOND_SSRC = 3;
  private static final long POLL_NANOS = 5_000_000;
  private static final long SOUND_MICROS = 20_000;

  /** The last packets too may be asked for again. */
  private static final long REPAIR_NANOS = 300_000_000;

  private final LabSource source;
  private final MediaTap tap;
  private final String session;
  private final String participant;
  private final CallOptions options;
  private final SoundEncoder opus;
  private final Packetizers.OpusPacketizer sounds = new Packetizers.OpusPacketizer(2, 111, 17);
  private final LossyWay pictureWay;
  private final LossyWay soundWay;
  private final long firstTimestamp;
  private final I420 picture = new I420();
  private final short[] samples = new short[SoundEncoder.SAMPLES];
  private I420 small;
  private VideoEncoder encoder;
  private Packetizers.Packetizer pictures;
  private boolean layered;
  private boolean switchTap;
  private MediaTap.TrackTap video;
  private MediaTap.TrackTap sound;
  private volatile boolean keyFrameWanted;
  private volatile boolean stopped;
  private volatile int keyFramesAsked;
  private long frames;
  private long soundCount;
  private long lastPictureMicros;
  private long lateNanos;
  private List<byte[]> nextPicture;
  private List<byte[]> nextSound;
  private long nextPictureMicros;
  private long nextSoundMicros;

  CallSender(
      LabSource source, MediaTap tap, String session, String participant, CallOptions options) {
    this.source = source;
    this.tap = tap;
    this.session = session;
    this.participant = participant;
    this.options = options;
    var random = new Random(options.seed());
    firstTimestamp = random.nextInt() & 0xffffffffL;
    if (source.hasPictures()) {
      begin(FIRST_SSRC, random.nextInt(0x10000), I420.WIDTH, I420.HEIGHT, options.videoKbps());
    }
    opus = source.hasSound() ? new SoundEncoder(options.soundKbps() * 1000) : null;
    pictureWay =
        new LossyWay(
            options.loss(),
            true,
            random.nextLong(),
            (packet, now) -> video.packet(packet, 0, packet.length, now));
    soundWay =
        new LossyWay(
            options.loss(),
            false,
            random.nextLong(),
            (packet, now) -> sound.packet(packet, 0, packet.length, now));
  }

  /** Begins a stream of pictures. */
  private void begin(int ssrc, int firstSequence, int width, int height, int kbps) {
    encoder =
        new VideoEncoder(options.codec(), width, height, options.framesPerSecond(), kbps * 1000);
    pictures =
        options.codec() == VideoCodec.VP8
            ? new Packetizers.Vp8Packetizer(ssrc, 96, 1200, firstSequence, 15)
            : new Packetizers.H264Packetizer(ssrc, 102, 1200, firstSequence);
  }

  /** Begins its tracks, still without media. */
  void open() {
    if (encoder != null) openVideo(FIRST_SSRC);
    if (opus != null) {
      sound =
          tap.open(
              new MediaTap.TappedTrack(
                  session, participant, "audio", "opus", SoundEncoder.RATE, 2, () -> {}));
    }
  }

  private void openVideo(int ssrc) {
    video =
        tap.open(
            new MediaTap.TappedTrack(
                session,
                participant,
                "video",
                options.codec().name(),
                90_000,
                ssrc,
                this::askedForKeyFrame));
  }

  /** Goes on in another layer; the relay opens the tap anew for another SSRC. */
  private void switchLayer() {
    encoder.close();
    layered = true;
    switchTap = true;
    small = new I420(I420.WIDTH / 2, I420.HEIGHT / 2);
    // Another numbering: the gap between both must not look like a loss to the way.
    pictureWay.restart();
    begin(SECOND_SSRC, 1000, small.width, small.height, options.videoKbps() / 3 + 1);
  }

  private synchronized void askedForKeyFrame() {
    keyFramesAsked++;
    keyFrameWanted = true;
  }

  /**
   * Sends in real time until the source or the time is over.
   *
   * @param startNanos monotonic clock at media time 0
   * @return media time sent, milliseconds
   */
  long run(long startNanos) {
    long end = options.longest().toNanos() / 1000;
    preparePicture();
    prepareSound();
    while (true) {
      long next = Math.min(nextPictureMicros, nextSoundMicros);
      boolean over =
          encoder != null && nextPictureMicros == LabSource.END
              || opus != null && nextSoundMicros == LabSource.END;
      if (over || next >= end || stopped) {
        if (options.loss() > 0) waitUntil(System.nanoTime() + REPAIR_NANOS);
        return Math.min(lastMicros(), end) / 1000;
      }
      waitUntil(startNanos + next * 1000);
      long now = System.nanoTime();
      lateNanos = Math.max(lateNanos, now - startNanos - next * 1000);
      if (nextPictureMicros == next) {
        if (switchTap) {
          switchTap = false;
          video.close();
          openVideo(SECOND_SSRC);
        }
        for (var packet : nextPicture) pictureWay.send(packet, now);
        if (pictureWay.takeKeyFrameNeeded()) keyFrameWanted = true;
        frames++;
        lastPictureMicros = next;
        preparePicture();
      } else {
        for (var packet : nextSound) soundWay.send(packet, now);
        soundCount++;
        prepareSound();
      }
    }
  }

  private long lastMicros() {
    return Math.max(lastPictureMicros, soundCount * SOUND_MICROS);
  }

  private void preparePicture() {
    nextPictureMicros = encoder == null ? LabSource.END : source.nextPicture(picture);
    if (nextPictureMicros == LabSource.END) return;
    if (source.otherLayer() && !layered) switchLayer();
    var sent = picture;
    if (layered) {
      picture.halveInto(small);
      sent = small;
    }
    boolean key = keyFrameWanted;
    if (key) keyFrameWanted = false;
    var encoded = encoder.encode(sent.y, sent.u, sent.v, key);
    long timestamp = firstTimestamp + nextPictureMicros * 9 / 100 & 0xffffffffL;
    nextPicture = encoded == null ? List.of() : pictures.packetize(encoded.data(), timestamp);
  }

  private void prepareSound() {
    boolean there = opus != null && source.nextSound(samples);
    nextSoundMicros = there ? soundCount * SOUND_MICROS : LabSource.END;
    if (!there) return;
    long timestamp = firstTimestamp + soundCount * SoundEncoder.SAMPLES & 0xffffffffL;
    nextSound = sounds.packetize(opus.encode(samples), timestamp);
  }

  private void waitUntil(long nanos) {
    while (true) {
      long now = System.nanoTime();
      pictureWay.poll(now);
      long left = nanos - now;
      if (left <= 0) return;
      LockSupport.parkNanos(options.loss() > 0 ? Math.min(left, POLL_NANOS) : left);
    }
  }

  /** Ends the call soon; from any thread. */
  void stop() {
    stopped = true;
  }

  long frames() {
    return frames;
  }

  long packets() {
    return pictureWay.sent() + soundWay.sent();
  }

  long lost() {
    return pictureWay.lostForGood() + soundWay.lostForGood();
  }

  int keyFramesAsked() {
    return keyFramesAsked;
  }

  long lateMillis() {
    return lateNanos / 1_000_000;
  }

  /** Ends its tracks. */
  @Override
  public void close() {
    if (video != null) video.close();
    if (sound != null) sound.close();
    if (encoder != null) encoder.close();
    if (opus != null) opus.close();
    pictureWay.close();
    soundWay.close();
  }
}
