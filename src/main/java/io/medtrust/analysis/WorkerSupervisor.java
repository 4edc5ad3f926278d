package io.medtrust.analysis;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node's own worker running: starts the process, tells where it listens, tells when it is
 * gone, starts it again. A spare process waits beside it, loaded and warm, and takes over at once:
 * a fresh one needs seconds on a busy machine.
 *
 * <p>One virtual thread waits on the process; the listener is called on it.
 */
final class WorkerSupervisor implements AutoCloseable {
  /** Is told of the process. */
  interface Listener {
    void started(int port);

    void ended(String why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(WorkerSupervisor.class);

  /** A worker that lived this long was healthy: the next pause is short again. */
  private static final long HEALTHY_NANOS = 10_000_000_000L;

  private final AnalysisSettings settings;
  private final Listener listener;
  private volatile boolean closed;
  private Thread thread;
  // Guarded by this.
  private WorkerProcess active;
  private WorkerProcess spare;
  private Thread spareThread;

  WorkerSupervisor(AnalysisSettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  void start() {
    thread = Thread.ofVirtual().name("analysis-supervisor").start(this::run);
  }

  private void run() {
    long pause = settings.restartMinMs();
    try {
      while (!closed) {
        long begin = System.nanoTime();
        var why = once();
        if (closed) return;
        if (System.nanoTime() - begin > HEALTHY_NANOS) pause = settings.restartMinMs();
        listener.ended(why);
        if (promote()) {
          LOG.warn("{}; the spare one takes over", why);
        } else {
          LOG.warn("{}; it is started again in {} ms", why, pause);
          Thread.sleep(pause);
          pause = Math.min(Math.max(1, pause) * 2, settings.restartMaxMs());
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Runs one process to its end; returns how it ended. */
  private String once() throws InterruptedException {
    WorkerProcess worker = null;
    try {
      worker = takeActive();
      int port = worker.awaitPort();
      if (port == 0) return "The analysis worker did not start";
      LOG.info("the analysis worker runs as process {}", worker.handle().pid());
      listener.started(port);
      if (settings.spare()) prepareSpare();
      return "The analysis worker ended with status " + worker.await();
    } catch (IOException e) {
      return "The analysis worker cannot be started: " + e.getMessage();
    } finally {
      if (worker != null) worker.end();
    }
  }

  /** The spare that took over, or a new process. */
  private synchronized WorkerProcess takeActive() throws IOException, InterruptedException {
    if (closed) throw new InterruptedException();
    if (active != null && active.ready()) return active;
    if (active != null) active.end();
    active = WorkerProcess.start(settings);
    return active;
  }

  private synchronized boolean promote() {
    active = spare;
    spare = null;
    if (active == null || active.ready()) return active != null;
    active.end();
    active = null;
    return false;
  }

  private synchronized void prepareSpare() {
    if (closed || spare != null || spareThread != null && spareThread.isAlive()) return;
    spareThread =
        Thread.ofVirtual()
            .name("analysis-spare")
            .start(
                () -> {
                  try {
                    // Not while the first one needs the processor for its own start.
                    Thread.sleep(settings.spareDelayMs());
                    startSpare();
                  } catch (InterruptedException _) {
                    // Closed.
                  } catch (IOException e) {
                    LOG.warn("a spare analysis worker cannot be started", e);
                  }
                });
  }

  private void startSpare() throws IOException, InterruptedException {
    WorkerProcess made;
    synchronized (this) {
      if (closed) return;
      made = WorkerProcess.start(settings);
      spare = made;
    }
    if (made.awaitPort() != 0) LOG.info("a spare analysis worker waits");
  }

  /** The process of now, or null. */
  synchronized ProcessHandle handle() {
    return active == null ? null : active.handle();
  }

  /** Whether a spare waits. */
  synchronized boolean spareReady() {
    return spare != null && spare.ready();
  }

  /**
   * Ends the process of now, because it does not answer; it is started again.
   *
   * @param port where it did not answer; another process than the one there is left alone
   */
  synchronized void kill(int port) {
    if (active != null && active.port() == port) active.kill();
  }

  /** Stops the workers and waits for their end. May block some seconds: not on an event loop. */
  @Override
  public void close() {
    WorkerProcess first;
    WorkerProcess second;
    synchronized (this) {
      closed = true;
      if (thread != null) thread.interrupt();
      if (spareThread != null) spareThread.interrupt();
      first = active;
      second = spare;
    }
    if (second != null) second.kill();
    if (first != null) first.end();
    if (second != null) second.end();
    try {
      if (thread != null) thread.join(5000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
