package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures for tests, with the times that a test gives them. */
public final class Pictures {
  private Pictures() {}

  /** BT.601 limited range, chroma as the mean of four pixels; sides are cut to even numbers. */
  public static Picture of(BufferedImage image) {
    int w = image.getWidth() & ~1;
    int h = image.getHeight() & ~1;
    var y = new byte[w * h];
    var u = new byte[w * h / 4];
    var v = new byte[w * h / 4];
    var rgb = image.getRGB(0, 0, w, h, null, 0, w);
    for (int row = 0; row < h; row += 2) {
      for (int x = 0; x < w; x += 2) {
        float us = 0;
        float vs = 0;
        for (int k = 0; k < 4; k++) {
          int at = (row + k / 2) * w + x + k % 2;
          int r = rgb[at] >> 16 & 255;
          int g = rgb[at] >> 8 & 255;
          int b = rgb[at] & 255;
          y[at] = (byte) Math.round(16 + 0.256788f * r + 0.504129f * g + 0.097906f * b);
          us += 128 - 0.148223f * r - 0.290993f * g + 0.439216f * b;
          vs += 128 + 0.439216f * r - 0.367788f * g - 0.071427f * b;
        }
        u[row / 2 * (w / 2) + x / 2] = (byte) Math.round(us / 4);
        v[row / 2 * (w / 2) + x / 2] = (byte) Math.round(vs / 4);
      }
    }
    return new Picture(y, u, v, w, h, w, w / 2, 0, 0, true, false);
  }

  /** The same planes at another time. */
  public static Picture at(Picture p, long micros) {
    return new Picture(
        p.y(),
        p.u(),
        p.v(),
        p.width(),
        p.height(),
        p.yStride(),
        p.chromaStride(),
        micros,
        (int) (micros * 9 / 100),
        p.keyFrame(),
        p.damaged());
  }

  /** The same planes, not to be judged. */
  public static Picture damaged(Picture p) {
    return new Picture(
        p.y(),
        p.u(),
        p.v(),
        p.width(),
        p.height(),
        p.yStride(),
        p.chromaStride(),
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        false,
        true);
  }

  /** One colour everywhere. */
  public static Picture flat(int width, int height, int y, int u, int v) {
    var luma = new byte[width * height];
    var cb = new byte[width * height / 4];
    var cr = new byte[width * height / 4];
    java.util.Arrays.fill(luma, (byte) y);
    java.util.Arrays.fill(cb, (byte) u);
    java.util.Arrays.fill(cr, (byte) v);
    return new Picture(luma, cb, cr, width, height, width, width / 2, 0, 0, true, false);
  }

  /** A picture of a real face that the build brought: 1, 2 or 6. */
  public static BufferedImage face(int number) {
    return read(Path.of("target/test-assets/face/sample" + number + ".jpg"));
  }

  /** An image file. */
  public static BufferedImage read(Path path) {
    try (var in = Files.newInputStream(path)) {
      return ImageIO.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Enlarged or made smaller and cut about its middle to the given size. */
  public static BufferedImage fit(BufferedImage image, int width, int height) {
    return warp(image, width, height, 0, 0, 1, 0);
  }

  /**
   * As {@link #fit}, shifted by (dx, dy) pixels, enlarged by {@code zoom}, turned by {@code
   * radians}.
   */
  public static BufferedImage warp(
      BufferedImage image,
      int width,
      int height,
      double dx,
      double dy,
      double zoom,
      double radians) {
    var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var g = out.createGraphics();
    g.setRenderingHint(
        java.awt.RenderingHints.KEY_INTERPOLATION,
        java.awt.RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    double scale =
        zoom * Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    g.translate(width / 2.0 + dx, height / 2.0 + dy);
    g.rotate(radians);
    g.scale(scale, scale);
    g.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    g.drawImage(image, 0, 0, null);
    g.dispose();
    return out;
  }
}
