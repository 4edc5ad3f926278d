package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.dsp.Statistics;
import java.util.ArrayDeque;

/**
 * Whether the head was turned to the side that was asked for. Left and right are the person's own,
 * whatever a mirrored self-view shows. The turn is measured against where the head was in the two
 * seconds before; one that was under way when it was asked for is no answer. Not thread-safe.
 */
final class HeadTurn {
  private static final long BEFORE_MICROS = 2_000_000;
  private static final long KEPT_MICROS = 20_000_000;
  // The yaw of the mesh is a proxy, good to about 10 degrees.
  private static final double TURNED = 15;
  private static final double BEGUN = 7;
  private static final long HELD_MICROS = 150_000;
  // Nobody reads and moves faster.
  static final long FASTEST_MICROS = 200_000;

  private record Sample(long micros, double yaw) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /**
   * @param yaw degrees, positive to the person's own left
   */
  void add(long micros, double yaw) {
    if (!samples.isEmpty() && micros <= samples.peekLast().micros) samples.clear();
    samples.addLast(new Sample(micros, yaw));
    while (micros - samples.peekFirst().micros > KEPT_MICROS) samples.pollFirst();
  }

  /** What was seen since the asking. */
  Answer answer(long issued, boolean left) {
    var before =
        samples.stream()
            .filter(s -> s.micros <= issued && s.micros > issued - BEFORE_MICROS)
            .mapToDouble(Sample::yaw)
            .toArray();
    var evidence = new Evidence();
    if (before.length < 5) return new Answer(false, -1, evidence);
    double rest = Statistics.median(before);
    int sign = left ? 1 : -1;
    double most = 0;
    double wrong = 0;
    long begun = -1;
    long turnedSince = -1;
    boolean done = false;
    for (var s : samples) {
      if (s.micros <= issued) continue;
      double turn = sign * (s.yaw - rest);
      most = Math.max(most, turn);
      wrong = Math.max(wrong, -turn);
      if (turn < BEGUN) {
        begun = -1;
        turnedSince = -1;
      } else if (begun < 0) {
        begun = s.micros;
      }
      if (turn < TURNED) turnedSince = -1;
      else if (turnedSince < 0) turnedSince = s.micros;
      if (turnedSince < 0 || s.micros - turnedSince < HELD_MICROS) continue;
      if (begun - issued < FASTEST_MICROS) continue;
      done = true;
      break;
    }
    evidence.put("turned_degrees", most).put("wrong_way_degrees", wrong);
    return new Answer(done, done ? (begun - issued) / 1000 : -1, evidence);
  }

  void clear() {
    samples.clear();
  }
}
