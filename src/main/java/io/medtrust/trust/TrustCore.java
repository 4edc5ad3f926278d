package io.medtrust.trust;

import io.medtrust.bus.Alert;
import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Reading;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.trust.calibration.Calibration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Trust of one verification: readings in, a {@link TrustUpdate} at each computation out. Pure:
 * times are epoch milliseconds of the caller. Not thread-safe.
 *
 * <p>Two numbers stand side by side: the reference's trust score, and what calibrated evidence
 * says. The status follows the second, and only when that may be called a probability; else it is
 * {@code unknown}. An active alarm makes it {@code alert}. Unknown never reads as safe: without any
 * known signal about the person there is no number and no verdict.
 */
final class TrustCore {
  /** The word for a score whose meaning has not been measured. */
  static final String UNCALIBRATED = "uncalibrated";

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_REASONS = 8;

  /** Independent calibrated families that safe needs, one of them more than an opinion. */
  private static final int MIN_FAMILIES = 3;

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
  private final String kind;
  private final TrustSettings settings;
  private final SignalBoard board;
  private final EvidenceBoard evidence;
  private final Sentences sentences;

  /**
   * Measured signals that failed and have not said otherwise since; falling silent is no excuse.
   */
  private final Set<String> failures = new HashSet<>();

  private final AlarmBoard alarms;
  private Thresholds limits = Thresholds.DEFAULT;
  private LedgerEntry.Appended chain;
  private boolean chainBroken;
  private String lostWhy;
  private Double lastFace;
  private Double lastVoice;
  private Double lastLiveness;
  private Double lastTemporal;
  private Double lastIdentity;
  private Double lastVideoPart;
  private Double lastVoicePart;
  private Double lastBiometricPart;
  private long lastMillis = Long.MIN_VALUE;

