package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.detect.speech.VoiceActivity;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Does the voice sound like one. Needs speech: without it nothing is said about the voice, and
 * after some seconds without any sound at all the code is {@code silent}. Judges the speech of the
 * last ten seconds, once for each window.
 */
final class Voice implements VoiceDetector {
  private static final long KEPT_MICROS = 10_000_000;
  private static final long PITCH_MICROS = 5_000_000;
  private static final int MIN_SPEECH_FRAMES = 100;
  // Noise is loud and structured too, but nobody's vocal folds are in it.
  private static final int MIN_VOICED_FRAMES = 30;
  private static final int MIN_MELODY_FRAMES = 60;
  private static final double FAILED_BELOW = 35;
  private final SpeechFrames frames = new SpeechFrames();
  private final VoiceActivity activity;
  // Measured, and not yet known to be speech or not.
  private final ArrayDeque<SpeechFrames.Frame> pending = new ArrayDeque<>();
  private final ArrayDeque<SpeechFrames.Frame> speech = new ArrayDeque<>();
  private final double silentSeconds;
  private final double silentLevel;
  private long next = Long.MIN_VALUE;
  private long silentSince = Long.MIN_VALUE;
  private long heardMicros;

  Voice(Map<String, String> settings) {
    silentSeconds = Tuning.number(settings, "voice.silent_seconds", 5, 1, 60);
    silentLevel = Tuning.number(settings, "voice.silent_dbfs", -75, -120, -40);
    activity = VoiceActivity.of(settings);
  }

  @Override
  public String model() {
    return activity.model();
  }

  @Override
  public void close() {
    activity.close();
  }

  @Override
  public List<Output> hear(VoiceWindow w) {
    // A jump in time is another publisher or a long pause.
    if (w.startMicros() > next + 1_000_000 || w.endMicros() < next - 1_000_000) {
      speech.clear();
      pending.clear();
      silentSince = Long.MIN_VALUE;
      heardMicros = 0;
      next = w.startMicros();
    }
    int lively = 0;
    double loudest = -120;
    activity.hear(w);
    var fresh = frames.of(w, next);
    for (var frame : fresh) {
      next = frame.micros() + 1;
      heardMicros += 10_000;
      loudest = Math.max(loudest, frame.level());
      if (frame.level() > silentLevel) silentSince = Long.MIN_VALUE;
      else if (silentSince == Long.MIN_VALUE) silentSince = frame.micros();
      pending.addLast(frame);
    }
    int decided = 0;
    while (!pending.isEmpty() && centre(pending.peekFirst()) < activity.knownUntil()) {
      var frame = pending.pollFirst();
      decided++;
      if (!activity.speech(centre(frame))) continue;
      speech.addLast(frame);
      lively++;
    }
    while (!speech.isEmpty() && w.endMicros() - speech.peekFirst().micros() > KEPT_MICROS) {
      speech.pollFirst();
    }
    return List.of(judge(w, decided == 0 ? 0 : (double) lively / decided, loudest));
  }

  private static long centre(SpeechFrames.Frame frame) {
    return frame.micros() + SpeechFrames.FRAME * 1_000_000L / 32_000;
  }

  private Verdict judge(VoiceWindow w, double lively, double loudest) {
    double silent = silentSince == Long.MIN_VALUE ? 0 : (w.endMicros() - silentSince) / 1e6;
    var evidence =
        new Evidence()
            .put("speech_share", lively)
            .put("level_dbfs", loudest)
            .put("silent_seconds", silent)
            .put("missing_share", w.missingShare())
            .put("speech_seconds", speech.size() / 100.0)
            .put("calibration_version", VoiceScores.CALIBRATION);
    if (w.missingShare() > 0.5) {
      return Verdict.unknown("damaged", "Sound was lost on the way.", evidence.map());
    }
    if (silent >= silentSeconds) {
      return Verdict.unknown("silent", "The microphone sends nothing but silence.", evidence.map());
    }
    if (speech.size() < MIN_SPEECH_FRAMES || voiced().length < MIN_VOICED_FRAMES) {
      boolean young = heardMicros < 3_000_000;
      return young
          ? Verdict.unknown("warming_up", "Not enough has been heard yet.", evidence.map())
          : Verdict.unknown("no_speech", "Nobody is speaking.", evidence.map());
    }
    return score(w, evidence);
  }

  private Verdict score(VoiceWindow w, Evidence evidence) {
    double flatness =
        Statistics.median(speech.stream().mapToDouble(SpeechFrames.Frame::flatness).toArray());
    double changes = 0;
    double ratio = 0;
    for (var f : speech) {
      changes += signChanges(f.mfcc()) / speech.size();
      ratio += upperToLower(f.mfcc()) / speech.size();
    }
    double semitones = pitchVariation();
    int flat = VoiceScores.flatness(flatness);
    int signs = VoiceScores.signChanges(changes);
    int pitch = VoiceScores.pitch(semitones);
    int replay = VoiceScores.replay(ratio);
    int total = VoiceScores.total(flat, signs, pitch, replay);
    var map =
        evidence
            .put("flatness_score", flat)
            .put("phase_score", signs)
            .put("pitch_score", pitch)
            .put("replay_score", replay)
            .put("flatness", flatness)
            .put("sign_changes", changes)
            .put("pitch_semitones", semitones)
            .put("pitch_hz", pitchMedian())
            .put("upper_to_lower", ratio)
            .map();
    if (total < FAILED_BELOW) {
      return Verdict.failed(
          total, "unnatural", "What is heard does not sound like a living voice.", map);
    }
    return Verdict.ok(total, "ok", "The voice sounds like a living one.", map);
  }

  static double signChanges(double[] mfcc) {
    int changes = 0;
    for (int i = 2; i < mfcc.length; i++) if (mfcc[i] >= 0 != mfcc[i - 1] >= 0) changes++;
    return changes / (mfcc.length - 2.0);
  }

  static double upperToLower(double[] mfcc) {
    int half = mfcc.length / 2;
    double lower = 0;
    double upper = 0;
    for (int i = 1; i < half; i++) lower += Math.abs(mfcc[i]) / (half - 1);
    for (int i = half; i < mfcc.length; i++) upper += Math.abs(mfcc[i]) / (mfcc.length - half);
    return upper / (lower + 1e-6);
  }

  private double[] voiced() {
    return speech.stream()
        .mapToDouble(SpeechFrames.Frame::pitch)
        .filter(p -> !Double.isNaN(p))
        .toArray();
  }

  private double pitchMedian() {
    return Statistics.median(voiced());
  }

  /** Deviation of the pitch in semitones; NaN with too little of it. */
  private double pitchVariation() {
    var hertz = voiced();
    if (hertz.length < MIN_MELODY_FRAMES || heardMicros < PITCH_MICROS) return Double.NaN;
    double median = Statistics.median(hertz);
    // Octave errors of the tracker are not melody.
    var semitones =
        java.util.Arrays.stream(hertz)
            .map(p -> 12 * Math.log(p / median) / Math.log(2))
            .filter(s -> Math.abs(s) < 9)
            .toArray();
    return Statistics.deviation(semitones);
  }
}
