package io.medtrust.trust;

import io.medtrust.bus.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The last word of every detector, and how old it is. Pure: times are epoch milliseconds of the
 * caller.
 *
 * <p>A detector that says nothing new keeps its last good value: fresh, then late and marked stale,
 * then unknown. One that fails or says that there is nothing to judge is unknown at once.
 */
final class SignalBoard {
  /**
   * What one signal is worth now.
   *
   * @param newest the newest reading; null when there never was one
   * @param fresh the newest reading is not late
   * @param score 0..100, null when unknown
   * @param stale the score is the last good one of a detector that is late
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param good the reading that the score is of; null when unknown
   * @param atMillis when that, or else the newest reading, counts from
   * @param sinceMillis since when it says what it says
   */
  record View(
      String detector,
      Reading newest,
      boolean fresh,
      Double score,
      boolean stale,
      String state,
      String code,
      String reason,
      Long mediaTimeMillis,
      Reading good,
      long atMillis,
      long sinceMillis) {
    boolean known() {
      return score != null;
    }
  }

  /** Unknown for a moment: the detector lives and its last good value may stand in. */
  private static final Set<String> PASSING = Set.of("late", "damaged");

  private static final class Slot {
    Reading newest;
    long newestAt;
    Reading good;
    long goodAt;
    long since;
    String said;

    /** A detector that is late for a moment has not changed its mind. */
    void says(Reading reading, long now) {
      if (PASSING.contains(reading.code()) && good != null) return;
      var word = reading.state() + reading.code();
      if (!word.equals(said)) since = now;
      said = word;
    }
  }

  private final long lateMillis;
  private final long stalenessMillis;
  private final long pipelineMillis;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  SignalBoard(long lateMillis, long stalenessMillis, long pipelineMillis) {
    this.lateMillis = lateMillis;
    this.stalenessMillis = stalenessMillis;
    this.pipelineMillis = pipelineMillis;
    for (var name : SignalName.ALL) slots.put(name, new Slot());
  }

  void update(Reading reading, long now) {
    var slot = slots.computeIfAbsent(reading.detector(), _ -> new Slot());
    // Older than the pipeline's budget: it counts as if it had come within it.
    long at =
        reading.mediaTimeMillis() > 0
            ? Math.min(now, reading.mediaTimeMillis() + pipelineMillis)
            : now;
    slot.newest = sound(reading) ? reading : unsound(reading);
    slot.newestAt = at;
    slot.says(slot.newest, now);
    if (slot.newest.state() != Reading.State.UNKNOWN) {
      slot.good = slot.newest;
      slot.goodAt = at;
    } else if (!PASSING.contains(slot.newest.code())) {
      slot.good = null;
    }
  }

  /** Analysis is gone: nothing is known of anything, at once. */
  void lost(String session, String verification, String why, long now) {
    for (var entry : slots.entrySet()) {
      var slot = entry.getValue();
      slot.good = null;
      slot.newestAt = now;
      slot.newest =
          new Reading(
              session,
              verification,
              entry.getKey(),
              Reading.State.UNKNOWN,
              null,
              null,
              "unavailable",
              why,
              Map.of(),
              0,
              null,
              null);
      slot.says(slot.newest, now);
    }
  }

  Iterable<String> detectors() {
    return slots.keySet();
  }

  View view(String detector, long now) {
    var slot = slots.get(detector);
    if (slot == null || slot.newest == null) {
      return new View(
          detector,
          null,
          false,
          null,
          false,
          "unknown",
          "no_reading",
          SignalName.inWords(detector) + " has not been judged yet",
          null,
          null,
          0,
          0);
    }
    var newest = slot.newest;
    boolean fresh = now - slot.newestAt <= lateMillis;
    if (slot.good != null && now - slot.goodAt <= stalenessMillis) {
      var good = slot.good;
      boolean stale = newest != good || !fresh;
      return new View(
          detector,
          newest,
          fresh,
          good.score(),
          stale,
          good.state() == Reading.State.OK ? "ok" : "failed",
          good.code(),
          good.reason(),
          good.mediaTimeMillis() > 0 ? good.mediaTimeMillis() : null,
          good,
          slot.goodAt,
          slot.since);
    }
    if (newest.state() == Reading.State.UNKNOWN) {
      return new View(
          detector,
          newest,
          fresh,
          null,
          false,
          "unknown",
          newest.code(),
          newest.reason(),
          newest.mediaTimeMillis() > 0 ? newest.mediaTimeMillis() : null,
          null,
          slot.newestAt,
          slot.since);
    }
    return new View(
        detector,
        newest,
        false,
        null,
        false,
        "unknown",
        "late",
        SignalName.inWords(detector) + " has not been judged for some seconds",
        newest.mediaTimeMillis() > 0 ? newest.mediaTimeMillis() : null,
        null,
        slot.newestAt,
        slot.newestAt + lateMillis);
  }

  private static boolean sound(Reading r) {
    if (r.state() == null || r.code() == null || r.reason() == null) return false;
    if (r.state() == Reading.State.UNKNOWN) return r.score() == null;
    return r.score() != null && r.score() >= 0 && r.score() <= 100;
  }

  private static Reading unsound(Reading r) {
    return new Reading(
        r.session(),
        r.verification(),
        r.detector(),
        Reading.State.UNKNOWN,
        null,
        null,
        "failed_internally",
        SignalName.inWords(r.detector()) + " was judged with a value that makes no sense",
        Map.of(),
        r.mediaTimeMillis(),
        r.model(),
        r.config(),
        r.modelSha256());
  }
}
