package io.medtrust.trust;

import io.medtrust.bus.Alert;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Trust of one verification: readings in, a {@link TrustUpdate} at each computation out. Pure:
 * times are epoch milliseconds of the caller. Not thread-safe.
 *
 * <p>Unknown never reads as safe. A score without calibration is shown with the status {@code
 * unknown}, unless an alarm that needs no calibration is active; then {@code alert}.
 */
final class TrustCore {
  /** The word for a score whose meaning has not been measured. */
  static final String UNCALIBRATED = "uncalibrated";

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_REASONS = 8;
  private static final int MIN_FUSION_INPUTS = 3;

  /**
   * One computation.
   *
   * @param alerts raised or ended by it
   * @param hashed what goes into the chain: {@code timestamp:trust}
   */
  record Computed(TrustUpdate update, List<Alert> alerts, long millis, String hashed) {}

  private final String session;
  private final String verification;
  private final String calibration;
  private final TrustSettings settings;
  private final SignalBoard board;
  private final AlarmBoard alarms;
  private Thresholds limits = Thresholds.DEFAULT;
  private LedgerEntry.Appended chain;
  private boolean chainBroken;
  private String lostWhy;
  private Double lastFace;
  private Double lastVoice;
  private Double lastLiveness;
  private Double lastTemporal;
  private Double lastVideoPart;
  private Double lastVoicePart;
  private Double lastBiometricPart;
  private long lastMillis = Long.MIN_VALUE;

  /**
   * @param calibration version of the calibration that the scores rest on, or null for none
   */
  TrustCore(String session, String verification, String calibration, TrustSettings settings) {
    this.session = session;
    this.verification = verification;
    this.calibration = calibration;
    this.settings = settings;
    board =
        new SignalBoard(
            settings.lateMillis(), settings.stalenessMillis(), settings.pipelineMillis());
    alarms = new AlarmBoard(session, verification, settings.alarms());
  }

  void update(Reading reading, long now) {
    lostWhy = null;
    board.update(reading, now);
  }

  /**
   * Analysis is gone: every signal is unknown at once.
   *
   * @param why one sentence for people
   */
  void unavailable(String why, long now) {
    lostWhy = why;
    board.lost(session, verification, why, now);
  }

  void thresholds(Thresholds newest) {
    limits = newest;
  }

  /** The chain's durable head. A chain once found changed stays so. */
  void chain(LedgerEntry.Appended appended) {
    if (chain == null || appended.block() > chain.block()) chain = appended;
    if (!appended.intact()) chainBroken = true;
  }

  /** Ends what is active, because the verification ended. */
  List<Alert> end(long now) {
    return alarms.end(now);
  }

  Computed compute(long nowMillis) {
    // Times in the chain rise, also when the clock is set back.
    long now = Math.max(nowMillis, lastMillis + 1);
    lastMillis = now;

    var face = remember(SignalName.FACE_ARTIFACT, lastFace, nowMillis);
    var voice = remember(SignalName.VOICE, lastVoice, nowMillis);
    var liveness = remember(SignalName.LIVENESS, lastLiveness, nowMillis);
    var temporal = remember(SignalName.TEMPORAL_CONSISTENCY, lastTemporal, nowMillis);
    lastFace = face.last();
    lastVoice = voice.last();
    lastLiveness = liveness.last();
    lastTemporal = temporal.last();
    var fusion = Fusion.of(face, voice, liveness, temporal, identityShift(nowMillis), limits);

    var base = board.view(SignalName.FRAME_INTEGRITY, nowMillis).score();
    Double video = null;
    if (base != null) {
      video = TrustFormula.video(base, less(face.nowOrLast(), fusion.facePenalty()));
      lastVideoPart = video;
    }
    var voicePart = less(voice.now(), fusion.voicePenalty());
    if (voicePart != null) lastVoicePart = voicePart;
    var biometric = board.view(SignalName.PULSE, nowMillis).score();
    if (biometric != null) lastBiometricPart = biometric;
    var behavioral = evidence("behavioral_score", nowMillis);
    var env = evidence("env_score", nowMillis);
    var chainScore = chain == null && !chainBroken ? null : Integer.valueOf(chainBroken ? 50 : 100);

    var trust =
        TrustFormula.of(
            new Score(video, lastVideoPart),
            new Score(voicePart, lastVoicePart),
            new Score(biometric, lastBiometricPart),
            chainScore,
            behavioral,
            env,
            limits);
    var alerts =
        alarms.step(
            board,
            new AlarmBoard.Scores(trust.trust(), video, voicePart, biometric, fusion.killSwitch()),
            calibration != null,
            limits,
            nowMillis);

    var views = new ArrayList<SignalBoard.View>();
    for (var detector : board.detectors()) views.add(board.view(detector, nowMillis));
    var timestamp = ISO.format(Instant.ofEpochMilli(now));
    var status = status(trust, fusion);
    var update =
        new TrustUpdate(
            session,
            verification,
            trust.trust(),
            status,
            timestamp,
            newestMedia(views),
            trust.coverage(),
            calibration == null ? UNCALIBRATED : calibration,
            rounded(video),
            rounded(voicePart),
            rounded(biometric),
            rounded(behavioral),
            rounded(env),
            chainScore,
            fusion.onWire(face, voice, liveness, temporal),
            trust.weights(),
            views.stream().map(TrustCore::signal).toList(),
            reasons(views, trust, status),
            alarms.triggers(),
            chain == null ? null : chain.head(),
            chain == null ? null : chain.prev(),
            chainBroken ? Boolean.FALSE : chain == null ? null : Boolean.TRUE,
            chain == null ? null : chain.block());
    var score = trust.trust() == null ? "unknown" : trust.trust().toString();
    return new Computed(update, alerts, now, timestamp + ":" + score);
  }

