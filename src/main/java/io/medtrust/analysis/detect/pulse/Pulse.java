package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;
import java.util.Map;

/**
 * The pulse in the skin's colour: {@link Pos} over forehead, cheeks and chin, shown only when
 * {@link Chrom} and the regions agree with it, the background does not, and neither movement nor
 * light stand in the way. Context, not proof: a codec may swallow a real pulse, and a generated
 * face may carry that of the person who drives it. So it never fails anyone, and is unknown, with a
 * code that says why, when no rate can be shown.
 */
final class Pulse implements VideoDetector {
  private static final double MIN_SECONDS = 10;
  private static final int DISPLAY_SAMPLES = 300;
  private static final int MIN_AGREEING = 2;
  // So far below the limit a rate is still shown when nearly all regions, both methods and green
  // have it, the head is quiet and so is the background.
  private static final double FAINT_DB = 6;
  // A nod this large at the pulse's own rate shades the skin as much as blood does.
  private static final double NOD_WIDTHS = 0.004;
  // The page needs a moment to show a probe's colours, and the camera to see the last of them.
  private static final long PROBE_LAG_MICROS = 2_000_000;
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final double minRate;
  private final double maxMotion;
  private final double minSnr;
  private final double maxBackground;
  private final SkinSeries skin;
  private final RateTracker tracker = new RateTracker();
  private long probeFrom = Long.MAX_VALUE;
  private long probeUntil = Long.MIN_VALUE;

  Pulse(Map<String, String> settings) {
    skin = new SkinSeries(Tuning.number(settings, "pulse.window_seconds", 15, 10, 30));
    minRate = Tuning.number(settings, "pulse.min_fps", 20, 10, 60);
    maxMotion = Tuning.number(settings, "pulse.max_motion", 0.15, 0.01, 2);
    minSnr = Tuning.number(settings, "pulse.min_snr_db", 2, -10, 20);
    maxBackground = Tuning.number(settings, "pulse.max_background", 0.5, 0.05, 10);
  }

  @Override
  public void know(Knowledge knowledge) {
    if (knowledge instanceof Knowledge.LightProbe probe) {
      probeFrom = probe.sentMicros();
      probeUntil =
          probe.sentMicros() + probe.colours().length * probe.stepMicros() + PROBE_LAG_MICROS;
    }
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    var refusal = gate.refusal(o);
    if (refusal == null && now >= probeFrom && now <= probeUntil) {
      refusal =
          Verdict.unknown(
              "light_probe", "The screen's light is being changed; no pulse is read meanwhile.");
    }
    if (refusal != null) {
      skin.clear();
      tracker.clear();
      return verdicts.due(now) ? List.of(refusal) : List.of();
    }
    if (good && !o.regions().isEmpty()) skin.add(o);
    return verdicts.due(now) ? judge() : List.of();
  }

  private List<Output> judge() {
    double span = skin.span();
    double rate = skin.rate();
    var evidence =
        new Evidence()
            .put("window_seconds", span)
            .put("frames_per_second", rate)
            .put("calibration_version", config());
    if (span > 3 && rate < minRate) {
      return unknown("frame_rate", "Too few pictures a second to see a pulse.", evidence);
    }
    // The newest frame may be a little short of the whole.
    if (span < MIN_SECONDS - 0.5) {
      return unknown("warming_up", "The skin has not been watched for long enough.", evidence);
    }
    double motion = skin.motion();
    var e = PulseEstimate.of(skin, tracker);
    if (e == null) {
      return unknown("no_skin", "No bare, lit skin is seen that could show a pulse.", evidence);
    }
    var why = refusal(e, motion);
    boolean byGreen = why != null && !why.equals("motion") && greenShows(e);
    var shown = byGreen ? e.green() : e.pos();
    evidence
        .put("method", byGreen ? "green" : "pos")
        .put("bpm", shown.bpm())
        .put("snr_db", shown.snrDb())
        .put("chrom_bpm", e.chromBpm())
        .put("regions", e.regions())
        .put("regions_agreeing", shown.agreeing())
        .put("background_ratio", shown.backgroundRatio())
        .put("background_snr_db", shown.backgroundSnrDb())
        .put("nod", e.nod(shown.bpm()))
        .put("motion", motion);
    if (why == null || byGreen) {
      double score = Math.clamp(60 + 2.5 * shown.snrDb(), 40, 80);
      return List.of(
          Verdict.ok(score, "ok", "A pulse shows in the skin.", evidence.map()),
          new Output.PulseDisplay(shown.bpm(), shown.snrDb(), display(shown.wave())));
    }
    return List.of(
        Verdict.unknown(why, reason(why), evidence.map()),
        new Output.PulseDisplay(null, shown.snrDb(), display(shown.wave())));
  }

  /** Why the rate by POS is not shown, or null. */
  private String refusal(PulseEstimate e, double motion) {
    var pos = e.pos();
    boolean nods = e.nod(pos.bpm()) > NOD_WIDTHS && e.nodSnrDb(pos.bpm()) > minSnr;
    if (motion > maxMotion || nods) return "motion";
    if (pos.backgroundRatio() > maxBackground && pos.backgroundSnrDb() > 0) return "light";
    if (pos.snrDb() < minSnr - FAINT_DB) return "weak";
    double methods = Math.abs(e.chromBpm() - pos.bpm());
    boolean clear =
        pos.snrDb() >= minSnr
            && methods <= PulseEstimate.SAME_BPM
            && pos.agreeing() >= Math.min(MIN_AGREEING, e.regions());
    var green = e.green();
    boolean faint =
        green != null
            && !(pos.backgroundRatio() > maxBackground)
            && methods <= PulseEstimate.SAME_BPM / 2
            && Math.abs(green.freeBpm() - pos.bpm()) <= PulseEstimate.SAME_BPM / 2
            && pos.agreeing() > MIN_AGREEING;
    return clear || faint ? null : "disagreement";
  }

  /** Green also sees light and shade: a background must be there to tell, and must be quiet. */
  private boolean greenShows(PulseEstimate e) {
    var green = e.green();
    if (green == null || green.snrDb() < minSnr || green.agreeing() <= MIN_AGREEING) return false;
    boolean nods = e.nod(green.bpm()) > NOD_WIDTHS && e.nodSnrDb(green.bpm()) > minSnr - FAINT_DB;
    boolean lit = !(green.backgroundRatio() <= maxBackground);
    return !nods && !lit;
  }

  private static String reason(String code) {
    return switch (code) {
      case "motion" -> "The head moves too much to see a pulse.";
      case "light" -> "The light on the background has the same rhythm as the skin.";
      case "weak" -> "No clear pulse shows in the skin.";
      default -> "Different places of the skin show different rhythms.";
    };
  }

  private static List<Output> unknown(String code, String reason, Evidence evidence) {
    return List.of(Verdict.unknown(code, reason, evidence.map()));
  }

  /** The last ten seconds, scaled so that three deviations fill -1..1. */
  private static float[] display(double[] wave) {
    int n = Math.min(DISPLAY_SAMPLES, wave.length);
    double squares = 0;
    for (int i = wave.length - n; i < wave.length; i++) squares += wave[i] * wave[i] / n;
    double scale = squares > 0 ? 1 / (3 * Math.sqrt(squares)) : 0;
    var out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.clamp(wave[wave.length - n + i] * scale, -1, 1);
    }
    return out;
  }

  @Override
  public String config() {
    return "pos-chrom-green-3";
  }
}
