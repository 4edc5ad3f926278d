package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.ModelCrops;

/**
 * How much one cut of a face tells about who it is, 0..1: the product of what its size, its turn,
 * its light and its sharpness leave. Each factor falls linearly between two limits. The limits were
 * set by hand; a weight is all that depends on them.
 */
final class SampleQuality {
  private static final int SIDE = ModelCrops.IDENTITY_SIDE;

  private SampleQuality() {}

  /**
   * @param o with landmarks and an identity cut
   */
  static double of(FaceObservation o) {
    var m = o.landmarks();
    return ramp(FaceGeometry.eyeDistance(m), 16, 48)
        * ramp(-Math.abs(FaceGeometry.yawDegrees(m)), -45, -15)
        * ofCut(o.models().identity());
  }

  /** Light and sharpness of the cut alone. */
  static double ofCut(byte[] rgb) {
    var luma = new int[SIDE * SIDE];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          (299 * (rgb[3 * i] & 255) + 587 * (rgb[3 * i + 1] & 255) + 114 * (rgb[3 * i + 2] & 255))
              / 1000;
    }
    // The face itself: hair and background lie at the edges.
    double sum = 0;
    double squares = 0;
    double edges = 0;
    int n = 0;
    for (int y = 32; y < 104; y++) {
      for (int x = 24; x < 88; x++, n++) {
        int at = y * SIDE + x;
        int v = luma[at];
        sum += v;
        squares += (double) v * v;
        double laplace = 4 * v - luma[at - 1] - luma[at + 1] - luma[at - SIDE] - luma[at + SIDE];
        edges += laplace * laplace;
      }
    }
    double mean = sum / n;
    double variance = Math.max(0, squares / n - mean * mean);
    double exposure = Math.min(ramp(mean, 20, 60), ramp(-mean, -245, -215));
    double contrast = ramp(Math.sqrt(variance), 6, 18);
    double sharp = ramp(Math.sqrt(edges / n / Math.max(1, variance)), 0.05, 0.2);
    return exposure * contrast * sharp;
  }

  private static double ramp(double value, double none, double all) {
    return Math.clamp((value - none) / (all - none), 0.0, 1.0);
  }
}
