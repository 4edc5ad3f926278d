package io.medtrust.analysis.detect.voice;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Which frames are speech: louder than the room by a margin and structured (voiced, or with a
 * spectrum far from flat). The room's level is the tenth percentile of the last ten seconds, so it
 * follows a fan that is switched on, and speech without pauses cannot raise it for long. Not
 * thread-safe.
 */
final class SpeechActivity {
  private static final double MARGIN_DB = 9;
  private static final double QUIETEST_DB = -60;
  private static final double STRUCTURED = 0.30;
  private static final int FLOOR_FRAMES = 1000;
  private final ArrayDeque<Double> levels = new ArrayDeque<>();
  private double floor = -90;
  private int sinceFloor = Integer.MAX_VALUE - 1;

  boolean speech(SpeechFrames.Frame f) {
    levels.addLast(f.level());
    if (levels.size() > FLOOR_FRAMES) levels.pollFirst();
    if (++sinceFloor >= 50) {
      var sorted = levels.stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(sorted);
      floor = Math.clamp(sorted[sorted.length / 10], -90, -35);
      sinceFloor = 0;
    }
    boolean loud = f.level() > QUIETEST_DB && f.level() > floor + MARGIN_DB;
    return loud && (f.flatness() < STRUCTURED || !Double.isNaN(f.pitch()));
  }

  /** Level of the room, decibels relative to full scale. */
  double floor() {
    return floor;
  }

  void clear() {
    levels.clear();
    floor = -90;
    sinceFloor = Integer.MAX_VALUE - 1;
  }
}
