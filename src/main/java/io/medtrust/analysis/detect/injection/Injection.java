package io.medtrust.analysis.detect.injection;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Does the picture come straight from one camera. One fact is judged: a hard cut, which no camera
 * makes. The rest is evidence without a verdict: intervals, repeated pictures, sizes and key frames
 * differ between cameras as much as between cameras and files.
 */
final class Injection implements VideoDetector {
  private static final long COUNTED_MICROS = 600_000_000;
  private static final int MIN_PICTURES = 30;
  private final Cadence verdicts = new Cadence(1);
  private final CutMeter cuts = new CutMeter();
  private final StreamMeter stream = new StreamMeter();
  private final ArrayDeque<Long> found = new ArrayDeque<>();
  private final long lastsMicros;
  private long lastGood = Long.MIN_VALUE;

  Injection(Map<String, String> settings) {
    lastsMicros = Math.round(1e6 * Tuning.number(settings, "injection.cut_seconds", 5, 1, 60));
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (now < lastGood) {
      found.clear();
      lastGood = Long.MIN_VALUE;
    }
    stream.add(o);
    if (o.damaged()) {
      // What was lost may hide a movement: the picture after it proves nothing.
      cuts.clear();
    } else {
      lastGood = now;
      if (cuts.add(o)) found.addLast(now);
    }
    while (!found.isEmpty() && now - found.peekFirst() > COUNTED_MICROS) found.pollFirst();
    return verdicts.due(now) ? List.of(judge(now)) : List.of();
  }

  private Verdict judge(long now) {
    var evidence =
        new Evidence()
            .put("cuts", found.size())
            .put("interval_ms", stream.interval())
            .put("interval_spread_ms", stream.intervalSpread())
            .put("arrival_spread_ms", stream.arrivalSpread())
            .put("repeated_share", stream.repeatedShare())
            .put("key_frames", stream.keyFrames())
            .put("size_changes", stream.sizeChanges())
            .put("kbit_per_second", stream.kilobitsPerSecond());
    if (lastGood == Long.MIN_VALUE || now - lastGood > 1_000_000) return FaceGate.damaged();
    if (!found.isEmpty() && now - found.peekLast() <= lastsMicros) {
      evidence
          .put("structure", cuts.structure())
          .put("edges", cuts.edges())
          .put("jump", cuts.jump());
      return Verdict.failed(
          10, "cut", "From one picture to the next the whole scene was another.", evidence.map());
    }
    if (stream.pictures() < MIN_PICTURES) {
      return Verdict.unknown("warming_up", "Not enough has been seen yet.", evidence.map());
    }
    return Verdict.ok(80, "ok", "No cut was seen in the picture.", evidence.map());
  }

  @Override
  public String config() {
    return "cut-1";
  }
}
