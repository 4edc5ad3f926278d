package io.medtrust.sessions.gate;

import io.medtrust.bus.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what detectors say of one doctor before a session. A reading that is not renewed is soon
 * unknown, one that says that there is nothing to judge is so at once, and when analysis is lost
 * nothing is known any more.
 */
public final class GateBoard {
  /** Unknown for a moment: the detector lives and its last good word may stand in. */
  private static final Set<String> PASSING = Set.of("late", "damaged");

  /** What the doctor was asked to do; an answer counts for this long. */
  private static final List<String> ANSWERS = List.of("light_probe", "challenge");

  private static final long ANSWER_MILLIS = 60_000;
  private static final long APART_MILLIS = 5_000;
  private static final int DETECTORS = 64;

  private record Said(Reading reading, long at) {}

  private static final class Watch {
    long sinceMillis = -1;
    long lastYes = -1;
    long lastCounted = -1;
    int times;
  }

  private final long freshMillis;
  private final Map<String, Said> good = new HashMap<>();
  private final Map<String, Said> newest = new HashMap<>();
  private final Map<String, Watch> watches = new HashMap<>();

  /**
   * @param freshMillis a word older than this is not known any more
   */
  public GateBoard(long freshMillis) {
    this.freshMillis = freshMillis;
    for (var rule : MismatchRule.TABLE) watches.put(rule.code(), new Watch());
  }

  public void update(Reading reading, long now) {
    if (!sound(reading)) return;
    if (newest.size() >= DETECTORS && !newest.containsKey(reading.detector())) return;
    var said = new Said(reading, now);
    newest.put(reading.detector(), said);
    if (reading.state() != Reading.State.UNKNOWN) {
      good.put(reading.detector(), said);
    } else if (!PASSING.contains(reading.code()) && !ANSWERS.contains(reading.detector())) {
      good.remove(reading.detector());
    }
    for (var rule : MismatchRule.TABLE) {
      if (rule.detector().equals(reading.detector())) watch(rule, reading, now);
    }
  }

  private static boolean sound(Reading r) {
    if (r.detector() == null || r.state() == null || r.code() == null || r.reason() == null) {
      return false;
    }
    return r.state() == Reading.State.UNKNOWN
        ? r.score() == null
        : r.score() != null && r.score() >= 0 && r.score() <= 100;
  }

  private void watch(MismatchRule rule, Reading reading, long now) {
    // A detector that cannot judge neither says nor denies it.
    if (reading.state() == Reading.State.UNKNOWN) return;
    var watch = watches.get(rule.code());
    boolean says = reading.state() == Reading.State.FAILED && rule.codes().contains(reading.code());
    if (!says) {
      watch.sinceMillis = -1;
      return;
    }
    if (watch.sinceMillis < 0) watch.sinceMillis = now;
    if (now - watch.sinceMillis < rule.holdMillis()) return;
    watch.lastYes = now;
    if (watch.lastCounted < 0 || reading.mediaTimeMillis() - watch.lastCounted >= APART_MILLIS) {
      watch.times++;
      watch.lastCounted = reading.mediaTimeMillis();
    }
  }

  /** Analysis is gone: nothing is known, at once. */
  public void lost() {
    good.clear();
    newest.clear();
    for (var watch : watches.values()) watch.sinceMillis = -1;
  }

  /** All parts, with what is known of each. */
  public Map<Part, Measured> parts(long now) {
    var parts = new EnumMap<Part, Measured>(Part.class);
    for (var part : Part.values()) parts.put(part, part(part, now));
    var failed = failedAnswer(now);
    if (failed != null && parts.get(Part.LIVENESS).known()) {
      parts.put(
          Part.LIVENESS,
          new Measured(
              Part.LIVENESS,
              Measured.State.FAILED,
              Math.min(parts.get(Part.LIVENESS).score(), failed.score()),
              failed.code(),
              failed.reason()));
    }
    return parts;
  }

  private Measured part(Part part, long now) {
    var known = good.get(part.detector());
    if (known != null && now - known.at <= freshMillis) {
      var reading = known.reading;
      return new Measured(
          part,
          reading.state() == Reading.State.OK ? Measured.State.OK : Measured.State.FAILED,
          reading.score(),
          reading.code(),
          reading.reason());
    }
    var last = newest.get(part.detector());
    if (last == null) {
      return Measured.unknown(part, "no_reading", part.words() + " has not been measured yet");
    }
    if (last.reading.state() == Reading.State.UNKNOWN && now - last.at <= freshMillis) {
      return Measured.unknown(part, last.reading.code(), last.reading.reason());
    }
    return Measured.unknown(part, "late", part.words() + " has not been measured for some seconds");
  }

  private Reading failedAnswer(long now) {
    for (var detector : ANSWERS) {
      var answer = good.get(detector);
      if (answer != null
          && now - answer.at <= ANSWER_MILLIS
          && answer.reading.state() == Reading.State.FAILED) {
        return answer.reading;
      }
    }
    return null;
  }

  /** The mismatches that stand now. */
  public List<Mismatch> mismatches(long now) {
    var found = new ArrayList<Mismatch>();
    for (var rule : MismatchRule.TABLE) {
      var watch = watches.get(rule.code());
      if (watch.lastYes < 0 || watch.times < rule.repeats()) continue;
      boolean says = watch.sinceMillis >= 0 && now - watch.lastYes <= freshMillis;
      boolean stays = rule.stayMillis() > 0 && now - watch.lastYes <= rule.stayMillis();
      if (says || stays) found.add(new Mismatch(rule.code(), rule.sentence()));
    }
    return found;
  }
}
