package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;

/**
 * A picture as a camera sees it on a screen: smaller, in a dark bezel before a grey room, bluish,
 * with moiré, a rolling band and the blur of two lenses. A drawing and no recording: real screens
 * differ.
 */
public final class ScreenReplay {
  private ScreenReplay() {}

  /**
   * @param share of the width that the screen fills, below 1: its bezel is seen
   * @param moire strength of the pattern, 0..0.2
   */
  public static Picture of(Picture p, double share, double moire) {
    int w = p.width();
    int h = p.height();
    var small = Scaled.into(p, (int) (w * share), (int) (h * share));
    var y = new byte[w * h];
    var u = new byte[(w / 2) * (h / 2)];
    var v = new byte[(w / 2) * (h / 2)];
    int left = (w - small.width()) / 4 * 2;
    int top = (h - small.height()) / 4 * 2;
    int bezel = Math.max(4, w / 50);
    double seconds = p.captureTimeMicros() / 1e6;
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < w; i++) {
        int x = i - left;
        int z = j - top;
        double value;
        if (x >= 0 && z >= 0 && x < small.width() && z < small.height()) {
          double blurred = 0;
          for (int k = 0; k < 4; k++) {
            int a = Math.min(x + k % 2, small.width() - 1);
            int b = Math.min(z + k / 2, small.height() - 1);
            blurred += (small.y()[b * small.yStride() + a] & 255) / 4.0;
          }
          double pattern = Math.sin(2 * Math.PI * (x * 0.31 + z * 0.027));
          pattern += Math.sin(2 * Math.PI * (x * 0.018 - z * 0.29));
          double band = 0.03 * Math.sin(2 * Math.PI * (z / (double) h - seconds * 1.3));
          value = 16 + (blurred - 16) * 1.05 * (1 + moire * pattern / 2 + band);
        } else if (x >= -bezel
            && z >= -bezel
            && x < small.width() + bezel
            && z < small.height() + bezel) {
          value = 24;
        } else {
          value = 95 + 20.0 * j / h;
        }
        y[j * w + i] = (byte) Math.clamp(Math.round(value), 16, 235);
      }
    }
    for (int j = 0; j < h / 2; j++) {
      for (int i = 0; i < w / 2; i++) {
        int x = i - left / 2;
        int z = j - top / 2;
        boolean inside = x >= 0 && z >= 0 && x < small.chromaWidth() && z < small.chromaHeight();
        int at = z * small.chromaStride() + x;
        u[j * (w / 2) + i] = (byte) (inside ? Math.min(240, (small.u()[at] & 255) + 5) : 128);
        v[j * (w / 2) + i] = (byte) (inside ? Math.max(16, (small.v()[at] & 255) - 3) : 128);
      }
    }
    return new Picture(
        y, u, v, w, h, w, w / 2, p.captureTimeMicros(), p.rtpTimestamp(), p.keyFrame(), false);
  }
}
