package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;
import java.util.Map;

/**
 * The pulse by {@link Pos} from the skin's colour in every picture. Context, not proof: a codec may
 * swallow a real pulse, and a generated face may carry that of the person who drives it. So the
 * score stays between 40 and 80, and no state here is ever FAILED.
 */
final class Pulse implements VideoDetector {
  private static final double RATE = 30;
  private static final int DISPLAY_SAMPLES = 300;
  private static final double CLEAR_DB = 2;
  private final FaceGate gate = new FaceGate();
  private final Cadence verdicts = new Cadence(1);
  private final double windowSeconds;
  private final double minRate;
  private final double maxMotion;
  private final SkinSeries skin;

  Pulse(Map<String, String> settings) {
    windowSeconds = Tuning.number(settings, "pulse.window_seconds", 12, 10, 60);
    minRate = Tuning.number(settings, "pulse.min_fps", 20, 10, 60);
    maxMotion = Tuning.number(settings, "pulse.max_motion", 0.15, 0.01, 2);
    skin = new SkinSeries(windowSeconds);
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    boolean good = gate.admit(o);
    var refusal = gate.refusal(o);
    if (refusal != null) {
      skin.clear();
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
      return List.of(
          Verdict.unknown(
              "frame_rate", "Too few pictures a second to see a pulse.", evidence.map()));
    }
    // The newest frame may be a little short of the whole window.
    if (span < Math.max(10, windowSeconds - 0.5)) {
      return List.of(
          Verdict.unknown(
              "warming_up", "The skin has not been watched for long enough.", evidence.map()));
    }
    var spectrum = PulseSpectrum.of(Pos.wave(skin.uniform(RATE), RATE), RATE);
    double motion = skin.motion();
    evidence
        .put("bpm", spectrum.bpm())
        .put("snr_db", spectrum.snrDb())
        .put("motion", motion)
        .put("regions", "forehead+cheeks");
    if (motion > maxMotion) {
      return List.of(
          Verdict.unknown("motion", "The head moves too much to see a pulse.", evidence.map()),
          new Output.PulseDisplay(null, spectrum.snrDb(), display(spectrum.wave())));
    }
    boolean clear = spectrum.snrDb() >= CLEAR_DB;
    double score = Math.clamp(60 + 2.5 * spectrum.snrDb(), 40, 80);
    var verdict =
        clear
            ? Verdict.ok(score, "ok", "A pulse shows in the skin.", evidence.map())
            : Verdict.ok(score, "weak", "No clear pulse shows in the skin.", evidence.map());
    var bpm = clear ? spectrum.bpm() : null;
    return List.of(
        verdict, new Output.PulseDisplay(bpm, spectrum.snrDb(), display(spectrum.wave())));
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
    return "pos-1";
  }
}
