package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.util.Random;

/**
 * A photo held before a camera: a flat print that is shifted, turned, tilted and brought nearer by
 * a hand, in the perspective of a camera, with the light changing as it tilts, and the camera's
 * noise.
 */
public final class MovedPhoto {
  private final Picture photo;
  private final int width;
  private final int height;
  private final double strength;
  private final Random random;
  private final double[][] swings = new double[6][];
  private final byte[] noise = new byte[1 << 18];

  /**
   * @param strength 1 is a lively hand: a third of the turn that hides a face, 0 a stand
   */
  public MovedPhoto(Picture photo, int width, int height, double strength, long seed) {
    this.photo = photo;
    this.width = width;
    this.height = height;
    this.strength = strength;
    random = new Random(seed);
    for (int i = 0; i < swings.length; i++) {
      swings[i] = new double[6];
      for (int k = 0; k < 3; k++) {
        swings[i][2 * k] = 0.15 + 0.9 * random.nextDouble();
        swings[i][2 * k + 1] = 2 * Math.PI * random.nextDouble();
      }
    }
    for (int i = 0; i < noise.length; i++) noise[i] = (byte) Math.round(2 * random.nextGaussian());
  }

  private double swing(int which, double t) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double f = swings[which][2 * k];
      sum += Math.sin(2 * Math.PI * f * t + swings[which][2 * k + 1]) / (1 + 2 * f);
    }
    return strength * sum / 1.5;
  }

  public Picture at(double t) {
    double yaw = 0.30 * swing(0, t);
    double pitch = 0.22 * swing(1, t);
    double roll = 0.10 * swing(2, t);
    double dx = 0.06 * width * swing(3, t);
    double dy = 0.06 * height * swing(4, t);
    double near = 1 + 0.08 * swing(5, t);
    double light = 1 + 0.10 * yaw + 0.08 * pitch;
    double scale =
        Math.max((double) width / photo.width(), (double) height / photo.height()) * near * 1.05;
    // The plane's axes in the camera's, and a focal length of 1.2 picture widths.
    double cr = Math.cos(roll);
    double sr = Math.sin(roll);
    double[][] plane = {
      {Math.cos(yaw) * cr, Math.cos(pitch) * sr},
      {-Math.cos(yaw) * sr, Math.cos(pitch) * cr},
      {Math.sin(yaw), Math.sin(pitch)}
    };
    double focus = 1.2 * width;
    var y = new byte[width * height];
    var u = new byte[width * height / 4];
    var v = new byte[width * height / 4];
    int grain = random.nextInt(noise.length);
    for (int row = 0; row < height; row++) {
      for (int x = 0; x < width; x++) {
        double px = x - width / 2.0 - dx;
        double py = row - height / 2.0 - dy;
        // Solve (px, py) = focus (P s) / (focus + depth) for the point s on the plane.
        double a = plane[0][0] - px * plane[2][0] / focus;
        double b = plane[0][1] - px * plane[2][1] / focus;
        double c = plane[1][0] - py * plane[2][0] / focus;
        double d = plane[1][1] - py * plane[2][1] / focus;
        double det = a * d - b * c;
        double sx = (px * d - py * b) / det / scale + photo.width() / 2.0;
        double sy = (a * py - c * px) / det / scale + photo.height() / 2.0;
        double luma = sample(photo.y(), photo.yStride(), photo.width(), photo.height(), sx, sy);
        double lit = 16 + (luma - 16) * light + noise[grain++ & noise.length - 1];
        y[row * width + x] = (byte) Math.clamp((int) Math.round(lit), 16, 235);
        if ((row & 1) != 0 || (x & 1) != 0) continue;
        int at = row / 2 * (width / 2) + x / 2;
        int cw = photo.chromaWidth();
        int ch = photo.chromaHeight();
        u[at] = (byte) Math.round(sample(photo.u(), photo.chromaStride(), cw, ch, sx / 2, sy / 2));
        v[at] = (byte) Math.round(sample(photo.v(), photo.chromaStride(), cw, ch, sx / 2, sy / 2));
      }
    }
    long micros = Math.round(t * 1e6);
    return new Picture(
        y, u, v, width, height, width, width / 2, micros, (int) (micros * 9 / 100), false, false);
  }

  private static double sample(byte[] plane, int stride, int w, int h, double x, double y) {
    x = Math.clamp(x, 0, w - 1.001);
    y = Math.clamp(y, 0, h - 1.001);
    int at = (int) y * stride + (int) x;
    double fx = x - (int) x;
    double fy = y - (int) y;
    double top = (plane[at] & 255) * (1 - fx) + (plane[at + 1] & 255) * fx;
    double bottom = (plane[at + stride] & 255) * (1 - fx) + (plane[at + stride + 1] & 255) * fx;
    return top + (bottom - top) * fy;
  }
}
