package io.medtrust.analysis.detect.run;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One detector of one verification with its mailbox of one slot, one a kind of media. A newer
 * observation overwrites one that waits, so a slow detector skips instead of falling behind.
 *
 * <p>Thread-safe: observations come from the decoding thread, time from a timer, and the detector
 * itself is called on a thread of its family, never by two at once.
 */
final class DetectorActor {
  private static final Logger LOG = LoggerFactory.getLogger(DetectorActor.class);
  private static final long FIRST_PAUSE_NANOS = 500_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;

  private final DetectorFactory factory;
  private final Map<String, String> settings;
  private final DetectorPool pool;
  private final DetectorSettings limits;
  private final DetectorListener listener;
  private final LongSupplier nanos;

  private Detector detector;
  // Newest of each kind; both only for a detector that takes both.
  private FaceObservation waitingPicture;
  private VoiceWindow waitingSound;
  private final Map<Class<?>, Knowledge> known = new LinkedHashMap<>();
  private List<Knowledge> news = List.of();
  private long queuedSince;
  private boolean queued;
  private DetectorPool.Worker runner;
  private long runningTime;
  private long runningSince;
  private boolean lateTold;
  private boolean renew;
  private long pausedUntil;
  private long pause = FIRST_PAUSE_NANOS;
  private boolean paused;
  // A call of an older generation was given up; what it returns is thrown away.
  private int generation;
  private boolean closed;

  private long calls;
  private long spent;
  private long overwritten;
  private long late;
  private long failures;
  private long hung;

