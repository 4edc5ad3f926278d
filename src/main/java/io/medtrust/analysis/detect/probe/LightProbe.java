package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Does the light of the screen fall on this face: the node had the page show colours that nobody
 * could know before, and their reflection must be in the pictures ({@link Reflection}). It answers
 * recordings and pictures made before; whoever lights his picture by the colours as they come
 * passes.
 *
 * <p>A reflection that is not seen has two causes that look alike, other media and a brighter room.
 * So it is a failure only when it was seen before in this stretch of media (or the operator says
 * how strong it must be) and now, at every delay, is less than half of that with a confidence of 99
 * %. The light of an earlier probe in its place is a failure without further ado.
 */
final class LightProbe implements VideoDetector {
  private static final int DRAWS = 19_999;
  private static final double MIN_SEEN = 0.8;
  private static final double MIN_RATE = 9;
  // A one-sided bound of 99 % of the normal distribution.
  private static final double BOUND_DEVIATIONS = 2.33;
  private static final int EARLIER = 8;
  // Better than any of the draws, and by a margin: chance reaches it about once in 100,000 times.
  private static final double STALE_SCORE = 5.2;
  private static final double BACKGROUND_SHARE = 0.5;
  private static final double LEAD_SHARE = 0.25;
  private static final long LATEST_MICROS =
      (LightSequence.MILLIS + Reflection.MAX_LAG_MILLIS) * 1000L;
  private static final long SETTLE_MICROS = 200_000;
  private static final long KEPT_MICROS = LATEST_MICROS + 5_000_000;
  private static final long LEFT_MICROS = 3_000_000;

  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final ChromaSeries series = new ChromaSeries();
  private final double maxChance;
  private final double assumedChange;
  private final long validMicros;
  private final ArrayDeque<LightSequence> earlier = new ArrayDeque<>();
  private Knowledge.LightProbe pending;
  private Verdict result;
  private String judged = "";
  private long resultMicros;
  // The weakest reflection that was seen; NaN before the first.
  private double established = Double.NaN;
  private long lastFace = Long.MIN_VALUE;
  private long first = Long.MIN_VALUE;

  LightProbe(Map<String, String> settings) {
    maxChance = Tuning.number(settings, "probe.max_chance", 0.0001, 0.0001, 0.05);
    assumedChange = Tuning.number(settings, "probe.assumed_change_percent", 0, 0, 10) / 100;
    validMicros = Math.round(1e6 * Tuning.number(settings, "probe.valid_seconds", 900, 30, 86_400));
  }

  @Override
  public void know(Knowledge knowledge) {
    if (!(knowledge instanceof Knowledge.LightProbe probe)) return;
    if (probe.colours().length == 0) {
      // Taken back: the page did not show it.
      if (pending == null || !pending.id().equals(probe.id())) return;
      conclude(
          probe.id(),
          probe.sentMicros(),
          Verdict.unknown("not_shown", "The page did not show the light check.", evidence(probe)));
      pending = null;
    } else if (!probe.id().equals(judged)) {
      pending = probe;
    }
  }

  private static Map<String, Object> evidence(Knowledge.LightProbe probe) {
    return new Evidence().put("probe", probe.id()).map();
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (now < lastFace) forget();
    if (first == Long.MIN_VALUE) first = now;
    boolean good = gate.admit(o);
    if (good && series.add(o)) {
      if (now - lastFace > LEFT_MICROS) left();
      lastFace = now;
      series.forget(now - KEPT_MICROS);
    }
    if (pending != null && now >= pending.sentMicros() + LATEST_MICROS + SETTLE_MICROS) {
      var over = pending;
      pending = null;
      // One that was over before this detector saw anything is not its to judge.
      if (first <= over.sentMicros() + LATEST_MICROS) {
        conclude(over.id(), now, judge(over));
        verdicts.due(now);
        return List.of(aged(result, now));
      }
    }
    if (!verdicts.due(now)) return List.of();
    var refusal = gate.refusal(o);
    return List.of(refusal != null ? refusal : standing(now));
  }

  /** Time that jumps back belongs to other media. */
  private void forget() {
    series.clear();
    result = null;
    established = Double.NaN;
    earlier.clear();
    lastFace = Long.MIN_VALUE;
    first = Long.MIN_VALUE;
  }

  /** Nobody knows who came back: what was shown of the face before says nothing of this one. */
  private void left() {
    if (result != null && result.state() == Verdict.State.OK) result = null;
  }

