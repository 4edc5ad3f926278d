package io.medtrust.analysis.detect.presentation;

import java.util.ArrayDeque;

/**
 * What the network said lately, near and far, as means of the newest {@value #NEWEST} pairs. Pure;
 * not thread-safe; media time.
 */
final class LiveWindow {
  static final int NEWEST = 10;
  static final int FEWEST = 3;
  private static final long FRESH_MICROS = 40_000_000;

  private record Pair(long micros, double near, double far) {}

  private final ArrayDeque<Pair> pairs = new ArrayDeque<>();

  void add(long micros, double near, double far) {
    if (!pairs.isEmpty() && micros < pairs.getLast().micros) pairs.clear();
    pairs.addLast(new Pair(micros, near, far));
    expire(micros);
  }

  private void expire(long micros) {
    while (!pairs.isEmpty()
        && (pairs.size() > NEWEST || micros - pairs.getFirst().micros > FRESH_MICROS)) {
      pairs.removeFirst();
    }
  }

  int size() {
    return pairs.size();
  }

  /** The window is full: what it says has lasted. */
  boolean lasting(long micros) {
    expire(micros);
    return pairs.size() == NEWEST;
  }

  double near() {
    double sum = 0;
    for (var p : pairs) sum += p.near;
    return sum / pairs.size();
  }

  double far() {
    double sum = 0;
    for (var p : pairs) sum += p.far;
    return sum / pairs.size();
  }
}
