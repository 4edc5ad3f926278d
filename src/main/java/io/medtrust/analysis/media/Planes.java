package io.medtrust.analysis.media;

/** Picture buffers that a decoder writes again and again. */
final class Planes {
  byte[] y = new byte[0];
  byte[] u = new byte[0];
  byte[] v = new byte[0];
  int width;
  int height;

  /** Makes room for a picture of that size, without gaps between rows. */
  void size(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) return;
    width = newWidth;
    height = newHeight;
    y = new byte[width * height];
    u = new byte[chromaWidth() * chromaHeight()];
    v = new byte[u.length];
  }

  int chromaWidth() {
    return (width + 1) / 2;
  }

  int chromaHeight() {
    return (height + 1) / 2;
  }

  Picture picture(long captureTimeMicros, int rtpTimestamp, boolean keyFrame, boolean damaged) {
    return new Picture(
        y,
        u,
        v,
        width,
        height,
        width,
        chromaWidth(),
        captureTimeMicros,
        rtpTimestamp,
        keyFrame,
        damaged);
  }

  /** Full range (JPEG) to limited range (ITU-R BT.601), in place. */
  void fullToLimited() {
    map(y, LUMA);
    map(u, CHROMA);
    map(v, CHROMA);
  }

  private static final byte[] LUMA = table(16, 219, 0);
  private static final byte[] CHROMA = table(128, 224, 128);

  private static byte[] table(int offset, int range, int middle) {
    var table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (byte) (offset + Math.round((i - middle) * range / 255.0));
    }
    return table;
  }

  private static void map(byte[] plane, byte[] table) {
    for (int i = 0; i < plane.length; i++) plane[i] = table[plane[i] & 0xff];
  }
}
