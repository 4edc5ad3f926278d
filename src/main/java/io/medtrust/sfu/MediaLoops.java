package io.medtrust.sfu;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** All media loops of a node, and the thread that wakes them when their timers are due. */
final class MediaLoops {
  private static final long START_NANOS = 5_000_000_000L;

  private final List<MediaLoop> loops;
  private final Thread ticker;
  private volatile boolean running = true;

  private MediaLoops(List<MediaLoop> loops) {
    this.loops = List.copyOf(loops);
    ticker = Thread.ofPlatform().name("media-ticker").daemon().unstarted(this::tick);
  }

  /**
   * Opens the ports and starts the threads. Blocks until each loop has answered a wake-up.
   *
   * @throws UncheckedIOException when a port cannot be bound or a loop cannot be reached
   */
  static MediaLoops open(SfuSettings settings, MeterRegistry registry) {
    var opened = new ArrayList<MediaLoop>();
    try {
      for (int i = 0; i < settings.mediaLoops(); i++) {
        opened.add(new MediaLoop(i, settings.mediaLoops(), settings));
      }
    } catch (IOException e) {
      opened.forEach(MediaLoop::close);
      throw new UncheckedIOException(
          "media port "
              + (settings.port() == 0 ? "" : settings.port() + opened.size() + " ")
              + "on "
              + settings.bind().getHostAddress()
              + " cannot be opened: "
              + e.getMessage(),
          e);
    }
    var loops = new MediaLoops(opened);
    for (var loop : opened) {
      loop.counters().bind(registry, loop.index());
      loop.start();
    }
    loops.ticker.start();
    long began = System.nanoTime();
    for (var loop : opened) {
      while (loop.ticks() == 0) {
        if (System.nanoTime() - began > START_NANOS) {
          loops.close();
          throw new UncheckedIOException(
              new IOException(
                  "media port "
                      + loop.port()
                      + " cannot be reached by the node itself; is the loopback interface up?"));
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
    return loops;
  }

  int size() {
    return loops.size();
  }

  MediaLoop get(int index) {
    return loops.get(index);
  }

  List<Integer> ports() {
    return loops.stream().map(MediaLoop::port).toList();
  }

  boolean alive() {
    long now = System.nanoTime();
    return running && loops.stream().allMatch(loop -> loop.alive(now));
  }

  void close() {
    running = false;
    LockSupport.unpark(ticker);
    loops.forEach(MediaLoop::close);
  }

  private void tick() {
    while (running) {
      LockSupport.parkNanos(MediaLoop.TICKER_NANOS);
      long now = System.nanoTime();
      for (var loop : loops) loop.tick(now);
    }
  }
}
