package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.Detector;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.media.OpusDecoder;
import io.medtrust.analysis.media.Picture;
import java.util.Arrays;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes the way of a frame once with a grey picture and a silent second, so that models, libraries
 * and classes are loaded before the first verification needs them. Nothing of it is sent anywhere.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final int SIDE = 256;

  private WarmUp() {}

  /** Does it on a thread of its own. */
  static void start(WorkerParts parts) {
    Thread.ofPlatform().name("warm-up").daemon().start(() -> run(parts));
  }

  private static void run(WorkerParts parts) {
    try {
      VerificationVerticle.reading("warm_up", "", "", Verdict.unknown("warm_up", ""), 0)
          .toByteArray();
      if (parts.sound()) new OpusDecoder().close();
      FaceObservation observation = null;
      if (parts.faces().available()) {
        try (var tracker = parts.faces().open(Map.of())) {
          observation = tracker.track(grey());
        }
      }
      var window =
          new VoiceWindow(new float[VoiceWindow.SAMPLES], new boolean[VoiceWindow.SLOTS], 0);
      for (var factory : parts.detectors()) {
        Detector detector = factory.create().apply(Map.of());
        switch (detector) {
          case VideoDetector video -> {
            if (observation != null) video.observe(observation);
          }
          case VoiceDetector voice -> voice.hear(window);
          case AvDetector both -> {
            if (observation != null) both.observe(observation);
            both.hear(window);
          }
        }
        detector.close();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the warm-up failed; what is broken will be told again", e);
    }
  }

  private static Picture grey() {
    var luma = new byte[SIDE * SIDE];
    var chroma = new byte[SIDE * SIDE / 4];
    Arrays.fill(luma, (byte) 128);
    Arrays.fill(chroma, (byte) 128);
    return new Picture(luma, chroma, chroma.clone(), SIDE, SIDE, SIDE, SIDE / 2, 0, 0, true, false);
  }
}
