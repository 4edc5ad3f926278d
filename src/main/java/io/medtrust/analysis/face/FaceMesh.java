package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import io.medtrust.analysis.model.TfliteModel;
import java.util.Map;

/**
 * The 468-point face mesh (Kartynnik et al. 2019). Not thread-safe.
 *
 * <p>The region for the next picture comes from the last mesh, so the detector is needed only when
 * the face is lost.
 */
final class FaceMesh implements AutoCloseable {
  static final int POINTS = 468;
  private static final int SIDE = 192;
  // The square is this much larger than the box: the model wants the whole head.
  private static final double MARGIN = 1.5;

  /**
   * Where to look: a square around a centre, turned so that the eyes are level. Pixels, radians.
   */
  record Square(double cx, double cy, double side, double angle) {}

  /**
   * @param landmarks 468 × (x, y, z) in picture pixels; z is depth in the same unit, smaller is
   *     nearer
   * @param score 0..1: is there a face in the square
   */
  record Result(float[] landmarks, float score) {}

  private final TfliteModel model = new TfliteModel(ModelSlot.FACE_MESH.require(Map.of()));
  private final PatchCutter cutter = new PatchCutter();
  private final float[] points = new float[POINTS * 3];
  private final float[] flag = new float[1];
  private final int pointsIndex;

  FaceMesh() {
    pointsIndex = model.outputSize(0) == points.length ? 0 : 1;
  }

  static Square region(BlazeFace.Detection d) {
    double angle = Math.atan2(d.eyes()[3] - d.eyes()[1], d.eyes()[2] - d.eyes()[0]);
    return new Square(d.cx(), d.cy(), MARGIN * Math.max(d.width(), d.height()), angle);
  }

  /** The square for the next picture, from a mesh. */
  static Square region(float[] landmarks) {
    double angle = FaceGeometry.roll(landmarks);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double minX = Double.MAX_VALUE;
    double maxX = -Double.MAX_VALUE;
    double minY = Double.MAX_VALUE;
    double maxY = -Double.MAX_VALUE;
    for (int i = 0; i < POINTS; i++) {
      double x = landmarks[3 * i] * cos + landmarks[3 * i + 1] * sin;
      double y = -landmarks[3 * i] * sin + landmarks[3 * i + 1] * cos;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
    double x = (minX + maxX) / 2;
    double y = (minY + maxY) / 2;
    double side = MARGIN * Math.max(maxX - minX, maxY - minY);
    return new Square(x * cos - y * sin, x * sin + y * cos, side, angle);
  }

  Result find(Picture picture, Square square) {
    var patch = Patch.square(square.cx(), square.cy(), square.side(), square.angle(), SIDE);
    cutter.rgb(picture, patch, SIDE, 1 / 255f, 0f, model.input());
    if (pointsIndex == 0) model.run(points, flag);
    else model.run(flag, points);
    var landmarks = new float[POINTS * 3];
    float scale = (float) patch.scale();
    for (int i = 0; i < POINTS; i++) {
      // The model speaks of pixel edges, the patch of pixel centres.
      double px = points[3 * i] - 0.5;
      double py = points[3 * i + 1] - 0.5;
      landmarks[3 * i] = (float) patch.x(px, py);
      landmarks[3 * i + 1] = (float) patch.y(px, py);
      landmarks[3 * i + 2] = points[3 * i + 2] * scale;
    }
    return new Result(landmarks, (float) (1 / (1 + Math.exp(-flag[0]))));
  }

  @Override
  public void close() {
    model.close();
  }
}
