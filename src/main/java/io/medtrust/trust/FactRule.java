package io.medtrust.trust;

import io.medtrust.trust.Alarm.Seen;
import java.util.List;
import java.util.Set;

/**
 * An alarm that rests on what one detector says in so many words, not on a score.
 *
 * @param codes of the detector that raise it
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
        critical("replayed", "replay", "replayed", t.score(), t.event(), "The media are a replay"),
        critical("looped", "replay", "looped", t.score(), t.event(), "The media repeat themselves"),
        critical(
            "not_enrolled_person",
            "face_identity",
            "not_enrolled_person",
            t.identity(),
            0,
            "The face does not match the enrolled doctor"),
        critical(
            "face_changed",
            "face_identity",
            "face_changed",
            t.score(),
            t.event(),
            "The face changed during the call"),
        warning(
            "voice_changed",
            "voice_identity",
            "voice_changed",
            true,
            1,
            t.identity(),
            t.event(),
            "The voice changed during the call"),
        warning(
            "not_enrolled_voice",
            "voice_identity",
            "not_enrolled_voice",
            true,
            1,
            t.identity(),
            0,
            "The voice does not match the enrolled doctor"),
        warning(
            "no_reflection",
            "light_probe",
            "no_reflection",
            false,
            2,
            0,
            t.event(),
            "The face did not reflect the screen's light, twice"),
        warning(
            "not_answered",
            "challenge",
            "not_answered",
            false,
            1,
            0,
            t.event(),
            "The challenge was not answered"),
        warning(
            "mismatch",
            "lip_sync",
            "mismatch",
            false,
            1,
            t.lips(),
            0,
            "Lips and voice do not agree"),
        warning(
            "cut",
            "injection",
            "cut",
            false,
            1,
            0,
            t.event(),
            "The picture was cut to another source"),
        warning(
            "screen_or_print",
            "presentation",
            "screen_or_print",
            true,
            1,
            t.identity(),
            0,
            "The face looks like a screen or a print"));
  }

  private static FactRule critical(
      String trigger, String detector, String code, long hold, long stay, String message) {
    return new FactRule(trigger, detector, Set.of(code), "critical", false, 1, hold, stay, message);
  }

  private static FactRule warning(
      String trigger,
      String detector,
      String code,
      boolean calibrated,
      int repeats,
      long hold,
      long stay,
      String message) {
    return new FactRule(
        trigger, detector, Set.of(code), "warning", calibrated, repeats, hold, stay, message);
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
      if (rule.codes.contains(view.newest().code())) return enough(view) ? Seen.YES : Seen.NO;
      if (view.newest().state() == io.medtrust.bus.Reading.State.UNKNOWN) return Seen.UNKNOWN;
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
