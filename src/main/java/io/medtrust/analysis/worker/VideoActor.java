package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.DetectorFactory.Kind;
import io.medtrust.analysis.detect.run.DetectorSet;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.media.EncodedPicture;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.media.PictureDecoder;
import io.medtrust.analysis.media.PictureDecoder.Outcome;
import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.analysis.proto.Codec;
import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.EncodedFrame;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The camera of one verification: a bounded queue of encoded frames, the decoder, the face tracker.
 * When frames come faster than they are decoded it goes on with the next key frame: leaving out an
 * inter frame would corrupt all that follow.
 *
 * <p>{@link #frame}, {@link #ended} and {@link #close} may be called from any thread; the rest
 * happens on the lane.
 */
final class VideoActor {
  private static final Logger LOG = LoggerFactory.getLogger(VideoActor.class);

  /** Pictures a second in which a face is looked for, with room for a camera's jitter. */
  private static final double MAX_PICTURES_PER_SECOND = 33;

  // Time on the processor and not on the clock: a busy machine is no fault of the stream.
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final long REPEAT_NANOS = 1_000_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;

  private final Lane lane;
  private final WorkerParts parts;
  private final WorkerSettings settings;
  private final Map<String, String> detectorSettings;
  private final DetectorSet detectors;
  private final Consumer<String> keyFrameNeeded;

  // Guarded by this.
  private final ArrayDeque<EncodedFrame> queue = new ArrayDeque<>();
  private boolean scheduled;
  private boolean skipping;
  private long askedAtMicros;
  private boolean endPending;
  private boolean closePending;

  // The lane's alone.
  private final Allowance time;
  private final Allowance pictures = new Allowance(MAX_PICTURES_PER_SECOND, 1, System.nanoTime());
  private int unlooked;
  private boolean resting;
  private PictureDecoder decoder;
  private FaceTracker tracker;
  private long trackerPausedUntil;
  private long trackerPause = 500_000_000L;
  private boolean trackerPaused;
  private long unknownToldAt;
  private boolean unknownTold;

  // Written by the lane, read by the event loop.
  private volatile Consumer<Picture> still;
  private volatile long mediaTimeMicros;
  private volatile Codec codec = Codec.CODEC_UNSPECIFIED;
  private volatile int width;
  private volatile int height;
  private volatile long decoded;
  private volatile long damaged;
  private volatile long refused;
  private volatile long errors;
  private volatile long decodeNanos;
  private volatile long decodeCalls;
  private volatile long dropped;
  private volatile long shed;

  VideoActor(
      Lane lane,
      WorkerParts parts,
      WorkerSettings settings,
      Map<String, String> detectorSettings,
      DetectorSet detectors,
      Consumer<String> keyFrameNeeded) {
    this.lane = lane;
    this.parts = parts;
    this.settings = settings;
    this.detectorSettings = detectorSettings;
    this.detectors = detectors;
    this.keyFrameNeeded = keyFrameNeeded;
    this.time = new Allowance(settings.streamShare(), 2, System.nanoTime());
  }

  /** Takes one encoded frame. */
  synchronized void frame(EncodedFrame frame) {
    if (closePending) return;
    if (queue.size() >= settings.frameQueue()) {
      if (frame.getKeyFrame()) {
        dropped += queue.size();
        queue.clear();
        skipping = false;
      } else {
        skipping = true;
      }
    } else if (frame.getKeyFrame()) {
      skipping = false;
    }
    if (skipping) {
      dropped++;
      askForKeyFrame(frame.getCaptureTimeUs());
      return;
    }
    queue.add(frame);
    schedule();
  }

  /** Again every second while it is missing: a request may be lost on its way to the camera. */
  private void askForKeyFrame(long captureTimeMicros) {
    if (Math.abs(captureTimeMicros - askedAtMicros) < REPEAT_NANOS / 1000) return;
    askedAtMicros = captureTimeMicros;
    keyFrameNeeded.accept("frames were left out");
  }

  /** Hands over the next undamaged picture, on the lane; a later call takes the place of it. */
  void still(Consumer<Picture> taker) {
    still = taker;
  }

  /** The camera was switched off. */
  synchronized void ended() {
    queue.clear();
    skipping = false;
    endPending = true;
    schedule();
  }

  /** Frees everything; nothing comes after it. */
  synchronized void close() {
    closePending = true;
    queue.clear();
    schedule();
  }

  private void schedule() {
    if (scheduled) return;
    scheduled = true;
    lane.execute(this::step);
  }

  /** One frame at a time, so that the streams of a lane take turns. */
  private void step() {
    EncodedFrame next = null;
    boolean end;
    boolean close;
    synchronized (this) {
      close = closePending;
      end = endPending;
      endPending = false;
      if (!end && !close) next = queue.poll();
    }
    try {
      if (close) free();
      else if (end) end();
      else if (next != null) decode(next);
    } finally {
      synchronized (this) {
        scheduled = false;
        if (!close && (endPending || closePending || !queue.isEmpty())) schedule();
      }
    }
  }

  private void decode(EncodedFrame frame) {
    mediaTimeMicros = frame.getCaptureTimeUs();
    codec = frame.getCodec();
    var wanted = frame.getCodec() == Codec.VP8 ? VideoCodec.VP8 : VideoCodec.H264;
    if (!parts.video().decodes(wanted)) {
      unknown("no_decoder", "This worker has no decoder for " + wanted);
      return;
    }
    if (decoder == null || decoder.codec() != wanted) {
      if (decoder != null) decoder.close();
      decoder = new PictureDecoder(wanted, parts.video(), settings.limits());
    }
    long begin = System.nanoTime();
    if (rests(frame, begin)) return;
    long used = THREADS.getCurrentThreadCpuTime();
    // The tracker runs inside of the decoder's call, on the decoder's own buffers.
    long[] tracked = {0};
    var outcome =
        decoder.decode(
            new EncodedPicture(
                frame.getData().toByteArray(),
                frame.getCaptureTimeUs(),
                frame.getRtpTimestamp(),
                frame.getDamaged()),
            picture -> {
              long from = System.nanoTime();
              picture(picture.arrived(frame.getArrivalUs(), frame.getData().size()));
              tracked[0] = System.nanoTime() - from;
            });
    decodeNanos += System.nanoTime() - begin - tracked[0];
    time.spend((THREADS.getCurrentThreadCpuTime() - used) / 1e9);
    decodeCalls++;
    judge(outcome);
  }

  /**
   * Whether even decoding is more than the stream may use. Once a frame was left out, only a key
   * frame that can be paid for begins anew.
   */
  private boolean rests(EncodedFrame frame, long now) {
    boolean left = time.left(now);
    if (resting) resting = !(left && frame.getKeyFrame());
    else resting = !left && time.overdrawn(1);
    if (!resting) return false;
    shed++;
    overBudget();
    askForKeyFrame(frame.getCaptureTimeUs());
    return true;
  }

  private void judge(Outcome outcome) {
    switch (outcome) {
      case PICTURE, NOTHING -> {}
      case NO_KEY_FRAME -> keyFrameNeeded.accept("there was no key frame yet");
      case FAILED -> {
        errors++;
        keyFrameNeeded.accept("a frame could not be decoded");
      }
      case REFUSED -> {
        refused++;
        keyFrameNeeded.accept("a picture is too large");
        unknown("picture_refused", "The camera sends pictures larger than are decoded");
      }
    }
  }

  private void picture(Picture picture) {
    decoded++;
    if (picture.damaged()) damaged++;
    width = picture.width();
    height = picture.height();
    var taker = still;
    if (taker != null && !picture.damaged()) {
      still = null;
      taker.accept(picture);
    }
    if (!parts.faces().available()) {
      unknown("no_models", "The face models are not installed in this worker");
      return;
    }
    long now = System.nanoTime();
    if (!looksAt(now)) return;
    if (trackerPaused && now - trackerPausedUntil < 0) return;
    trackerPaused = false;
    try {
      if (tracker == null) tracker = parts.faces().open(detectorSettings);
      detectors.observe(tracker.track(picture));
      trackerPause = 500_000_000L;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the face tracker failed", e);
      closeTracker();
      trackerPaused = true;
      trackerPausedUntil = now + trackerPause;
      trackerPause = Math.min(trackerPause * 2, LONGEST_PAUSE_NANOS);
      unknownTold = false;
      unknown("tracker_failed", "The face tracker failed and is being restarted");
    }
  }

  /** Whether this picture is within what the stream may use, and what the lane can do now. */
  private boolean looksAt(long now) {
    if (!time.left(now)) {
      shed++;
      overBudget();
      return false;
    }
    var step = lane.step();
    detectors.shedBelow(step.lowest, mediaTimeMicros);
    // Every n-th of a camera's usual 30: even steps, so that series keep their rhythm.
    int every = Math.max(1, 30 / step.picturesPerSecond);
    if (unlooked + 1 < every || !pictures.left(now)) {
      unlooked++;
      shed++;
      return false;
    }
    unlooked = 0;
    pictures.spend(1);
    return true;
  }

  private void overBudget() {
    unknown("over_budget", "This camera costs more than its share; it is not looked at");
  }

  /** At most once a second. */
  private void unknown(String code, String reason) {
    long now = System.nanoTime();
    if (unknownTold && now - unknownToldAt < REPEAT_NANOS) return;
    unknownTold = true;
    unknownToldAt = now;
    detectors.unknown(Kind.VIDEO, code, reason, mediaTimeMicros);
  }

  private void end() {
    still = null;
    free();
    detectors.renew(Kind.VIDEO);
    detectors.unknown(Kind.VIDEO, "no_video", "The camera is off", mediaTimeMicros);
  }

  private void free() {
    if (decoder != null) decoder.close();
    decoder = null;
    closeTracker();
  }

  private void closeTracker() {
    var old = tracker;
    tracker = null;
    try {
      if (old != null) old.close();
    } catch (RuntimeException e) {
      LOG.warn("the face tracker could not be closed", e);
    }
  }

  /** Writes what was counted; from any thread. */
  void stats(DecodeStats.Builder into) {
    long calls = decodeCalls;
    into.setMediaTimeUs(mediaTimeMicros)
        .setVideoCodec(codec)
        .setFramesDecoded(decoded)
        .setFramesDamaged(damaged)
        .setFramesDropped(dropped)
        .setFramesShed(shed)
        .setFramesRefused(refused)
        .setDecodeErrors(errors)
        .setWidth(width)
        .setHeight(height)
        .setDecodeMsMean(calls == 0 ? 0 : decodeNanos / 1e6 / calls);
  }
}
