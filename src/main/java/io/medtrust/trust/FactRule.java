package io.medtrust.trust;

import io.medtrust.bus.Reading;
import io.medtrust.trust.Alarm.Seen;
import java.util.List;
import java.util.Set;

/**
 * An alarm that rests on what one detector says in so many words, not on a score.
 *
 * @param codes of the detector's failed readings that raise it
 * @param calibrated the detector is passive: it may raise it only once it is calibrated
 * @param repeats separate answers that must all say so (two probes, not one twice)
 * @param holdMillis how long it must hold
 * @param stayMillis how long the alarm stays after an event that is over at once
 */
record FactRule(
    String trigger,
    String detector,
    Set<String> codes,
    String severity,
    boolean calibrated,
    int repeats,
    long holdMillis,
    long stayMillis,
    String message) {

  /** Beside the five of the picture and the sound, which {@link AlarmBoard} treats itself. */
  static List<FactRule> table(TrustSettings.AlarmTimes t) {
    return List.of(
        critical("replayed", "replay", t.score(), t.event(), "The media are a replay")
            .codes("replayed", "reused"),
        critical("looped", "replay", t.score(), t.event(), "The media repeat themselves")
            .codes("looped", "loop"),
        critical("reversed", "replay", t.score(), t.event(), "The picture runs backwards"),
        critical("voice_replayed", "voice_replay", t.score(), t.event(), "The voice is a replay")
            .codes("replayed", "looped", "reused", "loop"),
        critical(
            "not_enrolled_person",
            "face_identity",
            t.identity(),
            0,
            "The face does not match the enrolled doctor"),
        critical(
            "face_changed",
            "face_identity",
            t.score(),
            t.event(),
            "The face changed during the call"),
        // Warnings, and never more: a colleague who speaks beside the doctor is another voice too.
        warning(
            "voice_changed",
            "voice_identity",
            t.identity(),
            "Another voice is heard than at the beginning of the call"),
        warning(
            "not_enrolled_voice",
            "voice_identity",
            t.identity(),
            "A voice is heard that is not the enrolled doctor's"),
        // A probe may fail by a bright room; two in a row do so rarely.
        warning(
                "no_reflection",
                "light_probe",
                0,
                "The face did not reflect the screen's light, twice")
            .codes("no_reflection", "stale_reflection")
            .twice(),
        warning("not_answered", "challenge", 0, "What was asked was not done")
            .codes("not_answered", "no_answer"),
        warning("mismatch", "lip_sync", t.lips(), "Lips and voice do not agree"),
        warning("cut", "injection", 0, "The picture was cut to another source").stays(t.event()),
        warning(
                "screen_or_print",
                "presentation",
                t.identity(),
                "The face looks like a screen or a print")
            .passive());
  }

  private static FactRule critical(
      String trigger, String detector, long hold, long stay, String message) {
    var codes = Set.of(trigger);
    return new FactRule(trigger, detector, codes, "critical", false, 1, hold, stay, message);
  }

  private static FactRule warning(String trigger, String detector, long hold, String message) {
    var codes = Set.of(trigger);
    return new FactRule(trigger, detector, codes, "warning", false, 1, hold, 0, message);
  }

  private FactRule codes(String... words) {
    return new FactRule(
        trigger,
        detector,
        Set.of(words),
        severity,
        calibrated,
        repeats,
        holdMillis,
        stayMillis,
        message);
  }

  private FactRule passive() {
    return new FactRule(
        trigger, detector, codes, severity, true, repeats, holdMillis, stayMillis, message);
  }

  private FactRule twice() {
    return new FactRule(
        trigger, detector, codes, severity, calibrated, 2, holdMillis, stayMillis, message);
  }

  private FactRule stays(long millis) {
    return new FactRule(
        trigger, detector, codes, severity, calibrated, repeats, holdMillis, millis, message);
  }

  /** Follows one rule through a verification. */
  static final class Watch {
    private static final long APART_MILLIS = 5_000;
    private final FactRule rule;
    private Object lastAnswer;
    private long lastAnswerMillis;
    private int answers;
    private long lastYes = Long.MIN_VALUE;

    Watch(FactRule rule) {
      this.rule = rule;
    }

    /**
     * What is known of the condition now. Only a detector that judges denies it: one that sees
     * nothing neither raises the alarm nor calls it off.
     */
    Seen see(SignalBoard board, EvidenceBoard evidence, long now) {
      var view = board.view(rule.detector, now);
      var seen = now(view, evidence);
      if (seen == Seen.YES) {
        lastYes = now;
      } else if (lastYes != Long.MIN_VALUE && now - lastYes < rule.stayMillis) {
        return Seen.YES;
      }
      return seen;
    }

    private Seen now(SignalBoard.View view, EvidenceBoard evidence) {
      if (view.newest() == null || !view.fresh()) return Seen.UNKNOWN;
      if (rule.calibrated && !evidence.calibrated(view)) return Seen.UNKNOWN;
      var newest = view.newest();
      if (newest.state() == Reading.State.UNKNOWN) return Seen.UNKNOWN;
      boolean says = newest.state() == Reading.State.FAILED && rule.codes.contains(newest.code());
      if (says) return enough(view) ? Seen.YES : Seen.NO;
      answers = 0;
      lastAnswer = null;
      return Seen.NO;
    }

    /** Counts separate answers: another probe, or else much later media. */
    private boolean enough(SignalBoard.View view) {
      if (rule.repeats <= 1) return true;
      var evidence = view.newest().evidence();
      var probe = evidence == null ? null : evidence.get("probe");
      long media = view.newest().mediaTimeMillis();
      boolean another =
          lastAnswer == null && answers == 0
              || (probe != null
                  ? !probe.equals(lastAnswer)
                  : media - lastAnswerMillis >= APART_MILLIS);
      if (another) {
        answers++;
        lastAnswer = probe;
        lastAnswerMillis = media;
      }
      return answers >= rule.repeats;
    }
  }
}
