package io.medtrust.analysis.media;

/** Drawn moving pictures: a soft gradient and a textured square that wanders. */
public final class TestPictures {
  private TestPictures() {}

  /** The picture number {@code n} of a clip, limited range. */
  public static Picture draw(int width, int height, int n) {
    var planes = new Planes();
    planes.size(width, height);
    int side = Math.min(width, height) / 3;
    int left = (int) ((0.5 + 0.4 * Math.sin(n * 0.11)) * (width - side));
    int top = (int) ((0.5 + 0.4 * Math.cos(n * 0.07)) * (height - side));
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int luma = 40 + 120 * column / width + 40 * row / height;
        if (row >= top && row < top + side && column >= left && column < left + side) {
          luma = 110 + 60 * (((row - top) / 12 + (column - left) / 12) & 1);
        }
        planes.y[row * width + column] = (byte) luma;
      }
    }
    int chromaWidth = planes.chromaWidth();
    for (int row = 0; row < planes.chromaHeight(); row++) {
      for (int column = 0; column < chromaWidth; column++) {
        planes.u[row * chromaWidth + column] = (byte) (100 + 40 * column / chromaWidth);
        planes.v[row * chromaWidth + column] = (byte) (150 - 30 * row / planes.chromaHeight());
      }
    }
    return planes.picture(n * 33_333L, n * 3000, false, false);
  }

  /** Peak signal-to-noise ratio of the luma of two pictures of one size, decibels. */
  public static double psnr(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("sizes differ");
    }
    double sum = 0;
    for (int row = 0; row < a.height(); row++) {
      for (int column = 0; column < a.width(); column++) {
        int d =
            (a.y()[row * a.yStride() + column] & 0xff) - (b.y()[row * b.yStride() + column] & 0xff);
        sum += d * d;
      }
    }
    double mean = sum / ((double) a.width() * a.height());
    return mean == 0 ? 99 : 10 * Math.log10(255 * 255 / mean);
  }

  /** A copy that may be kept. */
  public static Picture copy(Picture p) {
    return new Picture(
        p.y().clone(),
        p.u().clone(),
        p.v().clone(),
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
