package io.medtrust.analysis.detect.run;

import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One detector of one verification with its mailbox of one slot. A newer observation overwrites one
 * that waits, so a slow detector skips instead of falling behind.
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
  private Object waiting;
  private long waitingTime;
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

  /** A new observation of the detector's kind. */
  synchronized void post(Object observation, long captureTimeMicros) {
    if (closed) return;
    long now = nanos.getAsLong();
    if (paused) {
      if (now - pausedUntil < 0) return;
      if (hung > 0 && pool.saturated()) {
        pausedUntil = now + LONGEST_PAUSE_NANOS;
        tellUnavailable(captureTimeMicros);
        return;
      }
      paused = false;
    }
    if (waiting != null) overwritten++;
    waiting = observation;
    waitingTime = captureTimeMicros;
    if (runner == null && !queued) enqueue(now);
  }

  private void enqueue(long now) {
    queued = true;
    queuedSince = now;
    lateTold = false;
    int mine = generation;
    pool.execute(worker -> run(worker, mine));
  }

  private void run(DetectorPool.Worker worker, int mine) {
    Object observation;
    Detector use;
    long observedAt;
    synchronized (this) {
      if (closed || mine != generation) return;
      queued = false;
      observation = waiting;
      waiting = null;
      if (observation == null) return;
      runner = worker;
      runningTime = waitingTime;
      observedAt = waitingTime;
      runningSince = nanos.getAsLong();
      use = detector;
    }
    List<Output> outputs = List.of();
    Throwable thrown = null;
    try {
      if (use == null) use = factory.create().apply(settings);
      outputs = call(use, observation);
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

  private static List<Output> call(Detector detector, Object observation) {
    return switch (detector) {
      case VideoDetector video -> video.observe((FaceObservation) observation);
      case VoiceDetector voice -> voice.hear((VoiceWindow) observation);
    };
  }

  private synchronized void done(int mine, Detector used, Throwable thrown) {
    if (closed || mine != generation) return;
    long now = nanos.getAsLong();
    calls++;
    spent += now - runningSince;
    runner = null;
    if (now - runningSince > limits.budgetNanos() && !lateTold) tellLate(runningTime);
    detector = renew ? null : used;
    renew = false;
    if (thrown != null) {
      failures++;
      LOG.warn("detector {} failed", factory.name(), thrown);
      detector = null;
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
    if (waiting != null) enqueue(now);
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
      tellLate(waitingTime);
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
    waiting = null;
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
    waiting = null;
  }

  /** The next observation belongs to other media: forget what was seen. */
  synchronized void renew() {
    waiting = null;
    if (runner != null) renew = true;
    else detector = null;
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

  DetectorFactory.Kind kind() {
    return factory.kind();
  }

  synchronized DetectorStats stats() {
    return new DetectorStats(factory.name(), calls, spent, overwritten, late, failures, hung);
  }

  /** Ends it; a call that is running is let go. */
  synchronized void close() {
    closed = true;
    waiting = null;
    detector = null;
  }
}
