package io.medtrust.lab.attack;

import io.medtrust.bus.Alert;
import io.medtrust.bus.Reading;
import io.medtrust.lab.pipeline.CallRecord;
import io.medtrust.lab.run.ResultStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one attack. Times are seconds from its start; null when it never came within the
 * horizon.
 *
 * @param failed the first new failure of each detector after the start
 * @param alert the first alert raised after the start
 * @param alertBeyondCut the first alert after the start that is not only about a hard cut, which an
 *     attacker who takes care avoids
 * @param before alerts raised before the start: false ones
 * @param beforeNearCut of these, those within 4 s of a cut of the footage
 * @param genuineSeconds genuine footage before the start
 * @param observedSeconds how long the attack was watched
 */
public record AttackResult(
    String key,
    String kind,
    String subject,
    String other,
    double startSeconds,
    Map<String, Failure> failed,
    Failure alert,
    Failure alertBeyondCut,
    int before,
    int beforeNearCut,
    int cuts,
    double genuineSeconds,
    double observedSeconds)
    implements ResultStore.Result {

  /**
   * @param what code of the reading, or triggers of the alert
   */
  public record Failure(double seconds, String what) {}

  private static final long NEAR_CUT_MILLIS = 4000;

  /** A detector that failed this shortly before the attack has found nothing by failing on. */
  private static final long ALREADY_MILLIS = 3000;

  static AttackResult of(String key, AttackRun run, CallRecord call, List<Long> cutMicros) {
    long start = Math.round(run.startSeconds() * 1000);
    var cuts = cutMicros.stream().filter(c -> c / 1000 < start).toList();
    Failure alert = null;
    Failure beyond = null;
    int before = 0;
    int near = 0;
    for (var a : call.alerts()) {
      if (!a.value().active()) continue;
      if (a.atMillis() >= start) {
        var told =
            new Failure((a.atMillis() - start) / 1000.0, String.join("+", a.value().triggers()));
        if (alert == null) alert = told;
        if (beyond == null && !onlyCut(a.value())) beyond = told;
      } else {
        before++;
        long at = a.atMillis();
        if (cuts.stream().anyMatch(c -> at >= c / 1000 && at - c / 1000 < NEAR_CUT_MILLIS)) near++;
      }
    }
    return new AttackResult(
        key,
        run.kind().word(),
        run.subject(),
        run.other(),
        run.startSeconds(),
        failures(call, start),
        alert,
        beyond,
        before,
        near,
        cuts.size(),
        Math.min(run.startSeconds(), call.mediaMillis() / 1000.0),
        Math.max(0, (call.mediaMillis() - start) / 1000.0));
  }

  static boolean onlyCut(Alert alert) {
    return alert.triggers().equals(List.of("cut"));
  }

  private static Map<String, Failure> failures(CallRecord call, long start) {
    var failed = new LinkedHashMap<String, Failure>();
    var lastFailure = new HashMap<String, Long>();
    for (var r : call.readings()) {
      var reading = r.value();
      if (reading.state() != Reading.State.FAILED) continue;
      long media = call.mediaMillis(reading);
      // By media time: a reading that comes after the start may still be of what was before.
      if (media < start) {
        lastFailure.put(reading.detector(), media);
      } else if (start - lastFailure.getOrDefault(reading.detector(), Long.MIN_VALUE / 2)
          > ALREADY_MILLIS) {
        failed.putIfAbsent(
            reading.detector(),
            new Failure(Math.max(0, r.atMillis() - start) / 1000.0, reading.code()));
      }
    }
    return failed;
  }

  /** The first failure of any detector, or null. */
  public Map.Entry<String, Failure> firstFailed() {
    var all = new ArrayList<>(failed.entrySet());
    all.sort((a, b) -> Double.compare(a.getValue().seconds(), b.getValue().seconds()));
    return all.isEmpty() ? null : all.getFirst();
  }
}
