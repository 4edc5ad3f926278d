package io.medtrust.lab.person;

import java.util.HashSet;
import java.util.Set;

/**
 * One person's head at rest, and how each point moves with lids, jaw and lips. Head coordinates:
 * centimetres, x to the picture's right, y up, z to the camera; the middle between the ears lies
 * about (0, 1, -4).
 */
final class HeadShape {
  private static final int FACE = CanonicalFace.POINTS;
  private static final int[][] LIDS_RIGHT = {
    {246, 7}, {161, 163}, {160, 144}, {159, 145}, {158, 153}, {157, 154}, {173, 155}
  };
  private static final int[][] LIDS_LEFT = {
    {466, 249}, {388, 390}, {387, 373}, {386, 374}, {385, 380}, {384, 381}, {398, 382}
  };
  // Next to each point of the upper lids, outwards: the crease, then the skin below the brow.
  private static final int[][] ABOVE_RIGHT = {
    {247, 225}, {30, 225}, {29, 224}, {27, 223}, {28, 222}, {56, 221}, {190, 221}
  };
  private static final int[][] ABOVE_LEFT = {
    {467, 445}, {260, 445}, {259, 444}, {257, 443}, {258, 442}, {286, 441}, {414, 441}
  };
  private static final int[] UPPER_LIP = {
    185, 40, 39, 37, 0, 267, 269, 270, 409, 184, 74, 73, 72, 11, 302, 303, 304, 408, 183, 42, 41,
    38, 12, 268, 271, 272, 407, 191, 80, 81, 82, 13, 312, 311, 310, 415
  };
  private static final int[] CORNERS = {61, 291, 76, 306, 62, 292, 78, 308};
  private static final int[][] LIPS_MEET = {
    {191, 95},
    {80, 88},
    {81, 178},
    {82, 87},
    {13, 14},
    {312, 317},
    {311, 402},
    {310, 318},
    {415, 324}
  };
  private static final float HINGE_Y = 0.3f;
  private static final float HINGE_Z = -3.8f;

  /** All coarse points at rest: face, skull, pole. */
  final float[] rest = new float[3 * HeadTopology.COARSE];

  private final float[] lidRight = new float[3 * FACE];
  private final float[] lidLeft = new float[3 * FACE];
  private final float[] wide = new float[3 * FACE];
  private final float[] brow = new float[3 * FACE];
  private final float[] jaw = new float[FACE];

  /** How much a point comes out of the eye's shadow when the lids close, 0..1. */
  final float[] sheltered = new float[HeadTopology.COARSE];

  private final int[] moving;

  /** Height of the closed mouth. */
  final float mouthY;

  HeadShape(Identity id) {
    System.arraycopy(CanonicalFace.get().positions, 0, rest, 0, 3 * FACE);
    closeMouth();
    shape(id);
    skull(id);
    mouthY = (rest[3 * 13 + 1] + rest[3 * 14 + 1]) / 2;
    lids(LIDS_RIGHT, ABOVE_RIGHT, lidRight);
    lids(LIDS_LEFT, ABOVE_LEFT, lidLeft);
    mouth();
    moving = moving();
  }

  private void closeMouth() {
    for (var pair : LIPS_MEET) {
      float y = (rest[3 * pair[0] + 1] + rest[3 * pair[1] + 1]) / 2;
      float z = (rest[3 * pair[0] + 2] + rest[3 * pair[1] + 2]) / 2;
      rest[3 * pair[0] + 1] = y + 0.015f;
      rest[3 * pair[1] + 1] = y - 0.015f;
      rest[3 * pair[0] + 2] = z;
      rest[3 * pair[1] + 2] = z;
    }
  }

  private static double bell(double d, double width) {
    return Math.exp(-d * d / (2 * width * width));
  }

