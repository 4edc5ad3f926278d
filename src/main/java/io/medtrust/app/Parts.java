package io.medtrust.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be stopped in reverse. A part that fails to stop does not keep the
 * others.
 */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** Stops one part; may block. */
  interface Stop {
    void run() throws Exception;
  }

  private record Part(String name, Stop stop) {}

  private final Deque<Part> started = new ArrayDeque<>();

  synchronized void started(String name, Stop stop) {
    started.push(new Part(name, stop));
  }

  /** Started later than the newest part, and to be stopped after it, because that one uses it. */
  synchronized void startedBelow(String name, Stop stop) {
    var newest = started.pop();
    started.push(new Part(name, stop));
    started.push(newest);
  }

  synchronized void stopAll() {
    while (!started.isEmpty()) {
      var part = started.pop();
      try {
        part.stop().run();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly: {}", part.name(), e.toString());
      }
    }
  }
}
