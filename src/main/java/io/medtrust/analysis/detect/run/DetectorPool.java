package io.medtrust.analysis.detect.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one family of detectors. A thread that hangs in a detector is given up and another
 * takes its place, up to a limit: Java cannot end a thread from outside, so each one given up costs
 * memory, and maybe a core, until it comes back by itself.
 *
 * <p>Thread-safe. The queue is bounded by its users: each detector has at most one call and one old
 * detector to free in it.
 */
final class DetectorPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DetectorPool.class);

  private final String family;
  private final int hungLimit;
  private final BlockingQueue<Consumer<Worker>> tasks = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = new HashSet<>();
  private int numbered;
  private int givenUp;
  private volatile boolean closed;

  /** One thread of the pool. */
  final class Worker extends Thread {
    private volatile boolean abandoned;
    private volatile long busySince;
    private volatile boolean busy;

    private Worker() {
      super("detect-" + family + "-" + ++numbered);
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!closed && !abandoned) {
          var task = tasks.take();
          busySince = System.nanoTime();
          busy = true;
          task.accept(this);
          busy = false;
        }
      } catch (InterruptedException _) {
        // Closed, or given up while waiting for nothing.
      } finally {
        ended(this);
      }
    }
  }

  DetectorPool(String family, int threads, int hungLimit) {
    this.family = family;
    this.hungLimit = hungLimit;
    synchronized (this) {
      for (int i = 0; i < threads; i++) start();
    }
  }

  private void start() {
    var worker = new Worker();
    workers.add(worker);
    worker.start();
  }

  /** Runs a task on one of the threads; tasks must not throw. */
  void execute(Consumer<Worker> task) {
    tasks.add(task);
  }

  /**
   * Gives a hanging thread up and starts another in its place.
   *
   * @return false when too many are given up already: the thread stays, hanging
   */
  synchronized boolean abandon(Worker worker) {
    if (saturated() || !workers.remove(worker)) return false;
    givenUp++;
    worker.abandoned = true;
    worker.interrupt();
    if (!closed) start();
    LOG.warn("a thread of the {} detectors hangs and was replaced ({} given up)", family, givenUp);
    return true;
  }

  /** Gives up threads that have been in one call for longer than that, whoever it was for. */
  synchronized void sweep(long nowNanos, long longestNanos) {
    for (var worker : List.copyOf(workers)) {
      if (worker.busy && nowNanos - worker.busySince > longestNanos) abandon(worker);
    }
  }

  /** Whether no further thread may be given up now. */
  synchronized boolean saturated() {
    return givenUp >= hungLimit;
  }

  /** Threads that were given up and have not come back. */
  synchronized int givenUp() {
    return givenUp;
  }

  private synchronized void ended(Worker worker) {
    if (worker.abandoned) givenUp--;
    else if (workers.remove(worker) && !closed) start();
  }

  /** Ends all threads after what they are doing. */
  @Override
  public synchronized void close() {
    closed = true;
    workers.forEach(Thread::interrupt);
  }
}
