package io.medtrust.analysis.detect.run;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.media.Picture;
import java.util.List;

/** Observations without a face, for tests of what carries them. */
public final class TestObservations {
  private TestObservations() {}

  public static FaceObservation of(Picture p) {
    return at(
        p.captureTimeMicros(), p.rtpTimestamp(), p.width(), p.height(), p.keyFrame(), p.damaged());
  }

  public static FaceObservation at(long captureTimeMicros) {
    return at(captureTimeMicros, 0, 640, 480, false, false);
  }

  private static FaceObservation at(
      long captureTimeMicros, int rtp, int width, int height, boolean keyFrame, boolean damaged) {
    return new FaceObservation(
        captureTimeMicros,
        rtp,
        width,
        height,
        keyFrame,
        damaged,
        0,
        0,
        FaceState.NO_FACE,
        0,
        null,
        null,
        false,
        List.of(),
        null,
        null,
        null,
        null,
        new FaceObservation.FrameStats(100, 10, new float[16], new float[1], 1, 1, Float.NaN));
  }
}
