package io.medtrust.probes;

import io.medtrust.analysis.detect.probe.LightSequence;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The checks of one verification: when they are due, what is shown, and what came of them. Nothing
 * happens before consent to a text that names them; one check at a time; never more than the budget
 * allows.
 *
 * <p>What the page says (shown, skipped) can only make a check unknown. Pure: time and randomness
 * are handed in, what is to be done is returned. Not thread-safe.
 */
final class Checks {
  static final long CHALLENGE_MILLIS = 15_000;
  private static final long WINDOW_MILLIS = 600_000;
  private static final long FACE_FRESH_MILLIS = 3_000;
  private static final long ACKNOWLEDGE_MILLIS = 4_000;
  // Longest delay of the light, the detector's patience, and the way of the reading.
  private static final long LIGHT_RESULT_MILLIS = LightSequence.MILLIS + 10_000;
  private static final long CHALLENGE_RESULT_MILLIS = CHALLENGE_MILLIS + 5_000;
  private static final long AGAIN_MILLIS = 20_000;
  private static final int MAX_AGAIN = 2;
  private static final List<String> CHALLENGES =
      List.of("words", "turn_left", "turn_right", "blink");

  private final String session;
  private final String verification;
  private final ProbeSettings settings;
  private final WordList words;
  private final RandomGenerator random;
  private final ArrayDeque<Long> begun = new ArrayDeque<>();
  private boolean consented;
  private long faceAt = Long.MIN_VALUE;
  private long due = Long.MAX_VALUE;
  private long lastRequest = Long.MIN_VALUE;
  private int again;
  private Check active;

  Checks(
      String session,
      String verification,
      ProbeSettings settings,
      WordList words,
      RandomGenerator random) {
    this.session = session;
    this.verification = verification;
    this.settings = settings;
    this.words = words;
    this.random = random;
  }

  /** Consent to a text that names these checks was given or is gone. */
  List<Effect> consent(boolean given, long now) {
    if (given && consented) return List.of();
    consented = given;
    // The clock of the first probe begins with the next sight of the face.
    due = Long.MAX_VALUE;
    faceAt = Long.MIN_VALUE;
    return active == null ? List.of() : end("withdrawn", "The consent was withdrawn.", true, now);
  }

  /** Analysis sees one face of this person. */
  void face(long now) {
    boolean came = now - FACE_FRESH_MILLIS > faceAt;
    faceAt = now;
    if (came && due == Long.MAX_VALUE) due = now + settings.firstMillis();
  }

  /**
   * Somebody in the room asks for a check.
   *
   * @param kind {@code light}, {@code any}, or a kind of challenge
   * @throws Problem when it cannot be made now
   */
  List<Effect> ask(String kind, String by, long now) {
    boolean light = kind.equals(Check.LIGHT);
    if (!light && !kind.equals("any") && !CHALLENGES.contains(kind)) {
      throw new Problem(400, "unknown_check", "There is no such check");
    }
    if (light ? !settings.light() : !settings.challenges()) {
      throw new Problem(409, "check_off", "This check is switched off");
    }
    if (!consented) {
      throw new Problem(409, "no_consent", "The doctor has not consented to such checks");
    }
    if (active != null) throw new Problem(409, "check_running", "A check is under way");
    if (!seesFace(now)) {
      throw new Problem(409, "no_face", "The doctor's face is not to be seen now");
    }
    boolean soon = lastRequest != Long.MIN_VALUE && now - lastRequest < settings.requestGapMillis();
    if (soon || spent(now)) {
      throw new Problem(429, "too_many_checks", "There were checks just now; ask again later");
    }
    lastRequest = now;
    if (light) return announce(by, now);
    return challenge(
        kind.equals("any") ? CHALLENGES.get(random.nextInt(CHALLENGES.size())) : kind, by, now);
  }

  private boolean seesFace(long now) {
    return faceAt != Long.MIN_VALUE && now - faceAt <= FACE_FRESH_MILLIS;
  }

  private boolean spent(long now) {
    while (!begun.isEmpty() && now - begun.peekFirst() >= WINDOW_MILLIS) begun.pollFirst();
    return begun.size() >= settings.most();
  }

  /** Does what time has made due. */
  List<Effect> poll(long now) {
    if (active != null) return poll(active, now);
    if (!settings.light() || !consented || now < due) return List.of();
    if (!seesFace(now) || spent(now)) {
      due = now + AGAIN_MILLIS;
      return List.of();
    }
    return announce(null, now);
  }

  private List<Effect> poll(Check check, long now) {
    long age = now - check.since;
    if (check.phase == Check.Phase.ANNOUNCED) {
      return age >= settings.announceMillis() ? show(check, now) : List.of();
    }
    if (!check.acknowledged && age >= ACKNOWLEDGE_MILLIS) {
      return end("not_shown", "The page did not show the check.", true, now);
    }
    long patience = check.light() ? LIGHT_RESULT_MILLIS : CHALLENGE_RESULT_MILLIS;
    return age >= patience
        ? end("no_result", "Analysis gave no result of the check.", false, now)
        : List.of();
  }