  TrustCore(String session, String verification, TrustSettings settings) {
    this.session = session;
    this.verification = verification;
    this.settings = settings;
    board =
        new SignalBoard(
            settings.lateMillis(), settings.stalenessMillis(), settings.pipelineMillis());
    evidence = new EvidenceBoard(settings.calibration(), settings.belief(), settings.lateMillis());
    alarms = new AlarmBoard(session, verification, settings.alarms(), evidence, settings.belief());
    sentences = new Sentences(settings.zone());
    calibration = evidence.calibrated() ? settings.calibration().version() : null;
    kind =
        calibration == null
            ? null
            : evidence.subjects() < Calibration.MIN_SUBJECTS ? "score" : "probability";
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
    var identity = remember("face_identity", lastIdentity, nowMillis);
    lastIdentity = identity.last();
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

    var views = new ArrayList<SignalBoard.View>();
    for (var detector : board.detectors()) views.add(board.view(detector, nowMillis));
    for (var view : views) noteFailure(view);
    // A picture without a known signal about a person says nothing about that person.
    boolean person = views.stream().anyMatch(TrustCore::tellsOfPerson);
    var trust =
        TrustFormula.of(
            new Score(person ? video : null, lastVideoPart),
            new Score(person ? voicePart : null, lastVoicePart),
            new Score(person ? biometric : null, lastBiometricPart),
            chainScore,
            behavioral,
            env,
            limits);
    var belief = evidence.step(board, nowMillis);
    var kill = KillSwitch.of(fusion.risk(), board, evidence, limits, nowMillis);
    boolean believed = person && belief.probability() != null;
    var calibrated = believed ? (int) Math.round(100 * belief.probability()) : null;
    var alerts =
        alarms.step(
            board,
            new AlarmBoard.Scores(
                trust.trust(), calibrated, video, voicePart, biometric, kill.tripped()),
            evidence,
            belief,
            limits,
            nowMillis);

    var timestamp = ISO.format(Instant.ofEpochMilli(now));
    var status = status(calibrated, belief);
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
            fusion.onWire(face, voice, liveness, temporal, kill),
            trust.weights(),
            views.stream().map(v -> signal(v, belief)).toList(),
            reasons(views, status, calibrated),
            alarms.triggers(),
            chain == null ? null : chain.head(),
            chain == null ? null : chain.prev(),
            chainBroken ? Boolean.FALSE : chain == null ? null : Boolean.TRUE,
            chain == null ? null : chain.block(),
            believed ? rounded3(belief.llr()) : null,
            believed && "probability".equals(kind) ? rounded3(belief.probability()) : null,
            calibrated,
            kind,
            kind == null ? null : settings.belief().impostorPrior(),
            kind == null ? null : evidence.subjects(),
            kind == null ? null : rounded3(belief.coverage()),
            Sentences.identity(board, nowMillis),
            settings.policy().of(alarms.triggers()),
            TrustFormula.preSession(
                identity, voice, new Score(biometric, lastBiometricPart), liveness, temporal));
    var score = trust.trust() == null ? "unknown" : trust.trust().toString();
    return new Computed(update, alerts, now, timestamp + ":" + score);
  }

  private String status(Integer calibrated, EvidenceBoard.Result belief) {
    if (alarms.any()) return "alert";
    if (calibrated == null || !"probability".equals(kind)) return "unknown";
    var status = TrustFormula.status(calibrated, limits);
    boolean enough =
        belief.coverage() >= settings.minSafeCoverage()
            && belief.known() >= MIN_FAMILIES
            && belief.measuredKnown()
            && failures.isEmpty();
    return status.equals("safe") && !enough ? "suspicious" : status;
  }

  private void noteFailure(SignalBoard.View view) {
    if (!view.known() || SignalRole.of(view.detector()).kind() != SignalRole.Kind.MEASURED) return;
    if (view.state().equals("failed")) failures.add(view.detector());
    else failures.remove(view.detector());
  }

  private static boolean tellsOfPerson(SignalBoard.View view) {
    var role = SignalRole.of(view.detector());
    return view.known() && role.person();
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

  private List<String> reasons(List<SignalBoard.View> views, String status, Integer calibrated) {
    var reasons = new ArrayList<>(alarms.messages());
    if (chainBroken) reasons.add("The log of this verification was changed");
    if (lostWhy != null) reasons.add(lostWhy);
    views.stream()
        .filter(v -> v.known() && v.state().equals("failed"))
        .sorted(Comparator.comparingDouble(SignalBoard.View::score))
        .forEach(v -> reasons.add(sentences.of(v)));
    if (lostWhy == null) {
      views.stream()
          .filter(v -> !v.known() && !EvidenceBoard.NOTHING_ASKED.contains(v.code()))
          .forEach(v -> reasons.add(v.reason()));
    }
    views.stream()
        .filter(SignalBoard.View::stale)
        .forEach(v -> reasons.add(SignalName.inWords(v.detector()) + " is judged late"));
    int last = Math.min(reasons.size(), MAX_REASONS - 1);
    if (kind == null) {
      reasons.add(last, "The score is uncalibrated: not yet measured");
    } else if (kind.equals("score")) {
      reasons.add(
          last,
          "A score and not a probability: it was measured on " + evidence.subjects() + " people");
    } else if (status.equals("suspicious") && calibrated >= limits.minSafeScore()) {
      reasons.add("Too little is known to call it safe");
    }
    return reasons.stream().distinct().limit(MAX_REASONS).toList();
  }

  private TrustUpdate.Signal signal(SignalBoard.View v, EvidenceBoard.Result belief) {
    var role = SignalRole.of(v.detector());
    var share = belief.shares().get(v.detector());
    boolean calibratedNow = evidence.calibrated(v);
    return new TrustUpdate.Signal(
        v.detector(),
        v.state(),
        rounded(v.score()),
        v.code(),
        v.reason(),
        calibratedNow,
        v.stale(),
        v.mediaTimeMillis(),
        role.family(),
        role.kind().name().toLowerCase(Locale.ROOT),
        share == null ? null : rounded3(share.llr()),
        v.newest() == null ? null : v.sinceMillis(),
        sentences.of(v));
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

  private static Double rounded3(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  private static Integer rounded(Double score) {
    return score == null ? null : (int) Math.round(score);
  }
}
