package io.medtrust.analysis.worker;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The decoding threads of a worker. */
final class Lanes implements AutoCloseable {
  private final List<Lane> lanes;

  Lanes(int count) {
    lanes = IntStream.range(0, count).mapToObj(Lane::new).toList();
  }

  /** The lane with the fewest streams, for one stream; give it back with {@link #leave}. */
  synchronized Lane join() {
    var lane = lanes.stream().min(Comparator.comparingInt(Lane::streams)).orElseThrow();
    lane.streams(1);
    return lane;
  }

  synchronized void leave(Lane lane) {
    lane.streams(-1);
  }

  /** Call it once a second. */
  void measure(long nowNanos) {
    lanes.forEach(lane -> lane.measure(nowNanos));
  }

  boolean stuck(long nowNanos, long longestNanos) {
    return lanes.stream().anyMatch(lane -> lane.stuck(nowNanos, longestNanos));
  }

  @Override
  public void close() {
    lanes.forEach(Lane::stop);
  }
}
