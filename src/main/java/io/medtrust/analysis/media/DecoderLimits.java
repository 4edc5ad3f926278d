package io.medtrust.analysis.media;

/**
 * What a decoder may be asked to do. Pictures above are refused by their header, before any decoder
 * sees them: a forged header of 16383 × 16383 costs a decoder seconds and a gigabyte.
 *
 * @param maxSide of a picture, pixels
 * @param maxPixels width × height of a picture
 * @param maxFrameBytes of one encoded frame
 */
public record DecoderLimits(int maxSide, int maxPixels, int maxFrameBytes) {
  /** Up to 1920 × 1080, in any shape with sides up to 4096, 4 MiB a frame. */
  public static final DecoderLimits DEFAULT = new DecoderLimits(4096, 1920 * 1088, 4 << 20);

  /** Whether a picture of that size may be decoded. */
  public boolean allow(int width, int height) {
    return width > 0
        && height > 0
        && width <= maxSide
        && height <= maxSide
        && (long) width * height <= maxPixels;
  }
}
