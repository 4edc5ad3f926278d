package io.medtrust.lab.person;

import io.medtrust.analysis.media.Picture;

/**
 * A picture to draw into: planes of limited-range BT.601 without padding. Belongs to whoever made
 * it; each drawing overwrites the last one.
 */
public final class I420 {
  public final int width;
  public final int height;
  public final byte[] y;
  public final byte[] u;
  public final byte[] v;

  /** Both sides must be even, 64..4096. */
  public I420(int width, int height) {
    if (width < 64 || height < 64 || width > 4096 || (width & 1) != 0 || (height & 1) != 0) {
      throw new IllegalArgumentException("sides must be even, 64..4096");
    }
    this.width = width;
    this.height = height;
    y = new byte[width * height];
    u = new byte[width * height / 4];
    v = new byte[width * height / 4];
  }

  /** As the decoder would give it; shares the planes. */
  public Picture picture(long captureTimeMicros, boolean keyFrame) {
    int rtp = (int) (captureTimeMicros * 9 / 100);
    return new Picture(
        y, u, v, width, height, width, width / 2, captureTimeMicros, rtp, keyFrame, false);
  }
}
