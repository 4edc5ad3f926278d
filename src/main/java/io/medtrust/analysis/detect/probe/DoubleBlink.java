package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.liveness.BlinkMeter;
import java.util.ArrayDeque;

/**
 * Whether the eyes were closed twice in quick succession. People blink by themselves every few
 * seconds, so a single blink is no answer, nor are two that lie far apart. Not thread-safe.
 */
final class DoubleBlink {
  private static final long APART_MICROS = 1_300_000;
  private static final long KEPT_MICROS = 20_000_000;
  private final BlinkMeter meter = new BlinkMeter();
  private final ArrayDeque<Long> blinks = new ArrayDeque<>();
  private long counted = Long.MIN_VALUE;

  void add(long micros, double eyeAspectRatio) {
    meter.add(micros, eyeAspectRatio);
    if (meter.since(counted) == 0) return;
    blinks.addLast(micros);
    counted = micros + 1;
    while (micros - blinks.peekFirst() > KEPT_MICROS) blinks.pollFirst();
  }

  Answer answer(long issued) {
    long first = -1;
    int count = 0;
    boolean done = false;
    for (long at : blinks) {
      if (at < issued + HeadTurn.FASTEST_MICROS) continue;
      count++;
      if (first >= 0 && at - first <= APART_MICROS) {
        done = true;
        break;
      }
      first = at;
    }
    var evidence = new Evidence().put("blinks", count);
    return new Answer(done, first < 0 ? -1 : (first - issued) / 1000, evidence);
  }

  void clear() {
    meter.clear();
    blinks.clear();
    counted = Long.MIN_VALUE;
  }
}
