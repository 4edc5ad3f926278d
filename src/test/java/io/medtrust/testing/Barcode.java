package io.medtrust.testing;

/**
 * A number burnt into the bottom rows of a 640×480 picture, so that the same frame can be found
 * again after encoding: 20 cells of 32×24 pixels, black or white: 1, 0, 14 bits of the number (high
 * first), 4 bits of check sum.
 */
public final class Barcode {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 480;
  public static final int TOP = 456;
  private static final int CELL = 32;
  private static final int CELLS = 20;
  private static final int BLACK = 16;
  private static final int WHITE = 235;

  private Barcode() {}

  /** Writes a number below 16384 into the luma plane (stride 640) and greys the chroma under it. */
  public static void burn(byte[] i420, int number) {
    int code = code(number);
    for (int row = TOP; row < HEIGHT; row++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean bit = (code >> (CELLS - 1 - x / CELL) & 1) == 1;
        i420[row * WIDTH + x] = (byte) (bit ? WHITE : BLACK);
      }
    }
    int u = WIDTH * HEIGHT;
    int v = u + WIDTH * HEIGHT / 4;
    for (int row = TOP / 2; row < HEIGHT / 2; row++) {
      for (int x = 0; x < WIDTH / 2; x++) {
        i420[u + row * (WIDTH / 2) + x] = (byte) 128;
        i420[v + row * (WIDTH / 2) + x] = (byte) 128;
      }
    }
  }

  /**
   * @return the number in a luma plane, or -1 when it cannot be read without doubt
   */
  public static int read(byte[] luma, int stride) {
    int code = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      int sum = 0;
      for (int row = TOP + 8; row < TOP + 16; row++) {
        for (int x = cell * CELL + 8; x < cell * CELL + 24; x++)
          sum += luma[row * stride + x] & 0xff;
      }
      int mean = sum / 128;
      if (mean > 90 && mean < 160) return -1;
      code = code << 1 | (mean >= 160 ? 1 : 0);
    }
    int number = code >> 4 & 0x3fff;
    return code(number) == code ? number : -1;
  }

  private static int code(int number) {
    int sum = (number >> 8 ^ number >> 4 ^ number ^ number >> 12 ^ 0b1010) & 0xf;
    return 0b10 << 18 | (number & 0x3fff) << 4 | sum;
  }
}
