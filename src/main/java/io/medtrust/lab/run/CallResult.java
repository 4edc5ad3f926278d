package io.medtrust.lab.run;

import io.medtrust.bus.Reading;
import io.medtrust.lab.pipeline.CallRecord;
import java.util.List;
import java.util.Map;

/** What is kept of a call: all that was said, nothing of its media and no template. */
public record CallResult(
    String key,
    long mediaMillis,
    List<Line> readings,
    List<TrustLine> trust,
    List<AlertLine> alerts,
    CallRecord.Way way)
    implements ResultStore.Result {

  /**
   * @param at when it came, milliseconds of media time
   * @param media capture time of the newest media judged, milliseconds of media time
   * @param state {@code OK}, {@code FAILED} or {@code UNKNOWN}
   * @param llr log-likelihood ratio, null when not calibrated
   */
  public record Line(
      long at,
      long media,
      String detector,
      String state,
      Double score,
      Double llr,
      String code,
      Map<String, Object> evidence) {
    boolean known() {
      return score != null;
    }
  }

  public record TrustLine(long at, Integer score, String status, double coverage) {}

  public record AlertLine(long at, boolean active, List<String> triggers, String severity) {}

  static CallResult of(String key, CallRecord call) {
    return new CallResult(
        key,
        call.mediaMillis(),
        call.readings().stream().map(r -> line(call, r.atMillis(), r.value())).toList(),
        call.trust().stream()
            .map(
                t ->
                    new TrustLine(
                        t.atMillis(),
                        t.value().trustScore(),
                        t.value().status(),
                        t.value().coverage()))
            .toList(),
        call.alerts().stream()
            .map(
                a ->
                    new AlertLine(
                        a.atMillis(),
                        a.value().active(),
                        a.value().triggers(),
                        a.value().severity()))
            .toList(),
        call.way());
  }

  private static Line line(CallRecord call, long at, Reading r) {
    return new Line(
        at,
        call.mediaMillis(r),
        r.detector(),
        r.state().name(),
        r.score(),
        r.logLikelihoodRatio(),
        r.code(),
        r.evidence());
  }

  /** The newest capture time may lie beyond the end when the sender was late. */
  List<Line> of(String detector) {
    return readings.stream().filter(r -> r.detector().equals(detector)).toList();
  }
}
