package io.medtrust.analysis.detect.lipsync;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;
import java.util.Map;

/**
 * Does the mouth that is seen speak what is heard: how far the lower lip is from the nose, against
 * the loudness of the voice, over up to a minute in which somebody speaks.
 *
 * <p>Agreement is a sign; that none is found is not one against anybody: a mask, a beard or a quiet
 * speaker look the same. So {@code mismatch} is unknown unless {@code lip_sync.may_fail} is set.
 */
final class LipSync implements AvDetector {
  private static final int NOSE = 1;
  private static final int LOWER_LIP = 14;
  private static final int LEFT_EYE = 263;
  private static final int RIGHT_EYE = 33;
  private static final int SLOT_SAMPLES = 640;
  private static final int MIN_SLOTS = 10 * Slots.PER_SECOND;
  private static final long LONGEST_STEP_MICROS = 250_000;
  private static final double QUIET = 0.0016;
  private static final double SPEECH = 0.25;
  private static final double MIN_SPEECH_SHARE = 0.25;
  private static final double MIN_MOVEMENT = 0.008;
  private static final double AGREES = 3;
  private static final double LAGS = 4;
  private static final double LAGS_BY = 1.5;
  private static final double DISAGREES = 1.5;
  private final Cadence verdicts = new Cadence(1);
  private final FaceGate gate = new FaceGate();
  private final Slots mouth = new Slots();
  private final Slots voice = new Slots();
  private final double mismatchSeconds;
  private final boolean mayFail;
  private long meshAt = Long.MIN_VALUE;
  private float meshValue;
  private long heardTo = Long.MIN_VALUE;

  LipSync(Map<String, String> settings) {
    mismatchSeconds = Tuning.number(settings, "lip_sync.mismatch_seconds", 45, 20, 60);
    mayFail = Tuning.number(settings, "lip_sync.may_fail", 0, 0, 1) >= 0.5;
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    if (good && o.landmarksFresh() && o.landmarks() != null) take(o.landmarks(), now);
    var refusal = gate.refusal(o);
    if (!verdicts.due(now)) return List.of();
    return List.of(refusal != null ? refusal : judge());
  }

  /** Slots between two meshes lie on the line between their values. */
  private void take(float[] landmarks, long now) {
    float value = (float) opening(landmarks);
    long to = Slots.slot(now);
    if (meshAt != Long.MIN_VALUE && now > meshAt && now - meshAt <= LONGEST_STEP_MICROS) {
      for (long slot = Slots.slot(meshAt) + 1; slot <= to; slot++) {
        float part = Math.clamp((slot * Slots.SLOT_MICROS - meshAt) / (float) (now - meshAt), 0, 1);
        mouth.put(slot, meshValue + part * (value - meshValue));
      }
    }
    meshAt = now;
    meshValue = value;
  }

  /** Distance of the lower lip's inner edge from the tip of the nose by that of the eyes. */
  static double opening(float[] landmarks) {
    return distance(landmarks, NOSE, LOWER_LIP) / distance(landmarks, LEFT_EYE, RIGHT_EYE);
  }

  private static double distance(float[] l, int a, int b) {
    return Math.max(1e-3, Math.hypot(l[3 * a] - l[3 * b], l[3 * a + 1] - l[3 * b + 1]));
  }

  @Override
  public List<Output> hear(VoiceWindow w) {
    if (heardTo > w.endMicros() + 1_000_000) heardTo = Long.MIN_VALUE;
    long from = Math.max(Slots.slot(w.startMicros()) + 1, Slots.slot(heardTo) + 1);
    if (heardTo == Long.MIN_VALUE) from = Slots.slot(w.startMicros()) + 1;
    for (long slot = from; ; slot++) {
      int at = (int) ((slot * Slots.SLOT_MICROS - w.startMicros()) * 16 / 1000);
      if (at + SLOT_SAMPLES > VoiceWindow.SAMPLES) break;
      voice.put(slot, loudness(w, at));
      heardTo = slot * Slots.SLOT_MICROS;
    }
    return List.of();
  }

