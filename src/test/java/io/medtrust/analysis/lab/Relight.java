package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Random;

/**
 * Lays coloured light on a face in a picture: red, green and blue of the face are multiplied by
 * {@code 1 + change}, those of the background by {@code 1 + share · change}, with a soft edge
 * between. Values are rounded by chance to the whole numbers around them, as the noise of a camera
 * does before its converter.
 */
public final class Relight {
  /** The mesh's points around the face. */
  private static final int[] OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };

  private final Random random;
  private float[] mask;
  private int width;
  private int height;

  public Relight(long seed) {
    random = new Random(seed);
  }

  /** The face is here until the next call. */
  public void face(float[] landmarks, int pictureWidth, int pictureHeight) {
    width = (pictureWidth + 1) / 2;
    height = (pictureHeight + 1) / 2;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    var g = image.createGraphics();
    g.setColor(Color.WHITE);
    var xs = new int[OVAL.length];
    var ys = new int[OVAL.length];
    int left = Integer.MAX_VALUE;
    int right = 0;
    for (int i = 0; i < OVAL.length; i++) {
      xs[i] = Math.round(landmarks[3 * OVAL[i]] / 2);
      ys[i] = Math.round(landmarks[3 * OVAL[i] + 1] / 2);
      left = Math.min(left, xs[i]);
      right = Math.max(right, xs[i]);
    }
    g.fillPolygon(xs, ys, xs.length);
    g.dispose();
    var bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    mask = new float[width * height];
    for (int i = 0; i < mask.length; i++) mask[i] = (bytes[i] & 255) / 255f;
    int radius = Math.max(1, (right - left) / 16);
    blur(width, height, 1, width, radius);
    blur(height, width, width, 1, radius);
  }

  private void blur(int length, int lines, int step, int stride, int radius) {
    var line = new float[length];
    for (int l = 0; l < lines; l++) {
      for (int i = 0; i < length; i++) line[i] = mask[l * stride + i * step];
      float sum = 0;
      for (int i = -radius; i < length; i++) {
        if (i + radius < length) sum += line[i + radius];
        if (i - radius - 1 >= 0) sum -= line[i - radius - 1];
        if (i >= 0) mask[l * stride + i * step] = sum / (2 * radius + 1);
      }
    }
  }

  /**
   * A lit copy.
   *
   * @param change of red, green and blue on the face, as a share
   * @param share of that change which reaches the background
   */
  public Picture light(Picture p, double[] change, double share) {
    int w = p.width() & ~1;
    int h = p.height() & ~1;
    var y = new byte[w * h];
    var u = new byte[w * h / 4];
    var v = new byte[w * h / 4];
    for (int row = 0; row < h / 2; row++) {
      for (int x = 0; x < w / 2; x++) {
        float m = mask == null ? 0 : mask[row * width + x];
        double amount = share + (1 - share) * m;
        double cr = 1 + amount * change[0];
        double cg = 1 + amount * change[1];
        double cb = 1 + amount * change[2];
        int c = row * p.chromaStride() + x;
        double du = (p.u()[c] & 255) - 128;
        double dv = (p.v()[c] & 255) - 128;
        double us = 0;
        double vs = 0;
        for (int k = 0; k < 4; k++) {
          int at = (2 * row + k / 2) * p.yStride() + 2 * x + k % 2;
          double l = 1.1643836 * ((p.y()[at] & 255) - 16);
          double r = cr * (l + 1.5960268 * dv);
          double g = cg * (l - 0.3917623 * du - 0.8129676 * dv);
          double b = cb * (l + 2.0172321 * du);
          y[(2 * row + k / 2) * w + 2 * x + k % 2] =
              round(16 + 0.256788 * r + 0.504129 * g + 0.097906 * b);
          us += -0.148223 * r - 0.290993 * g + 0.439216 * b;
          vs += 0.439216 * r - 0.367788 * g - 0.071427 * b;
        }
        u[row * (w / 2) + x] = round(128 + us / 4);
        v[row * (w / 2) + x] = round(128 + vs / 4);
      }
    }
    return new Picture(
        y, u, v, w, h, w, w / 2, p.captureTimeMicros(), p.rtpTimestamp(), p.keyFrame(), false);
  }

  private byte round(double value) {
    return (byte) Math.clamp((int) Math.floor(value + random.nextFloat()), 0, 255);
  }
}