  private String status(TrustFormula.Result trust, Fusion.Result fusion) {
    if (alarms.any()) return "alert";
    if (trust.trust() == null || calibration == null) return "unknown";
    var status = TrustFormula.status(trust.trust(), limits);
    boolean enough =
        trust.coverage() >= settings.minSafeCoverage() && fusion.inputsKnown() >= MIN_FUSION_INPUTS;
    return status.equals("safe") && !enough ? "suspicious" : status;
  }

  private Score remember(String detector, Double last, long now) {
    var score = board.view(detector, now).score();
    return new Score(score, score == null ? last : score);
  }

  private boolean identityShift(long now) {
    for (var detector : board.detectors()) {
      var view = board.view(detector, now);
      if (view.fresh()
          && (view.newest().code().equals("identity_shift")
              || Boolean.TRUE.equals(value(view, "identity_shift")))) return true;
    }
    return false;
  }

  /** A score that frame integrity carries as evidence; it can only lower trust. */
  private Double evidence(String name, long now) {
    var view = board.view(SignalName.FRAME_INTEGRITY, now);
    if (!view.known() || !(value(view, name) instanceof Number number)) return null;
    double score = number.doubleValue();
    return score >= 0 && score <= 100 ? score : null;
  }

  private static Object value(SignalBoard.View view, String name) {
    var evidence = view.newest() == null ? null : view.newest().evidence();
    return evidence == null ? null : evidence.get(name);
  }

  private List<String> reasons(
      List<SignalBoard.View> views, TrustFormula.Result trust, String status) {
    var reasons = new ArrayList<>(alarms.messages());
    if (chainBroken) reasons.add("The log of this verification was changed");
    if (lostWhy != null) reasons.add(lostWhy);
    views.stream()
        .filter(v -> v.known() && v.state().equals("failed"))
        .sorted(Comparator.comparingDouble(SignalBoard.View::score))
        .forEach(v -> reasons.add(v.reason()));
    if (lostWhy == null) {
      views.stream().filter(v -> !v.known()).forEach(v -> reasons.add(v.reason()));
    }
    views.stream()
        .filter(SignalBoard.View::stale)
        .forEach(v -> reasons.add(SignalName.inWords(v.detector()) + " is judged late"));
    if (calibration == null) {
      reasons.add(
          Math.min(reasons.size(), MAX_REASONS - 1), "The score is uncalibrated: not yet measured");
    } else if (status.equals("suspicious") && trust.trust() >= limits.minSafeScore()) {
      reasons.add("Too little is known to call it safe");
    }
    return reasons.stream().distinct().limit(MAX_REASONS).toList();
  }

  private static TrustUpdate.Signal signal(SignalBoard.View v) {
    return new TrustUpdate.Signal(
        v.detector(),
        v.state(),
        rounded(v.score()),
        v.code(),
        v.reason(),
        v.calibrated(),
        v.stale(),
        v.mediaTimeMillis());
  }

  private static Long newestMedia(List<SignalBoard.View> views) {
    Long newest = null;
    for (var view : views) {
      if (!view.known() || view.mediaTimeMillis() == null) continue;
      if (newest == null || view.mediaTimeMillis() > newest) newest = view.mediaTimeMillis();
    }
    return newest;
  }

  private static Double less(Double score, int penalty) {
    return score == null ? null : Math.max(0, score - penalty);
  }

  private static Integer rounded(Double score) {
    return score == null ? null : (int) Math.round(score);
  }
}
