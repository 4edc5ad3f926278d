package io.medtrust.analysis.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decoding thread. A stream stays on one lane, because decoders and models are not thread-safe
 * and keep their caches warm there. Its queue is bounded by its users: each stream has at most one
 * task in it.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private volatile long busySince;
  private volatile boolean busy;
  private volatile boolean stopped;
  private int streams;
  private final LoadGovernor governor = new LoadGovernor();
  private volatile long worked;
  private long workedBefore;
  private long countedAt = System.nanoTime();
  private volatile LoadGovernor.Step step = LoadGovernor.Step.ALL;

  Lane(int number) {
    Thread.ofPlatform().name("decode-" + number).daemon().start(this::loop);
  }

  private void loop() {
    try {
      while (!stopped) {
        var task = tasks.take();
        busySince = System.nanoTime();
        busy = true;
        try {
          task.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
          LOG.error("a task of a decoding thread failed", e);
        } finally {
          busy = false;
          worked += System.nanoTime() - busySince;
        }
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it; end anyway.
    }
  }

  void execute(Runnable task) {
    tasks.add(task);
  }

  /** Whether it has been in one task for longer than that. */
  boolean stuck(long nowNanos, long longestNanos) {
    return busy && nowNanos - busySince > longestNanos;
  }

  /** Once a second: how busy it was decides what it leaves out. */
  void measure(long nowNanos) {
    long done = worked + (busy ? Math.max(0, nowNanos - Math.max(busySince, countedAt)) : 0);
    double share = (done - workedBefore) / (double) Math.max(1, nowNanos - countedAt);
    workedBefore = done;
    countedAt = nowNanos;
    var before = step;
    step = governor.second(share);
    if (step != before)
      LOG.info("a decoding thread was {} busy: {}", Math.round(share * 100) / 100.0, step);
  }

  /** What is left out now; any thread. */
  LoadGovernor.Step step() {
    return step;
  }

  /** Ends the thread after what was given to it before. */
  void stop() {
    execute(() -> stopped = true);
  }

  int streams() {
    return streams;
  }

  void streams(int change) {
    streams += change;
  }
}
