package io.medtrust.trust;

import io.medtrust.bus.Alert;
import io.medtrust.bus.Reading;
import io.medtrust.trust.Alarm.Seen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All alarms of one verification: facts (a frozen or black picture, no face, several faces, no
 * sound at all, and {@link FactRule}s), which need no calibration; evidence against that adds up
 * over time in one family of calibrated signals ({@link Cusum}); and the limits of the reference,
 * each only once the detector that it rests on is calibrated.
 */
final class AlarmBoard {
  /**
   * The scores that alarms rest on; null when unknown.
   *
   * @param trust told with each alarm
   * @param calibrated 0..100, from calibrated evidence
   * @param kill the kill-switch has tripped; it rests on facts and calibrated signals only
   */
  record Scores(
      Integer trust,
      Integer calibrated,
      Double video,
      Double voice,
      Double biometric,
      boolean kill) {}

  /** Codes of detectors that see nothing now: they neither raise an alarm nor call one off. */
  private static final Set<String> INCONCLUSIVE =
      Set.of(
          "late",
          "damaged",
          "failed_internally",
          "unavailable",
          "warming_up",
          "no_video",
          "no_audio",
          "hung",
          "picture_refused",
          "no_decoder",
          "no_models",
          "tracker_failed");

  /** The time in which a fall of the video score counts as one fall. */
  private static final long DROP_WINDOW_MILLIS = 5_000;

  private record VideoAt(long millis, double score) {}

  private final class Rule {
    String trigger;
    final String severity;
    final Alarm alarm;
    String message;
    String alertId;

    Rule(String trigger, String severity, int raiseMillis, String message) {
      this.trigger = trigger;
      this.severity = severity;
      this.message = message;
      alarm = new Alarm(raiseMillis, times.release(), times.forget());
      rules.add(this);
    }

    void step(Seen seen, long now, Integer trust) {
      switch (alarm.step(seen, now)) {
        case NONE -> {}
        case RAISED -> {
          var seed = verification + '|' + trigger + '|' + now;
          alertId = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
          changes.add(alert(true, now, trust));
        }
        case ENDED -> changes.add(alert(false, now, trust));
      }
    }

    private Alert alert(boolean active, long now, Integer trust) {
      return new Alert(
          alertId,
          session,
          verification,
          List.of(trigger),
          active ? message : "No longer: " + message,
          severity,
          Instant.ofEpochMilli(now).toString(),
          active,
          trust);
    }
  }

  private final String session;
  private final String verification;
  private final TrustSettings.AlarmTimes times;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Alert> changes = new ArrayList<>();
  private final List<VideoAt> videos = new ArrayList<>();
  private final Rule black;
  private final Rule frozen;
  private final Rule several;
  private final Rule noFace;
  private final Rule silent;
  private final Rule kill;
  private final Rule trustLow;
  private final Rule videoDrop;
  private final Rule biometric;
  private final Rule voice;
  private final Map<FactRule.Watch, Rule> facts = new LinkedHashMap<>();
  private final Map<String, Accumulated> accumulated = new LinkedHashMap<>();

  /** Evidence of one family over time, and its alarm. */
  private record Accumulated(Cusum cusum, Rule rule) {}

  AlarmBoard(
      String session,
      String verification,
      TrustSettings.AlarmTimes times,
      EvidenceBoard evidence,
      TrustSettings.Belief belief) {
    this.session = session;
    this.verification = verification;
    this.times = times;
    // In the order of their weight for people: reasons and triggers are told in it.
    kill = new Rule("kill_switch", "critical", times.score(), "Several signals failed together");
    black = new Rule("black", "critical", times.picture(), "The picture is black");
    frozen = new Rule("frozen", "critical", times.picture(), "The picture is frozen");
    several = new Rule("several_faces", "critical", times.presence(), "Several faces are seen");
    noFace = new Rule("no_face", "warning", times.presence(), "No face is seen");
    silent = new Rule("silent", "warning", times.silent(), "No sound at all is coming");
    for (var fact : FactRule.table(times)) {
      facts.put(
          new FactRule.Watch(fact),
          new Rule(fact.trigger(), fact.severity(), (int) fact.holdMillis(), fact.message()));
    }
    double limit =
        Cusum.threshold(times.falsePer1000Hours(), evidence.families(), times.decision());
    for (var family : evidence.familyNames()) {
      boolean passive = SignalRole.passive(family);
      var rule =
          new Rule(
              "evidence_" + family,
              passive ? "warning" : "critical",
              0,
              "The evidence of " + family.replace('_', ' ') + " has added up against the doctor");
      var cusum = new Cusum(limit, times.decision(), belief.halfLifeMillis());
      accumulated.put(family, new Accumulated(cusum, rule));
    }
    trustLow = new Rule("trust_below_50", "critical", times.score(), "Trust is low");
    videoDrop = new Rule("video_drop_30", "critical", times.score(), "The video score fell");
    biometric =
        new Rule(
            "biometric_unstable", "critical", times.score(), "The pulse does not fit a person");
    voice =
        new Rule("voice_flatness", "critical", times.score(), "The voice does not sound living");
  }

