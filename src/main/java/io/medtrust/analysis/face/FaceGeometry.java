package io.medtrust.analysis.face;

/**
 * Measures on the 468 landmarks (x, y, z in pixels). Left and right are the person's own, as
 * everywhere here; the mesh's numbers are those of its published map.
 */
public final class FaceGeometry {
  /** Number of landmarks. */
  public static final int POINTS = FaceMesh.POINTS;

  private FaceGeometry() {}

  private static double distance(float[] m, int a, int b) {
    return Math.hypot(m[3 * a] - m[3 * b], m[3 * a + 1] - m[3 * b + 1]);
  }

  /**
   * Eye-aspect ratio, mean of both eyes (Soukupová and Čech 2016): height of the opening by its
   * width.
   *
   * @return about 0.25..0.35 open, below about 0.16..0.2 closed
   */
  public static double eyeAspectRatio(float[] m) {
    return (rightEyeRatio(m) + leftEyeRatio(m)) / 2;
  }

  /** As {@link #eyeAspectRatio}, of the person's right eye. */
  public static double rightEyeRatio(float[] m) {
    return (distance(m, 160, 144) + distance(m, 158, 153)) / (2 * distance(m, 33, 133));
  }

  /** As {@link #eyeAspectRatio}, of the person's left eye. */
  public static double leftEyeRatio(float[] m) {
    return (distance(m, 385, 380) + distance(m, 387, 373)) / (2 * distance(m, 362, 263));
  }

  /** Height of the mouth's opening by its width; near 0 closed. */
  public static double mouthRatio(float[] m) {
    return distance(m, 13, 14) / distance(m, 78, 308);
  }

  /** Centre of an eye as the mean of its corners and lids. */
  static double[] eye(float[] m, boolean right) {
    return right ? mean(m, 33, 133, 159, 145) : mean(m, 362, 263, 386, 374);
  }

  /** Distance of the eyes' centres, pixels. */
  public static double eyeDistance(float[] m) {
    var r = eye(m, true);
    var l = eye(m, false);
    return Math.hypot(r[0] - l[0], r[1] - l[1]);
  }

  private static double[] mean(float[] m, int... points) {
    double x = 0;
    double y = 0;
    for (int p : points) {
      x += m[3 * p];
      y += m[3 * p + 1];
    }
    return new double[] {x / points.length, y / points.length};
  }

  /** Right eye, left eye, nose tip, right and left mouth corner: the usual five for alignment. */
  static double[][] five(float[] m) {
    return new double[][] {
      eye(m, true), eye(m, false), mean(m, 1), mean(m, 61), mean(m, 291),
    };
  }

  /**
   * As {@link #five}, with the mesh point that lies nearest to the nose tip of the 112 × 112
   * template: of 63 pictures point 1 is 4.6 template pixels below it, point 4 is 1.3.
   */
  static double[][] fiveOfTemplate(float[] m) {
    var five = five(m);
    five[2] = mean(m, 4);
    return five;
  }

  /** Turn in the picture's plane, radians, from the outer eye corners; 0 is upright. */
  public static double roll(float[] m) {
    return Math.atan2(m[3 * 263 + 1] - m[3 * 33 + 1], m[3 * 263] - m[3 * 33]);
  }

  /**
   * Turn to the side, degrees: the depth difference of the outer eye corners by their distance in
   * the picture. The mesh's depth is learnt and flat at large angles: a proxy, good to about 10
   * degrees.
   *
   * @return 0 frontal, positive when the person turns to their own left
   */
  public static double yawDegrees(float[] m) {
    double across = distance(m, 33, 263);
    return Math.toDegrees(Math.atan2(m[3 * 263 + 2] - m[3 * 33 + 2], across));
  }

  /** Nod, degrees, from the depths of forehead (10) and chin (152); a proxy, not centred on 0. */
  public static double pitchDegrees(float[] m) {
    double along = distance(m, 10, 152);
    return Math.toDegrees(Math.atan2(m[3 * 152 + 2] - m[3 * 10 + 2], along));
  }

  /** The rectangle around all landmarks. */
  static FaceObservation.Box box(float[] m) {
    float minX = Float.MAX_VALUE;
    float maxX = -Float.MAX_VALUE;
    float minY = Float.MAX_VALUE;
    float maxY = -Float.MAX_VALUE;
    for (int i = 0; i < POINTS; i++) {
      minX = Math.min(minX, m[3 * i]);
      maxX = Math.max(maxX, m[3 * i]);
      minY = Math.min(minY, m[3 * i + 1]);
      maxY = Math.max(maxY, m[3 * i + 1]);
    }
    return new FaceObservation.Box(minX, minY, maxX - minX, maxY - minY);
  }
}