  private void conclude(String id, long now, Verdict verdict) {
    judged = id;
    // A failure is not made good by a probe that saw nothing.
    boolean failedBefore = result != null && result.state() == Verdict.State.FAILED;
    boolean keep =
        failedBefore
            && verdict.state() == Verdict.State.UNKNOWN
            && now - resultMicros <= validMicros;
    if (keep) return;
    result = verdict;
    resultMicros = now;
  }

  private Verdict standing(long now) {
    if (result != null && now - resultMicros <= validMicros) return aged(result, now);
    if (pending != null) {
      return Verdict.unknown("probing", "A light check is under way.", evidence(pending));
    }
    return result == null
        ? Verdict.unknown("not_probed", "No light check was made of this face.")
        : Verdict.unknown("expired", "The last light check was too long ago.");
  }

  private Verdict aged(Verdict v, long now) {
    var evidence = new Evidence();
    evidence.map().putAll(v.evidence());
    evidence.put("age_seconds", (int) ((now - resultMicros) / 1_000_000));
    return new Verdict(
        v.state(), v.score(), v.logLikelihoodRatio(), v.code(), v.reason(), evidence.map());
  }

  private Verdict judge(Knowledge.LightProbe probe) {
    var evidence = new Evidence().put("probe", probe.id()).put("calibration_version", config());
    var sequence = LightSequence.of(probe.colours());
    if (sequence == null || probe.stepMicros() != LightSequence.STEP_MILLIS * 1000L) {
      return Verdict.unknown(
          "bad_sequence", "The colours are not those of a light check.", evidence.map());
    }
    var seen = series.between(probe.sentMicros(), probe.sentMicros() + LATEST_MICROS);
    double share = seen.covered(probe.sentMicros(), probe.sentMicros() + LATEST_MICROS);
    double rate = seen.rate();
    evidence.put("seen_share", share).put("frames_per_second", rate);
    if (!(share >= MIN_SEEN)) {
      return Verdict.unknown(
          "face_lost", "The face was not to be seen during the light check.", evidence.map());
    }
    if (!(rate >= MIN_RATE)) {
      return Verdict.unknown(
          "frame_rate", "Too few pictures a second for a light check.", evidence.map());
    }
    var reflection =
        Reflection.of(seen, probe.sentMicros(), sequence, DRAWS, probe.id().hashCode());
    double expected = Double.isNaN(established) ? assumedChange : established / 2;
    double bound = reflection.face().greatest() + BOUND_DEVIATIONS * reflection.face().noise();
    evidence
        .put("chance_percent", 100 * reflection.chance())
        .put("fit", reflection.score())
        .put("delay_ms", reflection.lagMillis())
        .put("change_percent", 100 * reflection.face().size())
        .put("noise_percent", 100 * reflection.face().noise())
        .put("background_percent", 100 * reflection.back().size())
        .put("at_most_percent", 100 * bound)
        .put("expected_percent", 100 * expected);
    var map = evidence.map();
    if (reflection.chance() <= maxChance) {
      earlier.addLast(sequence);
      if (earlier.size() > EARLIER) earlier.removeFirst();
      if (wholePicture(reflection)) {
        return Verdict.unknown(
            "whole_picture",
            "The colours came, but over the whole picture alike, as a filter makes them.",
            map);
      }
      established =
          Double.isNaN(established)
              ? reflection.face().size()
              : Math.min(established, reflection.face().size());
      return Verdict.ok(
          95, "reflection", "The light of the screen was seen to fall on the face.", map);
    }
    for (var before : earlier) {
      var stale = Reflection.of(seen, probe.sentMicros(), before, DRAWS, probe.id().hashCode());
      if (stale.chance() > 2.5 / DRAWS || stale.score() < STALE_SCORE) continue;
      return Verdict.failed(
          5, "stale_reflection", "The face shows the light of an earlier check.", map);
    }
    if (expected == 0) {
      return Verdict.unknown(
          "not_seen",
          "The light of the screen was not seen on the face; a bright room does that too.",
          map);
    }
    if (!(bound < expected)) {
      return Verdict.unknown(
          "too_weak", "The pictures are too unsteady to see the light of the screen.", map);
    }
    return Verdict.failed(
        10,
        "no_reflection",
        "The face does not reflect the light of the screen, which it should.",
        map);
  }

  private static boolean wholePicture(Reflection r) {
    return r.back().size() >= BACKGROUND_SHARE * r.face().size()
        && r.lead().size() < LEAD_SHARE * r.face().size();
  }

  @Override
  public String config() {
    return "permutation-1";
  }
}