  private void shape(Identity id) {
    double width = 1 + 0.032 * id.trait(0);
    double height = 1 + 0.028 * id.trait(1);
    double depth = 1 + 0.05 * id.trait(2);
    double jawWidth = 0.055 * id.trait(3) + (id.low ? 0.03 : -0.04);
    double chin = 0.4 * id.trait(4) + (id.low ? 0.2 : -0.15);
    double chinOut = 0.3 * id.trait(5);
    double cheek = 0.03 * id.trait(6);
    double forehead = 0.35 * id.trait(7);
    double noseOut = 0.38 * id.trait(8);
    double noseWide = 0.13 * id.trait(9) + (id.ita < 10 ? 0.1 : -0.02);
    double noseLong = 0.28 * id.trait(10);
    double bridge = 0.25 * id.trait(11) + (id.ita < 10 ? -0.1 : 0.05);
    double eyesApart = 0.17 * id.trait(12);
    double eyeSize = 0.07 * id.trait(13);
    double eyeTilt = 0.09 * id.trait(14);
    double browY = 0.2 * id.trait(15) + (id.low ? -0.1 : 0.12);
    double browOut = 0.1 * id.trait(16) + (id.low ? 0.12 : -0.08);
    double mouthWide = 0.08 * id.trait(17);
    double lipsFull = 0.2 * id.trait(18) + (id.low ? -0.08 : 0.12) + (id.ita < 0 ? 0.18 : 0);
    double mouthUp = 0.2 * id.trait(19);
    double cheeksFull = 0.3 * id.trait(20);
    for (int i = 0; i < FACE; i++) {
      double x = rest[3 * i];
      double y = rest[3 * i + 1];
      double z = rest[3 * i + 2];
      double side = Math.signum(x);
      double ax = Math.abs(x);
      double dx = 0;
      double dy = 0;
      double dz = 0;
      double low = Noise.step(-2.5, -8.5, y);
      dx += x * jawWidth * low;
      dy -= chin * Noise.step(-4.8, -9, y);
      dz += chinOut * bell(y + 8.5, 1.8) * bell(x, 3);
      dx += x * cheek * bell(y - 0.5, 2.5);
      dy += forehead * Noise.step(5, 8.5, y);
      double nose = bell(x, 1.3) * bell(y + 0.5, 1.9);
      dz += noseOut * nose;
      dx += x * noseWide * bell(y + 1.2, 1.2) * bell(x, 1.6);
      dy -= noseLong * bell(y + 1, 1.4) * bell(x, 1.7);
      dz += bridge * bell(x, 0.9) * bell(y - 2.4, 1.8);
      double eye = bell(ax - 3.2, 1.8) * bell(y - 2.6, 1.5);
      dx += side * eyesApart * eye;
      dy += (y - 2.6) * eyeSize * 1.6 * eye;
      dx += (ax - 3.2) * side * eyeSize * eye;
      // The canonical eye looks sleepy.
      dy += (y - 2.6) * 0.46 * bell(ax - 3.2, 1.4) * bell(y - 2.6, 0.6);
      dy += eyeTilt * (ax - 3.2) * eye;
      double brows = bell(ax - 3.4, 2) * bell(y - 4.7, 0.8);
      dy += browY * brows;
      dz += browOut * bell(y - 4.3, 0.9) * bell(ax - 2.5, 2.5);
      double mouth = bell(x, 2.4) * bell(y + 4.3, 1.3);
      dx += x * mouthWide * mouth;
      dy += (y + 4.3) * lipsFull * bell(x, 2.2) * bell(y + 4.3, 0.9);
      dz += 0.35 * lipsFull * bell(x, 1.6) * bell(y + 4.3, 0.9);
      dy += mouthUp * bell(x, 3) * bell(y + 4.3, 1.5);
      dz += cheeksFull * bell(ax - 4.4, 1.7) * bell(y + 2.5, 2);
      // Nobody is the same on both sides.
      dx += 0.05 * id.trait(30) * bell(y + 4, 3);
      dy += side * 0.05 * id.trait(31) * eye + side * 0.06 * id.trait(32) * brows;
      dy += side * 0.04 * id.trait(33) * mouth;
      rest[3 * i] = (float) ((x + dx) * width);
      rest[3 * i + 1] = (float) ((y + dy) * height);
      rest[3 * i + 2] = (float) ((z + dz) * depth);
    }
  }

  private void skull(Identity id) {
    int n = HeadTopology.OVAL.length;
    double top = 10.4 + 0.35 * id.trait(21);
    double back = -13.4 - 0.5 * id.trait(22);
    double centre = 1.5;
    for (int i = 0; i < n; i++) {
      int edge = 3 * HeadTopology.OVAL[i];
      double x = rest[edge];
      double y = rest[edge + 1] - centre;
      double z = rest[edge + 2];
      double r = Math.hypot(x, y);
      double ux = x / r;
      double uy = y / r;
      double up = Math.max(0, uy);
      double round = Math.max(8.1 + (top - 8.1) * Math.pow(up, 1.3), r / 0.975);
      double deep = -4.6;
      double front = (z - deep) / Math.sqrt(1 - r * r / (round * round));
      double start = Math.asin(Math.clamp((z - deep) / front, -1.0, 1.0));
      double under = Noise.step(-0.05, -0.6, uy);
      for (int ring = 1; ring <= HeadTopology.RINGS; ring++) {
        double t = ring / (HeadTopology.RINGS + 1.0);
        double angle = start - t * (start + Math.PI / 2);
        double rr = round * Math.cos(angle);
        double zz = deep + (angle > 0 ? front : deep - back) * Math.sin(angle);
        // Below the jaw the surface runs inwards to the neck.
        double lr = r * (1 - 0.8 * t);
        double lz = z + (-6.5 - z) * Math.sqrt(t);
        double ly = 1.2 * Math.sin(Math.PI * t);
        int at = 3 * HeadTopology.ringPoint(ring, i);
        double radius = rr + (lr - rr) * under;
        rest[at] = (float) (ux * radius);
        rest[at + 1] = (float) (centre + uy * radius + under * ly);
        rest[at + 2] = (float) (zz + (lz - zz) * under);
      }
    }
    int pole = 3 * (HeadTopology.COARSE - 1);
    rest[pole + 1] = (float) centre;
    rest[pole + 2] = (float) back;
  }

