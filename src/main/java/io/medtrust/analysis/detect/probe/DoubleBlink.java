package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.liveness.BlinkMeter;

/**
 * Whether the eyes were closed twice in quick succession. People blink by themselves every few
 * seconds, so a single blink is no answer, nor are two that lie far apart. Not thread-safe.
 */
final class DoubleBlink {
  private static final long APART_MICROS = 1_300_000;
  private final BlinkMeter meter = new BlinkMeter();

  /**
   * @param landmarks of a fresh mesh
   */
  void add(long micros, float[] landmarks) {
    meter.add(micros, landmarks);
  }

  Answer answer(long issued) {
    long first = -1;
    int count = 0;
    boolean done = false;
    for (var blink : meter.since(issued + HeadTurn.FASTEST_MICROS)) {
      count++;
      if (first >= 0 && blink.endMicros() - first <= APART_MICROS) {
        done = true;
        break;
      }
      first = blink.endMicros();
    }
    var evidence = new Evidence().put("blinks", count);
    return new Answer(done, first < 0 ? -1 : (first - issued) / 1000, evidence);
  }

  void clear() {
    meter.clear();
  }
}