  /** What was raised and what ended, each once. */
  List<Alert> step(
      SignalBoard board,
      Scores scores,
      EvidenceBoard evidence,
      EvidenceBoard.Result evidenceNow,
      Thresholds limits,
      long now) {
    changes.clear();
    var isBlack = code(board, "black", now, SignalName.FRAME_INTEGRITY);
    black.step(isBlack, now, scores.trust());
    frozen.step(
        unless(
            isBlack,
            frozen,
            code(
                board, "frozen", now, SignalName.TEMPORAL_CONSISTENCY, SignalName.FRAME_INTEGRITY)),
        now,
        scores.trust());
    several.step(code(board, "several_faces", now, SignalName.FACE_PRESENCE), now, scores.trust());
    noFace.step(
        unless(isBlack, noFace, code(board, "no_face", now, SignalName.FACE_PRESENCE)),
        now,
        scores.trust());
    silent.step(code(board, "silent", now, SignalName.VOICE), now, scores.trust());
    facts.forEach((watch, rule) -> rule.step(watch.see(board, evidence, now), now, scores.trust()));
    for (var family : evidenceNow.families()) {
      var a = accumulated.get(family.name());
      boolean against = a.cusum().step(family.current(), now);
      var seen = against ? Seen.YES : family.current() == null ? Seen.UNKNOWN : Seen.NO;
      a.rule().step(seen, now, scores.trust());
    }
    scored(scores, board, evidence, limits, now);
    return List.copyOf(changes);
  }

  private void scored(
      Scores s, SignalBoard board, EvidenceBoard evidence, Thresholds limits, long now) {
    trustLow.trigger = "trust_below_" + Math.round(limits.alertScore());
    videoDrop.trigger = "video_drop_" + Math.round(limits.videoDrop());
    kill.step(s.kill() ? Seen.YES : Seen.NO, now, s.trust());
    trustLow.step(below(toDouble(s.calibrated()), limits.alertScore()), now, s.trust());
    videoDrop.step(
        only(
            calibrated(board, evidence, SignalName.FRAME_INTEGRITY, now),
            dropped(s.video(), limits.videoDrop(), now)),
        now,
        s.trust());
    biometric.step(
        only(
            calibrated(board, evidence, SignalName.PULSE, now),
            below(s.biometric(), limits.biometricLimit())),
        now,
        s.trust());
    voice.step(
        only(
            calibrated(board, evidence, SignalName.VOICE, now),
            below(s.voice(), limits.voiceLimit())),
        now,
        s.trust());
  }

  private static boolean calibrated(
      SignalBoard board, EvidenceBoard evidence, String detector, long now) {
    return evidence.calibrated(board.view(detector, now));
  }

  /** Ends every alarm, because the verification ended. */
  List<Alert> end(long now) {
    changes.clear();
    for (var rule : rules) if (rule.alarm.active()) changes.add(rule.alert(false, now, null));
    return List.copyOf(changes);
  }

  boolean any() {
    for (var rule : rules) if (rule.alarm.active()) return true;
    return false;
  }

  List<String> triggers() {
    var active = new ArrayList<String>();
    for (var rule : rules) if (rule.alarm.active()) active.add(rule.trigger);
    return List.copyOf(active);
  }

  List<String> messages() {
    var active = new ArrayList<String>();
    for (var rule : rules) if (rule.alarm.active()) active.add(rule.message);
    return active;
  }

  /**
   * Whether any detector says this code now. It is denied only when every detector that could say
   * it and ever spoke is fresh and able to judge.
   */
  private static Seen code(SignalBoard board, String code, long now, String... responsible) {
    for (var detector : board.detectors()) {
      var view = board.view(detector, now);
      if (view.fresh() && view.newest().code().equals(code)) return Seen.YES;
    }
    boolean asked = false;
    for (var detector : responsible) {
      var view = board.view(detector, now);
      if (view.newest() == null) continue;
      boolean conclusive =
          view.newest().state() != Reading.State.UNKNOWN
              || !INCONCLUSIVE.contains(view.newest().code());
      if (!view.fresh() || !conclusive) return Seen.UNKNOWN;
      asked = true;
    }
    return asked ? Seen.NO : Seen.UNKNOWN;
  }

  /** A black picture is also still and shows no face: one alarm is enough. */
  private static Seen unless(Seen cause, Rule rule, Seen seen) {
    return cause == Seen.YES && !rule.alarm.active() ? Seen.UNKNOWN : seen;
  }

  private Seen dropped(Double video, double limit, long now) {
    videos.removeIf(v -> now - v.millis() > DROP_WINDOW_MILLIS);
    if (video == null) return Seen.UNKNOWN;
    videos.add(new VideoAt(now, video));
    double highest = 0;
    for (var v : videos) highest = Math.max(highest, v.score());
    return highest - video > limit ? Seen.YES : Seen.NO;
  }

  /** Without calibration a score is no ground for an alarm, and none for calling one off. */
  private static Seen only(boolean calibrated, Seen seen) {
    return calibrated ? seen : Seen.UNKNOWN;
  }

  private static Seen below(Double score, double limit) {
    return score == null ? Seen.UNKNOWN : score < limit ? Seen.YES : Seen.NO;
  }

  private static Double toDouble(Integer score) {
    return score == null ? null : score.doubleValue();
  }
}