  /** Root mean square of the differences, which leave hum out; NaN where sound was lost. */
  private static float loudness(VoiceWindow w, int at) {
    double sum = 0;
    for (int i = at; i < at + SLOT_SAMPLES; i++) {
      if (w.missing()[i / VoiceWindow.SLOT_SAMPLES]) return Float.NaN;
      float before = i > 0 ? w.samples()[i - 1] : 0;
      double d = w.samples()[i] - 0.9 * before;
      sum += d * d;
    }
    return (float) Math.sqrt(sum / SLOT_SAMPLES);
  }

  private Verdict judge() {
    long newest = Math.min(mouth.newest(), voice.newest());
    if (newest == Long.MIN_VALUE || Math.abs(mouth.newest() - voice.newest()) > 75) {
      return Verdict.unknown("no_speech", "There is no sound beside the picture.");
    }
    var m = new float[Slots.KEPT];
    var v = new float[Slots.KEPT];
    int n = 0;
    for (long slot = newest - Slots.KEPT + 1; slot <= newest; slot++) {
      if (Float.isNaN(mouth.at(slot)) || Float.isNaN(voice.at(slot))) continue;
      m[n] = mouth.at(slot);
      v[n++] = voice.at(slot);
    }
    m = java.util.Arrays.copyOf(m, n);
    v = java.util.Arrays.copyOf(v, n);
    double speech = speechSeconds(v);
    double movement = movement(m);
    var evidence =
        new Evidence()
            .put("seconds", n / (double) Slots.PER_SECOND)
            .put("speech_seconds", speech)
            .put("mouth_movement", movement);
    if (n < MIN_SLOTS) {
      return Verdict.unknown(
          "warming_up", "Mouth and voice have not been together for long enough.", evidence.map());
    }
    if (speech < MIN_SPEECH_SHARE * n / Slots.PER_SECOND) {
      return Verdict.unknown("no_speech", "Too little is said to compare.", evidence.map());
    }
    if (movement < MIN_MOVEMENT) {
      return Verdict.unknown(
          "mouth_still", "The mouth hardly moves, or is covered.", evidence.map());
    }
    return compare(Agreement.of(m, v), n, evidence);
  }

  private Verdict compare(Agreement a, int n, Evidence evidence) {
    var map =
        evidence
            .put("correlation", a.correlation())
            .put("lag_ms", a.lagMillis())
            .put("deviations", a.deviations())
            .put("other_lag_ms", a.otherLagMillis())
            .put("other_deviations", a.otherDeviations())
            .map();
    if (a.otherDeviations() >= LAGS && a.otherDeviations() > a.deviations() + LAGS_BY) {
      return Verdict.ok(50, "out_of_sync", "Mouth and voice agree, but not at the same time.", map);
    }
    if (a.deviations() >= AGREES) {
      double score = Math.min(95, 70 + 5 * (a.deviations() - AGREES));
      return Verdict.ok(score, "ok", "The mouth moves with the voice.", map);
    }
    boolean lasting = n >= mismatchSeconds * Slots.PER_SECOND;
    if (lasting && a.deviations() < DISAGREES) {
      var why = "The mouth does not move with the voice; a covered mouth looks the same.";
      return mayFail
          ? Verdict.failed(30, "mismatch", why, map)
          : Verdict.unknown("mismatch", why, map);
    }
    return Verdict.unknown("undecided", "Mouth and voice agree too little to say.", map);
  }

  private static double speechSeconds(float[] voice) {
    var sorted = voice.clone();
    java.util.Arrays.sort(sorted);
    double loud = sorted.length == 0 ? 0 : sorted[(int) (0.95 * (sorted.length - 1))];
    int speech = 0;
    for (float x : voice) if (x > SPEECH * loud && x > QUIET) speech++;
    return speech / (double) Slots.PER_SECOND;
  }

  /** Mean change of the opening over 200 ms, distances of the eyes. */
  private static double movement(float[] mouth) {
    double sum = 0;
    int step = Slots.PER_SECOND / 5;
    for (int i = step; i < mouth.length; i++) sum += Math.abs(mouth[i] - mouth[i - step]);
    return mouth.length <= step ? 0 : sum / (mouth.length - step);
  }

  @Override
  public String config() {
    return "lip-1";
  }
}