  private String id() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private List<Effect> announce(String by, long now) {
    begun.addLast(now);
    active = new Check(id(), Check.LIGHT, by, Check.Phase.ANNOUNCED, now);
    return List.of(
        tell(
            "light-probe-announced",
            Map.of("begins_in_ms", settings.announceMillis(), "length_ms", LightSequence.MILLIS)),
        asked(now));
  }

  private List<Effect> show(Check check, long now) {
    check.phase = Check.Phase.SHOWN;
    check.since = now;
    var colours = LightSequence.draw(random).colours();
    var rgb = new ArrayList<Float>(3 * colours.length);
    var hex = new ArrayList<String>(colours.length);
    for (var colour : colours) {
      var text = new StringBuilder("#");
      for (float v : colour) {
        rgb.add(v);
        text.append(HexFormat.of().toHexDigits((byte) Math.round(255 * v)));
      }
      hex.add(text.toString());
    }
    // Analysis knows first: the light cannot come before it.
    return List.of(
        new Effect.Analyse(
            new AnalysisCommand.LightProbe(
                verification, check.id, now, LightSequence.STEP_MILLIS, rgb)),
        tell("light-probe", Map.of("step_ms", LightSequence.STEP_MILLIS, "colours", hex)));
  }

  private List<Effect> challenge(String kind, String by, long now) {
    begun.addLast(now);
    active = new Check(id(), kind, by, Check.Phase.SHOWN, now);
    var drawn = kind.equals("words") ? words.draw(settings.words(), random) : List.<String>of();
    return List.of(
        new Effect.Analyse(
            new AnalysisCommand.Challenge(
                verification, active.id, kind, drawn, now, now + CHALLENGE_MILLIS)),
        tell("challenge", Map.of("kind", kind, "words", drawn, "expires_in_ms", CHALLENGE_MILLIS)),
        asked(now));
  }

  private Effect tell(String event, Map<String, Object> more) {
    var body = new LinkedHashMap<String, Object>();
    body.put("event", event);
    body.put("streamId", session);
    body.put("check", active.id);
    body.putAll(more);
    return new Effect.Tell(active.id, body);
  }

  private Effect asked(long now) {
    return new Effect.Publish(
        new SessionEvent.CheckAsked(
            session, verification, active.id, active.kind, active.by, at(now)));
  }

  private static String at(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** What the page says of a check; believed only when it says that it did not show it. */
  List<Effect> page(String id, boolean shown, boolean skipped, long now) {
    if (active == null || !active.id.equals(id)) return List.of();
    if (shown) {
      if (active.phase == Check.Phase.SHOWN) active.acknowledged = true;
      return List.of();
    }
    return skipped
        ? end("skipped", "The person skipped the check.", true, now)
        : end("not_shown", "The page did not show the check.", true, now);
  }

  /** A reading of a detector of checks. */
  List<Effect> reading(Reading reading, long now) {
    if (active == null || active.phase != Check.Phase.SHOWN) return List.of();
    if (!reading.detector().equals(active.detector())) return List.of();
    var evidence = reading.evidence() == null ? Map.<String, Object>of() : reading.evidence();
    var id = evidence.get(active.light() ? "probe" : "challenge");
    boolean open = reading.code().equals("probing") || reading.code().equals("asked");
    if (open || !active.id.equals(id)) return List.of();
    return end(reading.state().name().toLowerCase(), reading.code(), reading.reason(), false, now);
  }

  private List<Effect> end(String code, String reason, boolean takeBack, long now) {
    return end("unknown", code, reason, takeBack, now);
  }

  private List<Effect> end(String state, String code, String reason, boolean takeBack, long now) {
    var check = active;
    var effects = new ArrayList<Effect>();
    if (takeBack) {
      effects.add(tell("check-cancelled", Map.of("code", code)));
      if (check.phase == Check.Phase.SHOWN) effects.add(new Effect.Analyse(takenBack(check)));
    }
    effects.add(
        new Effect.Publish(
            new SessionEvent.CheckDone(
                session, verification, check.id, check.kind, state, code, reason, at(now))));
    var details = new LinkedHashMap<String, Object>();
    details.put("check", check.id);
    details.put("kind", check.kind);
    details.put("verification", verification);
    details.put("state", state);
    details.put("code", code);
    effects.add(
        new Effect.Audit(
            "CHECK_MADE", state.equals("failed") ? "warning" : "info", check.by, details));
    effects.add(new Effect.Counted(check.kind, code));
    active = null;
    if (check.light()) plan(state, code, now);
    return effects;
  }

  private AnalysisCommand takenBack(Check check) {
    return check.light()
        ? new AnalysisCommand.LightProbe(
            verification, check.id, check.since, LightSequence.STEP_MILLIS, List.of())
        : new AnalysisCommand.Challenge(
            verification, check.id, check.kind, List.of(), check.since, check.since);
  }

  /** A probe that did not succeed is repeated soon, but not for ever. */
  private void plan(String state, String code, long now) {
    boolean repeat = !state.equals("ok") && !code.equals("skipped") && again < MAX_AGAIN;
    again = repeat ? again + 1 : 0;
    double gap = repeat ? AGAIN_MILLIS : settings.everyMillis();
    due = now + Math.round(gap * (0.5 + random.nextDouble()));
  }

  /** The verification ended. */
  List<Effect> close(long now) {
    return active == null ? List.of() : end("ended", "The session ended.", true, now);
  }
}
