package io.medtrust.analysis.detect;

import io.medtrust.analysis.detect.DetectorFactory.Priority;
import io.medtrust.analysis.detect.capture.CaptureDetectors;
import io.medtrust.analysis.detect.face.FaceDetectors;
import io.medtrust.analysis.detect.frame.FrameDetectors;
import io.medtrust.analysis.detect.identity.IdentityDetectors;
import io.medtrust.analysis.detect.injection.InjectionDetectors;
import io.medtrust.analysis.detect.lipsync.LipSyncDetectors;
import io.medtrust.analysis.detect.liveness.LivenessDetectors;
import io.medtrust.analysis.detect.presentation.PresentationDetectors;
import io.medtrust.analysis.detect.probe.ProbeDetectors;
import io.medtrust.analysis.detect.pulse.PulseDetectors;
import io.medtrust.analysis.detect.replay.ReplayDetectors;
import io.medtrust.analysis.detect.speaker.SpeakerDetectors;
import io.medtrust.analysis.detect.voice.VoiceDetectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The catalogue of detectors, by the names that their readings carry, as {@code frame_integrity}.
 * One page for each is in docs/detectors. The catalogue of detectors, by the names that their
 * readings carry: {@code frame_integrity}, {@code face_presence}, {@code face_artifact}, {@code
 * temporal_consistency}, {@code liveness}, {@code voice}, {@code voice_identity}, {@code
 * voice_synthetic}, {@code pulse}. One page for each is in docs/detectors.
 */
public final class Detectors {
  /** Those that are not {@link Priority#MEASURED}. */
  private static final Map<String, Priority> PRIORITIES =
      Map.of(
          "frame_integrity", Priority.FACT,
          "face_presence", Priority.FACT,
          "temporal_consistency", Priority.FACT,
          "voice", Priority.FACT,
          "face_artifact", Priority.ADVISORY,
          "presentation", Priority.ADVISORY,
          "injection", Priority.ADVISORY,
          "capture_quality", Priority.ADVISORY,
          "voice_synthetic", Priority.ADVISORY,
          "pulse", Priority.ADVISORY);

  private Detectors() {}

  public static List<DetectorFactory> all() {
    var all = new ArrayList<DetectorFactory>();
    all.addAll(FrameDetectors.all());
    all.addAll(FaceDetectors.all());
    all.addAll(IdentityDetectors.all());
    all.addAll(LivenessDetectors.all());
    all.addAll(VoiceDetectors.all());
    all.addAll(PulseDetectors.all());
    all.addAll(ProbeDetectors.all());
    all.addAll(ReplayDetectors.all());
    all.addAll(PresentationDetectors.all());
    all.addAll(CaptureDetectors.all());
    all.addAll(SpeakerDetectors.all());
    all.addAll(InjectionDetectors.all());
    all.addAll(LipSyncDetectors.all());
    return all.stream()
        .map(d -> d.with(PRIORITIES.getOrDefault(d.name(), Priority.MEASURED)))
        .toList();
  }
}
