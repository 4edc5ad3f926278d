package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.face.FaceGeometry;
import java.util.ArrayDeque;

/**
 * How much the face changes its shape, apart from moving as a whole. A photo may be shifted, turned
 * and tilted in front of a camera, which is an affine map as long as perspective is weak; a living
 * face opens and closes eyes and mouth and turns in depth, which is not. So each mesh of the last
 * seconds is laid on the newest by the least-squares affine map, and what remains is measured.
 *
 * <p>Not thread-safe.
 */
final class ShapeMotion {
  private static final long STEP_MICROS = 200_000;
  private static final int N = FaceGeometry.POINTS;
  private final long windowMicros;
  private final ArrayDeque<Shape> shapes = new ArrayDeque<>();

  private record Shape(long micros, float[] landmarks) {}

  ShapeMotion(double seconds) {
    windowMicros = Math.round(seconds * 1e6);
  }

  void add(long micros, float[] landmarks) {
    var last = shapes.peekLast();
    if (last != null && micros < last.micros) shapes.clear();
    else if (last != null && micros - last.micros < STEP_MICROS) return;
    shapes.addLast(new Shape(micros, landmarks));
    while (micros - shapes.peekFirst().micros > windowMicros) shapes.pollFirst();
  }

  void clear() {
    shapes.clear();
  }

  /** Seconds that the meshes span. */
  double seconds() {
    return shapes.isEmpty() ? 0 : (shapes.peekLast().micros - shapes.peekFirst().micros) / 1e6;
  }

  /**
   * Root mean square over meshes and landmarks of what the affine map leaves, by the distance of
   * the eyes.
   *
   * @return NaN with fewer than five meshes
   */
  double residual() {
    if (shapes.size() < 5) return Double.NaN;
    var target = shapes.peekLast().landmarks;
    double eyes = FaceGeometry.eyeDistance(target);
    double sum = 0;
    for (var shape : shapes) sum += squaredResidual(shape.landmarks, target);
    return Math.sqrt(sum / (shapes.size() - 1)) / eyes;
  }

  /** Mean squared distance of the landmarks after the best affine map of one mesh to another. */
  static double squaredResidual(float[] from, float[] to) {
    double mx = 0;
    double my = 0;
    double tx = 0;
    double ty = 0;
    for (int i = 0; i < N; i++) {
      mx += from[3 * i] / (double) N;
      my += from[3 * i + 1] / (double) N;
      tx += to[3 * i] / (double) N;
      ty += to[3 * i + 1] / (double) N;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xu = 0;
    double yu = 0;
    double xv = 0;
    double yv = 0;
    for (int i = 0; i < N; i++) {
      double x = from[3 * i] - mx;
      double y = from[3 * i + 1] - my;
      double u = to[3 * i] - tx;
      double v = to[3 * i + 1] - ty;
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xu += x * u;
      yu += y * u;
      xv += x * v;
      yv += y * v;
    }
    double det = xx * yy - xy * xy;
    if (!(det > 1e-9)) return 0;
    double a = (xu * yy - yu * xy) / det;
    double b = (yu * xx - xu * xy) / det;
    double c = (xv * yy - yv * xy) / det;
    double d = (yv * xx - xv * xy) / det;
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double x = from[3 * i] - mx;
      double y = from[3 * i + 1] - my;
      double ru = to[3 * i] - tx - a * x - b * y;
      double rv = to[3 * i + 1] - ty - c * x - d * y;
      sum += ru * ru + rv * rv;
    }
    return sum / N;
  }
}
