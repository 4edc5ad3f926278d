package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;

/** Pictures in another size, as a camera of that size would send them. */
public final class Scaled {
  private Scaled() {}

  /** The largest even size with the same sides' ratio that fits; never wider than {@code width}. */
  public static Picture into(Picture p, int width, int height) {
    double scale = Math.min((double) width / p.width(), (double) height / p.height());
    int w = (int) Math.round(p.width() * scale) & ~1;
    int h = (int) Math.round(p.height() * scale) & ~1;
    int cw = w / 2;
    int ch = h / 2;
    return new Picture(
        plane(p.y(), p.yStride(), p.width(), p.height(), w, h),
        plane(p.u(), p.chromaStride(), p.chromaWidth(), p.chromaHeight(), cw, ch),
        plane(p.v(), p.chromaStride(), p.chromaWidth(), p.chromaHeight(), cw, ch),
        w,
        h,
        w,
        cw,
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        p.damaged());
  }

  /** Bilinear between points; a point that covers several is the mean of up to 4 × 4 of them. */
  private static byte[] plane(byte[] in, int stride, int w, int h, int toW, int toH) {
    var out = new byte[toW * toH];
    double sx = (double) w / toW;
    double sy = (double) h / toH;
    int n = Math.clamp(Math.round(Math.max(sx, sy)), 1, 4);
    for (int y = 0; y < toH; y++) {
      for (int x = 0; x < toW; x++) {
        double sum = 0;
        for (int k = 0; k < n * n; k++) {
          double px = Math.clamp((x + (k % n + 0.5) / n) * sx - 0.5, 0, w - 1.001);
          double py = Math.clamp((y + (k / n + 0.5) / n) * sy - 0.5, 0, h - 1.001);
          int at = (int) py * stride + (int) px;
          double fx = px - (int) px;
          double fy = py - (int) py;
          double top = (in[at] & 255) * (1 - fx) + (in[at + 1] & 255) * fx;
          double low = (in[at + stride] & 255) * (1 - fx) + (in[at + stride + 1] & 255) * fx;
          sum += top * (1 - fy) + low * fy;
        }
        out[y * toW + x] = (byte) Math.round(sum / (n * n));
      }
    }
    return out;
  }
}
