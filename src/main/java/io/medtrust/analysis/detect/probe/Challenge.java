package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import java.util.List;
import java.util.Map;

/**
 * Does the person do what it was just asked to do: turn the head, blink twice, speak. A recording
 * does not, whoever drives a face in real time does. Words are heard as speech and not understood,
 * so they are never more than unknown.
 *
 * <p>Somebody at work may well ignore a prompt: one without an answer is unknown; only the second
 * in a row, with the face to be seen all the time, is a failure.
 */
final class Challenge implements AvDetector {
  private static final long SETTLE_MICROS = 700_000;
  private static final long LEFT_MICROS = 3_000_000;
  private static final int FAILS_AT = 2;
  private static final double MIN_SEEN = 0.8;
  private static final long GAP_MICROS = 400_000;
  private final Cadence verdicts = new Cadence(1);
  private final HeadTurn turn = new HeadTurn();
  private final DoubleBlink blink = new DoubleBlink();
  private final SpokenAnswer speech = new SpokenAnswer();
  private final long validMicros;
  private Knowledge.Challenge pending;
  private long unseenMicros;
  private String judged = "";
  private int unanswered;
  private Verdict result;
  private long resultMicros;
  private long lastFace = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;

  Challenge(Map<String, String> settings) {
    validMicros =
        Math.round(1e6 * Tuning.number(settings, "challenge.valid_seconds", 300, 30, 86_400));
  }

  @Override
  public void know(Knowledge knowledge) {
    if (!(knowledge instanceof Knowledge.Challenge asked) || asked.id().equals(judged)) return;
    boolean over = asked.expiresMicros() <= asked.issuedMicros();
    if (!over) {
      // One that was over before this detector began cannot be judged.
      pending = newest > asked.expiresMicros() ? null : asked;
      unseenMicros = 0;
    } else if (pending != null && pending.id().equals(asked.id())) {
      conclude(
          Verdict.unknown(
              "declined", "The prompt was declined or not shown.", evidence(pending).map()),
          asked.issuedMicros());
    }
  }

  private static Evidence evidence(Knowledge.Challenge asked) {
    return new Evidence().put("challenge", asked.id()).put("kind", asked.kind());
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (now < lastFace) forget();
    newest = now;
    // A head that is turned far is seen as a profile: here that is an answer.
    boolean one = o.state() == FaceState.FACE || o.state() == FaceState.PROFILE;
    if (!o.damaged() && one && o.landmarksFresh() && o.landmarks() != null) {
      if (lastFace != Long.MIN_VALUE && now - lastFace > GAP_MICROS) unseenMicros += now - lastFace;
      if (now - lastFace > LEFT_MICROS) left();
      lastFace = now;
      turn.add(now, FaceGeometry.yawDegrees(o.landmarks()));
      blink.add(now, o.landmarks());
    }
    return say(now);
  }

  @Override
  public List<Output> hear(VoiceWindow window) {
    speech.add(window);
    if (pending == null || !pending.kind().equals("words")) return List.of();
    newest = Math.max(newest, window.endMicros());
    return say(window.endMicros());
  }

  private void forget() {
    turn.clear();
    blink.clear();
    speech.clear();
    result = null;
    unanswered = 0;
    lastFace = Long.MIN_VALUE;
  }

  /** Nobody knows who came back. */
  private void left() {
    if (result != null && result.state() == Verdict.State.OK) result = null;
    turn.clear();
    blink.clear();
  }

  private List<Output> say(long now) {
    if (pending != null) {
      var verdict = judge(now);
      if (verdict != null) {
        conclude(verdict, now);
        verdicts.due(now);
        return List.of(aged(now));
      }
    }
    return verdicts.due(now) ? List.of(standing(now)) : List.of();
  }

  private void conclude(Verdict verdict, long now) {
    judged = pending.id();
    pending = null;
    result = verdict;
    resultMicros = now;
  }

  /** Null while it may still be answered. */
  private Verdict judge(long now) {
    var answer =
        switch (pending.kind()) {
          case "turn_left" -> turn.answer(pending.issuedMicros(), true);
          case "turn_right" -> turn.answer(pending.issuedMicros(), false);
          case "blink" -> blink.answer(pending.issuedMicros());
          case "words" -> speech.answer(pending.issuedMicros(), pending.words());
          default -> null;
        };
    var evidence = evidence(pending).put("calibration_version", config());
    if (answer == null) {
      return Verdict.unknown("bad_challenge", "The prompt is of no known kind.", evidence.map());
    }
    evidence.map().putAll(answer.evidence().map());
    if (answer.onsetMillis() >= 0) evidence.put("onset_ms", (int) answer.onsetMillis());
    boolean inTime =
        answer.onsetMillis() * 1000 <= pending.expiresMicros() - pending.issuedMicros();
    boolean over = now > pending.expiresMicros() + SETTLE_MICROS;
    boolean words = pending.kind().equals("words");
    boolean began = answer.onsetMillis() >= 0 && inTime;
    if (words && began && (answer.done() || over)) {
      return Verdict.unknown(
          "words_not_checked",
          "Somebody began to speak after the prompt; which words was not checked.",
          evidence.map());
    }
    if (!words && answer.done() && inTime) {
      unanswered = 0;
      return Verdict.ok(80, "answered", "The prompt was followed.", evidence.map());
    }
    return over ? unanswered(words, now, evidence) : null;
  }

  private Verdict unanswered(boolean words, long now, Evidence evidence) {
    double length = pending.expiresMicros() - pending.issuedMicros();
    double away = unseenMicros + Math.max(0, now - Math.max(lastFace, pending.issuedMicros()));
    double seen = lastFace == Long.MIN_VALUE ? 0 : Math.clamp(1 - away / length, 0, 1);
    evidence.put("seen_share", seen);
    if (words) {
      return Verdict.unknown(
          "no_answer", "Nobody began to speak after the prompt.", evidence.map());
    }
    if (seen < MIN_SEEN) {
      return Verdict.unknown(
          "face_lost", "The face was not to be seen after the prompt.", evidence.map());
    }
    unanswered++;
    evidence.put("unanswered", unanswered);
    return unanswered >= FAILS_AT
        ? Verdict.failed(
            20, "no_answer", "Prompts were shown repeatedly and not followed.", evidence.map())
        : Verdict.unknown("no_answer", "The prompt was not followed.", evidence.map());
  }

  private Verdict standing(long now) {
    if (pending != null) {
      return Verdict.unknown(
          "asked", "A prompt is shown and may be followed.", evidence(pending).map());
    }
    if (result == null) return Verdict.unknown("not_asked", "Nothing was asked of this person.");
    if (now - resultMicros > validMicros) {
      return Verdict.unknown("expired", "The last prompt was too long ago.");
    }
    return aged(now);
  }

  private Verdict aged(long now) {
    var evidence = new Evidence();
    evidence.map().putAll(result.evidence());
    evidence.put("age_seconds", (int) Math.max(0, (now - resultMicros) / 1_000_000));
    return new Verdict(
        result.state(),
        result.score(),
        result.logLikelihoodRatio(),
        result.code(),
        result.reason(),
        evidence.map());
  }

  @Override
  public String config() {
    return "landmarks-1";
  }
}
