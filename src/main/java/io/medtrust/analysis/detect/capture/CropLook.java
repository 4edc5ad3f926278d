package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.face.FaceObservation.Crop;

/**
 * What one aligned face looks like, from rectangles at fixed places of the crop: eyes are at (82,
 * 72) and (174, 72), the nose tip about (128, 124), mouth corners about (90, 178) and (167, 178).
 *
 * <p>Colour is compared as chroma (Cb, Cr about 0), by the length of the skin's own chroma: 0 is
 * the same colour, 1 is grey where skin should be. Grey cloth, blue paper and black cloth are all
 * about 1 or more away from any skin, light or dark; a beard is on the chin and not on the nose.
 *
 * @param skin mean colour of what is nearly always bare, under the eyes and between them: R, G, B
 * @param luma mean of the face, 0..255
 * @param deviation of the face's luma
 * @param bright share of the face's pixels that are white
 * @param nose how far the nose tip's colour is from the skin's
 * @param chin likewise of the chin
 * @param forehead likewise of the forehead
 * @param crown luma of the forehead by that of the skin
 * @param lips how much redder the lips are than what is around them, in units of the skin's chroma
 * @param rims strength of level edges under the eyes, as the rims of glasses draw, by the face's
 *     deviation
 * @param bridge likewise between the eyes
 * @param sharpness root mean square of the Laplacian by the deviation
 */
record CropLook(
    double[] skin,
    double luma,
    double deviation,
    double bright,
    double nose,
    double chin,
    double forehead,
    double crown,
    double lips,
    double rims,
    double bridge,
    double sharpness) {
  private static final int SIDE = Crop.SIDE;
  private static final int WHITE = 250;

  /** A rectangle of the crop, pixels; right and bottom are outside. */
  private record Area(int left, int top, int right, int bottom) {}

  private static final Area FACE = new Area(60, 40, 196, 216);
  private static final Area[] BARE = {
    new Area(64, 92, 98, 106), new Area(158, 92, 192, 106), new Area(116, 76, 140, 96)
  };
  private static final Area NOSE = new Area(112, 118, 144, 138);
  private static final Area CHIN = new Area(104, 202, 152, 224);
  private static final Area FOREHEAD = new Area(88, 8, 168, 30);
  private static final Area LIPS = new Area(104, 168, 152, 190);
  private static final Area[] AROUND_LIPS = {
    new Area(104, 146, 152, 156), new Area(104, 204, 152, 216)
  };
  private static final Area[] RIMS = {new Area(60, 82, 104, 112), new Area(152, 82, 196, 112)};
  private static final Area BRIDGE = new Area(112, 56, 144, 88);

  static CropLook of(Crop crop) {
    var rgb = crop.rgb();
    var luma = crop.luma();
    var skin = mean(rgb, BARE);
    var chroma = chroma(skin);
    double length = Math.max(4, Math.hypot(chroma[0], chroma[1]));
    double sum = 0;
    double squares = 0;
    double edges = 0;
    int white = 0;
    int n = 0;
    for (int y = FACE.top; y < FACE.bottom; y++) {
      for (int x = FACE.left; x < FACE.right; x++, n++) {
        int at = y * SIDE + x;
        int v = luma[at] & 255;
        sum += v;
        squares += (double) v * v;
        if (v >= WHITE) white++;
        int cross = at(luma, at - 1) + at(luma, at + 1) + at(luma, at - SIDE) + at(luma, at + SIDE);
        double laplace = 4 * v - cross;
        edges += laplace * laplace;
      }
    }
    double mean = sum / n;
    double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
    double unit = Math.max(4, deviation);
    var lips = chroma(mean(rgb, LIPS));
    var around = chroma(mean(rgb, AROUND_LIPS));
    return new CropLook(
        skin,
        mean,
        deviation,
        (double) white / n,
        away(mean(rgb, NOSE), chroma, length),
        away(mean(rgb, CHIN), chroma, length),
        away(mean(rgb, FOREHEAD), chroma, length),
        brightness(mean(rgb, FOREHEAD)) / Math.max(8, brightness(skin)),
        (lips[1] - around[1]) / length,
        Math.max(level(luma, RIMS[0]), level(luma, RIMS[1])) / unit,
        level(luma, BRIDGE) / unit,
        Math.sqrt(edges / n) / unit);
  }

  /** Luma of the bare skin, 0..255. */
  double light() {
    return brightness(skin);
  }

  private static int at(byte[] luma, int index) {
    return luma[index] & 255;
  }

  private static double away(double[] rgb, double[] chroma, double length) {
    var c = chroma(rgb);
    return Math.hypot(c[0] - chroma[0], c[1] - chroma[1]) / length;
  }

  private static double brightness(double[] rgb) {
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  }

  /** Cb and Cr about 0 by BT.601, of a colour scaled to the same brightness. */
  private static double[] chroma(double[] rgb) {
    double y = brightness(rgb);
    // What is dark has little chroma: without the scale, black and shadow would be alike.
    double scale = 128 / Math.max(16, y);
    return new double[] {0.564 * (rgb[2] - y) * scale, 0.713 * (rgb[0] - y) * scale};
  }

  private static double[] mean(byte[] rgb, Area... areas) {
    var sum = new double[3];
    int n = 0;
    for (var a : areas) {
      for (int y = a.top; y < a.bottom; y++) {
        for (int x = a.left; x < a.right; x++, n++) {
          for (int c = 0; c < 3; c++) sum[c] += rgb[3 * (y * SIDE + x) + c] & 255;
        }
      }
    }
    for (int c = 0; c < 3; c++) sum[c] /= n;
    return sum;
  }

  /** The strongest level edge: the largest row mean of downward luma steps in the area. */
  private static double level(byte[] luma, Area a) {
    double most = 0;
    for (int y = a.top; y < a.bottom; y++) {
      double sum = 0;
      for (int x = a.left; x < a.right; x++) {
        sum += at(luma, (y + 2) * SIDE + x) - at(luma, (y - 2) * SIDE + x);
      }
      most = Math.max(most, Math.abs(sum) / (a.right - a.left));
    }
    return most;
  }
}
