package io.medtrust.analysis.face;

import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.ModelCrops;
import io.medtrust.analysis.media.Picture;

/**
 * Cuts what models look at out of a picture, each kind at its own rate and never both out of the
 * same picture, so that no picture takes much longer than the others. Not thread-safe.
 */
final class ModelCuts {
  /**
   * Five points (right eye, left eye, nose tip, right and left mouth corner) in the 112 × 112 cut
   * that networks of the ArcFace family were trained on (Deng et al. 2019).
   */
  static final double[][] TEMPLATE = {
    {38.2946, 51.6963},
    {73.5318, 51.5014},
    {56.0252, 71.7366},
    {41.5493, 92.3655},
    {70.7299, 92.2041}
  };

  private static final double NEAR = 1.5;
  private static final double FAR = 2.7;

  private final PatchCutter cutter = new PatchCutter();
  private final long identityMicros;
  private final long squareMicros;
  private final float[] identity =
      new float[ModelCrops.IDENTITY_SIDE * ModelCrops.IDENTITY_SIDE * 3];
  private final float[] square = new float[ModelCrops.SQUARE_SIDE * ModelCrops.SQUARE_SIDE * 3];
  private long identityDue = Long.MIN_VALUE;
  private long squareDue = Long.MIN_VALUE;

  ModelCuts(FaceSettings settings) {
    identityMicros = Math.round(1e6 / settings.identityPerSecond());
    squareMicros = Math.round(1e6 / settings.presentationPerSecond());
  }

  /**
   * What is due at this picture.
   *
   * @param landmarks of this picture
   * @param box around them
   * @return null when nothing is
   */
  ModelCrops take(Picture p, float[] landmarks, Box box, long now) {
    if (now >= identityDue) {
      identityDue = next(identityDue, identityMicros, now);
      return new ModelCrops(identity(p, landmarks), null, null);
    }
    if (now >= squareDue) {
      squareDue = next(squareDue, squareMicros, now);
      return new ModelCrops(null, square(p, box, NEAR), square(p, box, FAR));
    }
    return null;
  }

  private static long next(long due, long period, long now) {
    return due == Long.MIN_VALUE || now - due > period ? now + period : due + period;
  }

  /** Begins anew: everything is due. */
  void reset() {
    identityDue = Long.MIN_VALUE;
    squareDue = Long.MIN_VALUE;
  }

  static Patch aligned(float[] landmarks) {
    return Patch.fit(TEMPLATE, FaceGeometry.fiveOfTemplate(landmarks));
  }

  private byte[] identity(Picture p, float[] landmarks) {
    cutter.rgb(p, aligned(landmarks), ModelCrops.IDENTITY_SIDE, 1f, 0.5f, identity);
    var out = new byte[identity.length];
    for (int i = 0; i < out.length; i++) out[i] = (byte) (int) identity[i];
    return out;
  }

  /** A square about the box, made smaller and moved so that it lies in the picture. */
  static Patch around(Box box, double scale, int width, int height) {
    double side = Math.max(box.width(), box.height()) * scale;
    side = Math.min(side, Math.min(width, height));
    double half = side / 2;
    double x = Math.clamp(box.x() + box.width() / 2.0, half, width - half);
    double y = Math.clamp(box.y() + box.height() / 2.0, half, height - half);
    return Patch.square(x, y, side, 0, ModelCrops.SQUARE_SIDE);
  }

  private byte[] square(Picture p, Box box, double scale) {
    var patch = around(box, scale, p.width(), p.height());
    cutter.rgb(p, patch, ModelCrops.SQUARE_SIDE, 1f, 0.5f, square);
    var out = new byte[square.length];
    for (int i = 0; i < out.length; i += 3) {
      out[i] = (byte) (int) square[i + 2];
      out[i + 1] = (byte) (int) square[i + 1];
      out[i + 2] = (byte) (int) square[i];
    }
    return out;
  }
}
