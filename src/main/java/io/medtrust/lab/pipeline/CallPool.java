package io.medtrust.lab.pipeline;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Makes many calls, as many at once as this machine carries: one more after some that kept up, half
 * as many after one that did not, which is then made again.
 */
public final class CallPool<T> {
  /** One call; runs on a thread of its own. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * @return whether everything kept up; otherwise its result was thrown away
     */
    boolean run(T job) throws Exception;
  }

  /** Is told after every call. */
  @FunctionalInterface
  public interface Progress {
    void after(int done, int all, int atOnce, int behind);
  }

  private static final int TRIES = 4;
  private static final int GOOD_BEFORE_MORE = 4;

  private final Work<T> work;
  private final Progress progress;
  private final int most;
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private final int all;
  private int limit;
  private int running;
  private int good;
  private int done;
  private int behind;
  private int givenUp;
  private Exception failure;

  private final class Job {
    final T job;
    int tries;

    Job(T job) {
      this.job = job;
    }
  }

  /**
   * @param atOnce to begin with
   * @param most at once
   */
  public CallPool(List<T> jobs, int atOnce, int most, Work<T> work, Progress progress) {
    this.work = work;
    this.progress = progress;
    this.limit = atOnce;
    this.most = most;
    this.all = jobs.size();
    for (var job : jobs) waiting.add(new Job(job));
  }

  /**
   * Blocks until all is done.
   *
   * @return jobs given up because the machine did not keep up
   * @throws Exception of the first job that threw; the rest is not begun
   */
  public synchronized int run() throws Exception {
    while (true) {
      if (failure == null) {
        while (running < limit && !waiting.isEmpty()) begin(waiting.poll());
      }
      if (running == 0) break;
      wait();
    }
    if (failure != null) throw failure;
    return givenUp;
  }

  private void begin(Job job) {
    running++;
    Thread.ofPlatform().daemon().name("lab-call").start(() -> one(job));
  }

  private void one(Job job) {
    boolean kept = false;
    Exception thrown = null;
    try {
      kept = work.run(job.job);
    } catch (Exception e) {
      thrown = e;
    } catch (Error e) {
      thrown = new IllegalStateException("a call failed: " + e, e);
    }
    synchronized (this) {
      over(job, kept, thrown);
    }
  }

  private void over(Job job, boolean kept, Exception thrown) {
    running--;
    if (thrown != null) {
      if (failure == null) failure = thrown;
    } else if (kept) {
      done++;
      if (++good >= GOOD_BEFORE_MORE * limit && limit < most) {
        limit++;
        good = 0;
      }
    } else {
      behind++;
      good = 0;
      limit = Math.max(1, limit / 2);
      if (++job.tries < TRIES) {
        waiting.add(job);
      } else {
        givenUp++;
        done++;
      }
    }
    progress.after(done, all, limit, behind);
    notifyAll();
  }
}
