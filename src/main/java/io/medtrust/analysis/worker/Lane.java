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
