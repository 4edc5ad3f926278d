package io.medtrust.analysis.detect;

import io.medtrust.analysis.detect.face.FaceDetectors;
import io.medtrust.analysis.detect.frame.FrameDetectors;
import io.medtrust.analysis.detect.liveness.LivenessDetectors;
import io.medtrust.analysis.detect.pulse.PulseDetectors;
import io.medtrust.analysis.detect.speaker.SpeakerDetectors;
import io.medtrust.analysis.detect.voice.VoiceDetectors;
import java.util.List;
import java.util.stream.Stream;

/**
 * The catalogue of detectors, by the names that their readings carry: {@code frame_integrity},
 * {@code face_presence}, {@code face_artifact}, {@code temporal_consistency}, {@code liveness},
 * {@code voice}, {@code voice_identity}, {@code voice_synthetic}, {@code pulse}. One page for each
 * is in docs/detectors.
 */
public final class Detectors {
  private Detectors() {}

  public static List<DetectorFactory> all() {
    return Stream.of(
            FrameDetectors.all(),
            FaceDetectors.all(),
            LivenessDetectors.all(),
            VoiceDetectors.all(),
            SpeakerDetectors.all(),
            PulseDetectors.all())
        .flatMap(List::stream)
        .toList();
  }
}
