package io.medtrust.analysis.detect.liveness;

import io.medtrust.analysis.face.FaceGeometry;
import java.util.ArrayDeque;

/**
 * How a face moves as a whole, and how it changes its shape apart from that. A photo may be
 * shifted, turned, tilted and brought nearer in front of a camera, which is a projective map of the
 * plane; a living face opens and closes eyes and mouth and turns in depth, which is not. So the
 * meshes of the last seconds are laid on the newest by the best projective map, and what remains is
 * measured, over the face and of eyes and lips.
 *
 * <p>Not thread-safe.
 */
final class ShapeMotion {
  private static final long STEP_MICROS = 300_000;
  private static final int EVERY = 3;
  private static final int[] EYES_AND_LIPS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 13,
    14, 78, 308, 33, 133, 160, 144, 158, 153, 159, 145, 362, 263, 385, 380, 387, 373, 386, 374
  };
  private static final int FACE = FaceGeometry.POINTS / EVERY;
  private final long windowMicros;
  private final ArrayDeque<Shape> shapes = new ArrayDeque<>();

  /** Chosen points, in eye distances about {@code (cx, cy)} in pixels. */
  private record Shape(long micros, float[] points, double cx, double cy, double eyes) {}

  /**
   * Root mean squares over the meshes of the window, in distances of the eyes.
   *
   * @param moved way of the points from then to now
   * @param face what the projective map leaves, of points all over the face
   * @param features the same of eyes and lips
   */
  record Motion(double moved, double face, double features) {}

  ShapeMotion(double seconds) {
    windowMicros = Math.round(seconds * 1e6);
  }

  void add(long micros, float[] landmarks) {
    var last = shapes.peekLast();
    if (last != null && micros < last.micros) shapes.clear();
    else if (last != null && micros - last.micros < STEP_MICROS) return;
    shapes.addLast(shape(micros, landmarks));
    while (micros - shapes.peekFirst().micros > windowMicros) shapes.pollFirst();
  }

  private static Shape shape(long micros, float[] m) {
    double cx = 0;
    double cy = 0;
    for (int i = 0; i < FaceGeometry.POINTS; i++) {
      cx += m[3 * i] / (double) FaceGeometry.POINTS;
      cy += m[3 * i + 1] / (double) FaceGeometry.POINTS;
    }
    double eyes = Math.max(1, FaceGeometry.eyeDistance(m));
    var points = new float[2 * (FACE + EYES_AND_LIPS.length)];
    for (int i = 0; i < points.length / 2; i++) {
      int k = i < FACE ? EVERY * i : EYES_AND_LIPS[i - FACE];
      points[2 * i] = (float) ((m[3 * k] - cx) / eyes);
      points[2 * i + 1] = (float) ((m[3 * k + 1] - cy) / eyes);
    }
    return new Shape(micros, points, cx, cy, eyes);
  }

  void clear() {
    shapes.clear();
  }

  /** Null with fewer than five meshes. */
  Motion measure() {
    if (shapes.size() < 5) return null;
    var now = shapes.peekLast();
    double moved = 0;
    double face = 0;
    double features = 0;
    int n = 0;
    for (var then : shapes) {
      if (then == now) break;
      var left = Homography.squaredResiduals(then.points, now.points);
      if (left == null) continue;
      n++;
      for (int i = 0; i < left.length; i++) {
        if (i < FACE) face += left[i] / FACE;
        else features += left[i] / EYES_AND_LIPS.length;
      }
      moved += way(then, now);
    }
    if (n == 0) return null;
    return new Motion(Math.sqrt(moved / n), Math.sqrt(face / n), Math.sqrt(features / n));
  }

  /** Mean squared way of the face's points, eye distances of now. */
  private static double way(Shape then, Shape now) {
    double scale = then.eyes / now.eyes;
    double sx = (then.cx - now.cx) / now.eyes;
    double sy = (then.cy - now.cy) / now.eyes;
    double sum = 0;
    for (int i = 0; i < FACE; i++) {
      double dx = sx + scale * then.points[2 * i] - now.points[2 * i];
      double dy = sy + scale * then.points[2 * i + 1] - now.points[2 * i + 1];
      sum += (dx * dx + dy * dy) / FACE;
    }
    return sum;
  }
}