  DetectorActor(
      DetectorFactory factory,
      Map<String, String> settings,
      DetectorPool pool,
      DetectorSettings limits,
      DetectorListener listener,
      LongSupplier nanos) {
    this.factory = factory;
    this.settings = settings;
    this.pool = pool;
    this.limits = limits;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** A new observation; the detector takes pictures. */
  synchronized void post(FaceObservation observation) {
    if (!admits(observation.captureTimeMicros())) return;
    if (waitingPicture != null) overwritten++;
    waitingPicture = observation;
    if (runner == null && !queued) enqueue(nanos.getAsLong());
  }

  /** A new window; the detector takes sound. */
  synchronized void post(VoiceWindow window) {
    if (!admits(window.endMicros())) return;
    if (waitingSound != null) overwritten++;
    waitingSound = window;
    if (runner == null && !queued) enqueue(nanos.getAsLong());
  }

  /** What the node knows; told before the next observation, and to every new detector. */
  synchronized void know(Knowledge knowledge) {
    known.put(knowledge.getClass(), knowledge);
    if (detector == null && runner == null) return;
    var all = new ArrayList<>(news);
    all.add(knowledge);
    news = all;
  }

  private boolean admits(long captureTimeMicros) {
    if (closed) return false;
    long now = nanos.getAsLong();
    if (paused) {
      if (now - pausedUntil < 0) return false;
      if (hung > 0 && pool.saturated()) {
        pausedUntil = now + LONGEST_PAUSE_NANOS;
        tellUnavailable(captureTimeMicros);
        return false;
      }
      paused = false;
    }
    return true;
  }

  private boolean nothingWaits() {
    return waitingPicture == null && waitingSound == null;
  }

  private void dropWaiting() {
    waitingPicture = null;
    waitingSound = null;
  }

  private long waitingTime() {
    long picture = waitingPicture == null ? Long.MIN_VALUE : waitingPicture.captureTimeMicros();
    long sound = waitingSound == null ? Long.MIN_VALUE : waitingSound.endMicros();
    return Math.max(picture, sound);
  }

  private void enqueue(long now) {
    queued = true;
    queuedSince = now;
    lateTold = false;
    int mine = generation;
    pool.execute(worker -> run(worker, mine));
  }

  private void run(DetectorPool.Worker worker, int mine) {
    FaceObservation picture;
    VoiceWindow sound;
    List<Knowledge> tell;
    Detector use;
    long observedAt;
    synchronized (this) {
      if (closed || mine != generation) return;
      queued = false;
      if (nothingWaits()) return;
      observedAt = waitingTime();
      runningTime = observedAt;
      picture = waitingPicture;
      sound = waitingSound;
      dropWaiting();
      runner = worker;
      runningSince = nanos.getAsLong();
      use = detector;
      tell = use == null ? List.copyOf(known.values()) : news;
      news = List.of();
    }
    List<Output> outputs = List.of();
    Throwable thrown = null;
    try {
      if (use == null) use = factory.create().apply(settings);
      for (var knowledge : tell) use.know(knowledge);
      outputs = call(use, picture, sound);
    } catch (Throwable e) {
      thrown = e;
    }
    if (thrown == null && inTime(mine)) {
      // Without the lock: the listener may take a moment, and the timer must not wait for it.
      for (var output : outputs) {
        listener.output(factory.name(), use.model(), use.config(), output, observedAt);
      }
    }
    done(mine, use, thrown);
  }

  private synchronized boolean inTime(int mine) {
    return !closed
        && mine == generation
        && !lateTold
        && nanos.getAsLong() - runningSince <= limits.budgetNanos();
  }

  private static List<Output> call(Detector detector, FaceObservation picture, VoiceWindow sound) {
    return switch (detector) {
      case VideoDetector video -> video.observe(picture);
      case VoiceDetector voice -> voice.hear(sound);
      case AvDetector both -> {
        var outputs = new ArrayList<Output>();
        // In the order of their time.
        boolean soundFirst =
            sound != null && picture != null && sound.endMicros() < picture.captureTimeMicros();
        if (soundFirst) outputs.addAll(both.hear(sound));
        if (picture != null) outputs.addAll(both.observe(picture));
        if (sound != null && !soundFirst) outputs.addAll(both.hear(sound));
        yield outputs;
      }
    };
  }

  private synchronized void done(int mine, Detector used, Throwable thrown) {
    if (closed || mine != generation) {
      // Given up or ended meanwhile: this thread is the last that knows it.
      free(used);
      return;
    }
    long now = nanos.getAsLong();
    calls++;
    spent += now - runningSince;
    runner = null;
    if (now - runningSince > limits.budgetNanos() && !lateTold) tellLate(runningTime);
    boolean dropped = renew || thrown != null;
    if (dropped) free(used);
    detector = dropped ? null : used;
    renew = false;
    if (thrown != null) {
      failures++;
      LOG.warn("detector {} failed", factory.name(), thrown);
      pauseFor(now);
      tell(
          Verdict.unknown(
              "failed_internally",
              "The detector failed and is being restarted",
              Map.of("exception", thrown.getClass().getSimpleName())),
          runningTime);
      return;
    }
    pause = FIRST_PAUSE_NANOS;
    if (!nothingWaits()) enqueue(now);
  }

  private void free(Detector used) {
    if (used == null) return;
    try {
      used.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("detector {} could not be freed", factory.name(), e);
    }
  }

  /** Looks for a call that takes too long; called several times a second. */
  synchronized void sweep() {
    if (closed) return;
    long now = nanos.getAsLong();
    if (runner != null) {
      long taken = now - runningSince;
      if (taken > limits.budgetNanos() && !lateTold) tellLate(runningTime);
      if (taken > limits.hangNanos()) giveUp(now);
    } else if (queued && now - queuedSince > limits.budgetNanos() && !lateTold) {
      tellLate(waitingTime());
    }
  }

  private void tellLate(long mediaTimeMicros) {
    lateTold = true;
    late++;
    tell(Verdict.unknown("late", "The detector took longer than its time budget"), mediaTimeMicros);
  }

  private void giveUp(long now) {
    boolean replaced = pool.abandon(runner);
    hung++;
    generation++;
    runner = null;
    detector = null;
    renew = false;
    pauseFor(now);
    if (replaced) {
      tell(Verdict.unknown("hung", "The detector hangs and is being replaced"), runningTime);
    } else {
      pausedUntil = now + LONGEST_PAUSE_NANOS;
      tellUnavailable(runningTime);
    }
  }

  private void tellUnavailable(long mediaTimeMicros) {
    tell(
        Verdict.unknown("unavailable", "The detector hangs too often and is switched off"),
        mediaTimeMicros);
  }

  private void pauseFor(long now) {
    paused = true;
    pausedUntil = now + pause;
    pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    dropWaiting();
  }

  /** The next observation belongs to other media: forget what was seen. */
  synchronized void renew() {
    dropWaiting();
    if (runner != null) renew = true;
    else freeIdle();
  }

  private void freeIdle() {
    var idle = detector;
    detector = null;
    news = List.of();
    if (idle != null) pool.execute(_ -> free(idle));
  }

  /** Says unknown for a reason outside of the detector. */
  synchronized void unknown(String code, String reason, long mediaTimeMicros) {
    if (!closed) tell(Verdict.unknown(code, reason), mediaTimeMicros);
  }

  private void tell(Verdict verdict, long mediaTimeMicros) {
    var model = detector == null ? "" : detector.model();
    var config = detector == null ? "" : detector.config();
    listener.output(factory.name(), model, config, verdict, mediaTimeMicros);
  }

  DetectorFactory.Priority priority() {
    return factory.priority();
  }

  DetectorFactory.Kind kind() {
    return factory.kind();
  }

  synchronized DetectorStats stats() {
    return new DetectorStats(factory.name(), calls, spent, overwritten, late, failures, hung);
  }

  /** Ends it; a call that is running is let go. */
  synchronized void close() {
    closed = true;
    dropWaiting();
    // While it runs, the running thread frees it.
    if (runner == null) freeIdle();
  }
}