  private void lids(int[][] pairs, int[][] above, float[] out) {
    for (int k = 0; k < pairs.length; k++) {
      int upper = 3 * pairs[k][0];
      int lower = 3 * pairs[k][1];
      float dy = rest[lower + 1] - rest[upper + 1];
      float dz = rest[lower + 2] - rest[upper + 2];
      out[upper + 1] = 1.04f * dy;
      // The lid slides over the ball, which comes forward between the corners.
      float middle = (float) Math.sin(Math.PI * (k + 1) / (pairs.length + 1));
      out[upper + 2] = 0.93f * dz + 0.12f * middle;
      sheltered[pairs[k][0]] = 1;
      sheltered[above[k][0]] = 0.8f;
      sheltered[above[k][1]] = 0.3f;
      out[lower + 1] = 0.03f * dy;
      out[3 * above[k][0] + 1] = 0.45f * dy;
      out[3 * above[k][0] + 2] = 0.16f * middle;
      out[3 * above[k][1] + 1] = 0.1f * dy;
    }
  }

  private void mouth() {
    Set<Integer> upper = new HashSet<>();
    for (int p : UPPER_LIP) upper.add(p);
    Set<Integer> corners = new HashSet<>();
    for (int p : CORNERS) corners.add(p);
    float half = Math.abs(rest[3 * 291] - rest[3 * 61]) / 2;
    for (int i = 0; i < FACE; i++) {
      float x = rest[3 * i];
      float y = rest[3 * i + 1];
      float ax = Math.abs(x);
      if (upper.contains(i)) jaw[i] = 0.05f * Math.min(1, ax / half);
      else if (corners.contains(i)) jaw[i] = 0.3f;
      else if (y < mouthY && ax < 0.98 * half && y > mouthY - 1.6) {
        jaw[i] = (float) (1 - 0.55 * Math.pow(ax / half, 2.5));
      } else {
        jaw[i] = (float) Noise.step(mouthY + 1.2, mouthY - 2.2, y);
        if (ax > half) jaw[i] *= (float) Noise.step(0.2, 1, Noise.step(mouthY + 2, mouthY - 3, y));
      }
      double near =
          bell(ax - half, 1.1) * bell(y - mouthY, 1.1)
              + 0.3 * bell(ax - half - 1.2, 1.2) * bell(y - mouthY, 1.6);
      double lips = bell(x, 1.4) * bell(y - mouthY, 0.9);
      wide[3 * i] = (float) (Math.signum(x) * 0.55 * near * Math.min(1, ax));
      wide[3 * i + 1] = (float) (0.12 * near);
      wide[3 * i + 2] = (float) (-0.2 * near - 0.28 * lips);
      brow[3 * i + 1] =
          (float) (0.45 * bell(ax - 3.3, 2.2) * bell(y - 4.8, 0.8) + 0.2 * bell(y - 6, 1));
    }
  }

  private int[] moving() {
    return java.util.stream.IntStream.range(0, FACE)
        .filter(
            i -> {
              boolean still = jaw[i] < 1e-3;
              for (int c = 3 * i; c < 3 * i + 3; c++) {
                still &= Math.abs(lidRight[c]) + Math.abs(lidLeft[c]) < 1e-4;
                still &= Math.abs(wide[c]) + Math.abs(brow[c]) < 1e-3;
              }
              return !still;
            })
        .toArray();
  }

  /**
   * The head with this expression.
   *
   * @param out all coarse points
   */
  void pose(Expression e, float[] out) {
    System.arraycopy(rest, 0, out, 0, rest.length);
    double angle = Math.toRadians(13) * e.jaw();
    float sin = (float) Math.sin(angle);
    float cos = (float) Math.cos(angle);
    float lr = (float) e.lidRight();
    float ll = (float) e.lidLeft();
    float w = (float) e.wide();
    float b = (float) e.brow();
    for (int i : moving) {
      int at = 3 * i;
      float x = rest[at] + w * wide[at];
      float y =
          rest[at + 1]
              + lr * lidRight[at + 1]
              + ll * lidLeft[at + 1]
              + w * wide[at + 1]
              + b * brow[at + 1];
      float z = rest[at + 2] + lr * lidRight[at + 2] + ll * lidLeft[at + 2] + w * wide[at + 2];
      float dy = y - HINGE_Y;
      float dz = z - HINGE_Z;
      float j = jaw[i];
      out[at] = x;
      out[at + 1] = y + j * (dy * cos - dz * sin - dy);
      out[at + 2] = z + j * (dy * sin + dz * cos - dz);
    }
  }
}
