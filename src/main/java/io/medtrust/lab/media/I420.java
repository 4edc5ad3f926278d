package io.medtrust.lab.media;

import java.util.Arrays;

/**
 * One picture that is written again and again: limited range, BT.601, planes without gaps between
 * rows, chroma at half the size. Owned by whoever made it.
 */
public final class I420 {
  /** What a call's camera sends. */
  public static final int WIDTH = 640;

  public static final int HEIGHT = 480;

  public final int width;
  public final int height;
  public final byte[] y;
  public final byte[] u;
  public final byte[] v;

  /** A grey picture of the usual size. */
  public I420() {
    this(WIDTH, HEIGHT);
  }

  /**
   * @param width even
   * @param height even
   */
  public I420(int width, int height) {
    if (width < 2 || height < 2 || (width & 1) != 0 || (height & 1) != 0) {
      throw new IllegalArgumentException("a picture of " + width + " × " + height);
    }
    this.width = width;
    this.height = height;
    y = new byte[width * height];
    u = new byte[width * height / 4];
    v = new byte[u.length];
    fill(128, 128, 128);
  }

  /** One colour everywhere. */
  public void fill(int luma, int blue, int red) {
    Arrays.fill(y, (byte) luma);
    Arrays.fill(u, (byte) blue);
    Arrays.fill(v, (byte) red);
  }

  /** Copies a picture of the same size. */
  public void set(I420 from) {
    System.arraycopy(from.y, 0, y, 0, y.length);
    System.arraycopy(from.u, 0, u, 0, u.length);
    System.arraycopy(from.v, 0, v, 0, v.length);
  }

  /** A copy that may be kept. */
  public I420 copy() {
    var copy = new I420(width, height);
    copy.set(this);
    return copy;
  }

  /** Writes this picture at half its size, as means of four pixels. */
  public void halveInto(I420 half) {
    halve(y, width, height, half.y);
    halve(u, width / 2, height / 2, half.u);
    halve(v, width / 2, height / 2, half.v);
  }

  private static void halve(byte[] from, int width, int height, byte[] to) {
    for (int row = 0; row + 1 < height; row += 2) {
      for (int x = 0; x + 1 < width; x += 2) {
        int at = row * width + x;
        int sum = (from[at] & 0xff) + (from[at + 1] & 0xff);
        sum += (from[at + width] & 0xff) + (from[at + width + 1] & 0xff);
        to[row / 2 * (width / 2) + x / 2] = (byte) ((sum + 2) / 4);
      }
    }
  }
}
