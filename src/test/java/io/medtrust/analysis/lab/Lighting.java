package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.util.Random;

/** Bad light and bad lenses, drawn. */
public final class Lighting {
  private Lighting() {}

  /** Luma above black times {@code gain}, chroma likewise when it gets darker, and sensor noise. */
  public static Picture gain(Picture p, double gain, double noise) {
    var random = new Random(p.captureTimeMicros());
    var y = p.y().clone();
    for (int i = 0; i < y.length; i++) {
      double v = ((y[i] & 255) - 16) * gain + noise * random.nextGaussian();
      y[i] = (byte) Math.clamp(Math.round(16 + v), 16, 235);
    }
    return with(p, y, chroma(p.u(), gain), chroma(p.v(), gain));
  }

  /** A window behind the head: what is outside of the oval about the box is bright, inside dark. */
  public static Picture backlit(Picture p, double x, double y, double width, double height) {
    var luma = p.y().clone();
    for (int j = 0; j < p.height(); j++) {
      for (int i = 0; i < p.width(); i++) {
        double dx = (i - x - width / 2) / (0.75 * width);
        double dy = (j - y - height / 2) / (0.85 * height);
        boolean inside = dx * dx + dy * dy < 1 || (dy > 0 && Math.abs(dx) < 1.4);
        int at = j * p.yStride() + i;
        double v = (luma[at] & 255) - 16;
        luma[at] = (byte) Math.clamp(Math.round(16 + (inside ? 0.35 * v : 150 + 0.4 * v)), 16, 235);
      }
    }
    return with(p, luma, chroma(p.u(), 0.6), chroma(p.v(), 0.6));
  }

  /** The mean of the neighbours, {@code radius} pixels each way, twice. */
  public static Picture blurred(Picture p, int radius) {
    var once = blur(p.y(), p.width(), p.height(), p.yStride(), radius);
    return with(p, blur(once, p.width(), p.height(), p.yStride(), radius), p.u(), p.v());
  }

  private static byte[] blur(byte[] in, int width, int height, int stride, int radius) {
    var rows = new byte[in.length];
    var out = new byte[in.length];
    for (int j = 0; j < height; j++) line(in, rows, j * stride, 1, width, radius);
    for (int i = 0; i < width; i++) line(rows, out, i, stride, height, radius);
    return out;
  }

  private static void line(byte[] in, byte[] out, int from, int step, int n, int radius) {
    int sum = 0;
    for (int k = -radius; k <= radius; k++) sum += in[from + Math.clamp(k, 0, n - 1) * step] & 255;
    for (int i = 0; i < n; i++) {
      out[from + i * step] = (byte) (sum / (2 * radius + 1));
      sum += in[from + Math.clamp(i + radius + 1, 0, n - 1) * step] & 255;
      sum -= in[from + Math.clamp(i - radius, 0, n - 1) * step] & 255;
    }
  }

  private static byte[] chroma(byte[] plane, double gain) {
    if (gain >= 1) return plane;
    var out = plane.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.round(128 + ((out[i] & 255) - 128) * gain);
    }
    return out;
  }

  private static Picture with(Picture p, byte[] y, byte[] u, byte[] v) {
    return new Picture(
        y,
        u,
        v,
        p.width(),
        p.height(),
        p.yStride(),
        p.chromaStride(),
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        p.damaged());
  }
}
