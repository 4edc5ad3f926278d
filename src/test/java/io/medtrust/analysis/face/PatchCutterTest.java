package io.medtrust.analysis.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchCutterTest {
  private final PatchCutter cutter = new PatchCutter();

  /** Smooth, so that a sample taken some thousandths of a pixel beside shows the same. */
  private static Picture smooth(int width, int height) {
    var y = new byte[(width + 3) * height];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        y[r * (width + 3) + c] = (byte) (126 + 100 * Math.sin(c / 9.0) * Math.cos(r / 7.0));
      }
    }
    int cw = (width + 1) / 2;
    int ch = (height + 1) / 2;
    var u = new byte[(cw + 1) * ch];
    var v = new byte[(cw + 1) * ch];
    for (int r = 0; r < ch; r++) {
      for (int c = 0; c < cw; c++) {
        u[r * (cw + 1) + c] = (byte) (128 + 60 * Math.sin(c / 11.0));
        v[r * (cw + 1) + c] = (byte) (128 + 60 * Math.cos(r / 13.0));
      }
    }
    return new Picture(y, u, v, width, height, width + 3, cw + 1, 0, 0, true, false);
  }

  private static double bilinear(byte[] plane, int stride, int w, int h, double x, double y) {
    x = Math.clamp(x, 0, w - 1.001);
    y = Math.clamp(y, 0, h - 1.001);
    int at = (int) y * stride + (int) x;
    double fx = x - (int) x;
    double fy = y - (int) y;
    double top = (plane[at] & 255) * (1 - fx) + (plane[at + 1] & 255) * fx;
    double bottom = (plane[at + stride] & 255) * (1 - fx) + (plane[at + stride + 1] & 255) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static double limit(double value) {
    return Math.clamp(value, 0, 255);
  }

  @Test
  void eachPixelIsWhatTheFormulaSaysWithinThePictureAtItsEdgeAndOutside() {
    var random = new Random(1);
    var p = smooth(161, 121);
    int side = 48;
    var out = new float[side * side * 3];
    var luma = new byte[side * side];
    for (int n = 0; n < 300; n++) {
      double angle = n % 3 == 0 ? 0 : random.nextDouble() * 7;
      // One point a pixel: an exact interpolation to compare with.
      double size = side * (0.3 + 1.19 * random.nextDouble());
      var patch =
          Patch.square(random.nextInt(-30, 190), random.nextInt(-30, 150), size, angle, side);
      cutter.rgb(p, patch, side, 1, 0, out);
      cutter.luma(p, patch, side, luma);
      for (int j = 0; j < side; j++) {
        for (int i = 0; i < side; i++) {
          double x = patch.x(i, j);
          double y = patch.y(i, j);
          int at = j * side + i;
          double l = bilinear(p.y(), p.yStride(), 161, 121, x, y);
          l = (l - 16) * 255 / 219;
          assertEquals(limit(l), luma[at] & 255, 0.52);
          double edge = Math.min(Math.min(x, y), Math.min(160 - x, 120 - y));
          // Who is right at the very edge is a matter of the last digit.
          if (Math.abs(edge + 0.5) < 1e-3) continue;
          if (edge < -0.5) {
            assertEquals(0, out[3 * at] + out[3 * at + 1] + out[3 * at + 2]);
            continue;
          }
          double u = bilinear(p.u(), 82, 81, 61, x / 2 - 0.25, y / 2 - 0.25) - 128;
          double v = bilinear(p.v(), 82, 81, 61, x / 2 - 0.25, y / 2 - 0.25) - 128;
          assertEquals(limit(l + 1.5960268 * v), out[3 * at], 0.05);
          assertEquals(limit(l - 0.3917623 * u - 0.8129676 * v), out[3 * at + 1], 0.05);
          assertEquals(limit(l + 2.0172321 * u), out[3 * at + 2], 0.05);
        }
      }
    }
  }

  @Test
  void aPatchPixelThatCoversManyIsTheirMean() {
    var p = smooth(640, 480);
    var patch = Patch.square(320, 240, 3 * 96, 0, 96);
    var luma = new byte[96 * 96];
    cutter.luma(p, patch, 96, luma);
    for (int j = 0; j < 96; j++) {
      for (int i = 0; i < 96; i++) {
        double sum = 0;
        int x = (int) Math.round(patch.x(i, j));
        int y = (int) Math.round(patch.y(i, j));
        for (int b = -1; b <= 1; b++) {
          for (int a = -1; a <= 1; a++) sum += p.y()[(y + b) * p.yStride() + x + a] & 255;
        }
        assertEquals(limit((sum / 9 - 16) * 255 / 219), luma[j * 96 + i] & 255, 0.52);
      }
    }
  }

  @Test
  void anyPatchOfAnyPictureIsCutWithoutAnError() {
    var random = new Random(2);
    var out = new float[24 * 24 * 3];
    var luma = new byte[24 * 24];
    for (int n = 0; n < 2000; n++) {
      var p = smooth(random.nextInt(4, 90), random.nextInt(4, 90));
      double size = Math.exp(random.nextDouble(-3, 9));
      double x = 90 * random.nextGaussian();
      var patch = Patch.square(x, 90 * random.nextGaussian(), size, random.nextDouble(7), 24);
      cutter.rgb(p, patch, 24, 1, 0, out);
      cutter.luma(p, patch, 24, luma);
      for (float value : out) assertTrue(value >= 0 && value <= 255);
    }
  }
}
