package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.DetectorFactory.Kind;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.VoiceWindower;
import io.medtrust.analysis.detect.run.DetectorSet;
import io.medtrust.analysis.detect.speech.VoiceActivity;
import io.medtrust.analysis.media.OpusDecoder;
import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.EncodedFrame;
import java.util.ArrayDeque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The microphone of one verification: a bounded queue of packets, the decoder, the windows, and
 * what in them is speech, once for all detectors. When packets come faster than they are decoded,
 * the oldest are dropped and count as lost.
 *
 * <p>{@link #packet}, {@link #ended} and {@link #close} may be called from any thread; the rest
 * happens on the lane.
 */
final class SoundActor {
  private static final Logger LOG = LoggerFactory.getLogger(SoundActor.class);
  private static final long REPEAT_NANOS = 1_000_000_000L;
  private static final long SPEECH_PAUSE_NANOS = 30_000_000_000L;

  private final Lane lane;
  private final boolean available;
  private final int capacity;
  private final Map<String, String> detectorSettings;
  private final DetectorSet detectors;
  private final VoiceWindower windower;

  // Guarded by this.
  private final ArrayDeque<EncodedFrame> queue = new ArrayDeque<>();
  private int droppedBefore;
  private boolean scheduled;
  private boolean endPending;
  private boolean closePending;

  // The lane's alone.
  private OpusDecoder decoder;
  private VoiceActivity speech;
  private long speechPausedAt;
  private boolean speechPaused;
  private long toldAt;
  private boolean told;

  // Written by the lane, read by the event loop.
  private volatile long mediaTimeMicros;
  private volatile long packets;
  private volatile long lost;
  private volatile long errors;
  private volatile long dropped;

  SoundActor(
      Lane lane,
      boolean available,
      int capacity,
      Map<String, String> detectorSettings,
      DetectorSet detectors) {
    this.lane = lane;
    this.available = available;
    this.capacity = capacity;
    this.detectorSettings = detectorSettings;
    this.detectors = detectors;
    this.windower = new VoiceWindower(window -> detectors.hear(withSpeech(window)));
  }

  /** Takes one Opus packet. */
  synchronized void packet(EncodedFrame packet) {
    if (closePending) return;
    if (queue.size() >= capacity) {
      queue.poll();
      dropped++;
      droppedBefore++;
    }
    queue.add(packet);
    schedule();
  }

  /** The microphone was switched off. */
  synchronized void ended() {
    queue.clear();
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

  private void step() {
    EncodedFrame next = null;
    int lostHere = 0;
    boolean end;
    boolean close;
    synchronized (this) {
      close = closePending;
      end = endPending;
      endPending = false;
      if (!end && !close) {
        next = queue.poll();
        lostHere = droppedBefore;
        droppedBefore = 0;
      }
    }
    try {
      if (close) free();
      else if (end) end();
      else if (next != null) decode(next, lostHere);
    } finally {
      synchronized (this) {
        scheduled = false;
        if (!close && (endPending || closePending || !queue.isEmpty())) schedule();
      }
    }
  }

  private void decode(EncodedFrame packet, int droppedHere) {
    mediaTimeMicros = packet.getCaptureTimeUs();
    packets++;
    int lostHere = Math.min(50, Math.max(0, packet.getLostBefore()) + droppedHere);
    lost += lostHere;
    if (!available) {
      long now = System.nanoTime();
      if (told && now - toldAt < REPEAT_NANOS) return;
      told = true;
      toldAt = now;
      detectors.unknown(
          Kind.VOICE, "no_decoder", "This worker has no decoder for Opus", mediaTimeMicros);
      return;
    }
    if (decoder == null) decoder = new OpusDecoder();
    boolean good =
        decoder.decode(
            packet.getData().toByteArray(), packet.getCaptureTimeUs(), lostHere, windower::add);
    if (!good) errors++;
  }

  /** Without it each detector finds out for itself, or says that it cannot. */
  private VoiceWindow withSpeech(VoiceWindow window) {
    long now = System.nanoTime();
    if (speechPaused && now - speechPausedAt < SPEECH_PAUSE_NANOS) return window;
    speechPaused = false;
    try {
      if (speech == null) speech = VoiceActivity.of(detectorSettings);
      speech.hear(window);
      return window.with(speech.map());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("what is speech cannot be told", e);
      closeSpeech();
      speechPaused = true;
      speechPausedAt = now;
      return window;
    }
  }

  private void end() {
    free();
    windower.reset();
    detectors.renew(Kind.VOICE);
    detectors.unknown(Kind.VOICE, "no_audio", "The microphone is off", mediaTimeMicros);
  }

  private void free() {
    if (decoder != null) decoder.close();
    decoder = null;
    closeSpeech();
  }

  private void closeSpeech() {
    var old = speech;
    speech = null;
    try {
      if (old != null) old.close();
    } catch (RuntimeException e) {
      LOG.warn("the speech model could not be closed", e);
    }
  }

  /** Writes what was counted; from any thread. */
  void stats(DecodeStats.Builder into) {
    into.setAudioPackets(packets)
        .setAudioLost(lost)
        .setAudioErrors(errors)
        .setAudioDropped(dropped);
    if (into.getMediaTimeUs() == 0) into.setMediaTimeUs(mediaTimeMicros);
  }
}
