package io.medtrust.analysis.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** A picture made small: each pixel is the mean of the square that it stands for. */
public final class SmallJpeg {
  /** Pixels of the longer side at the most. */
  public static final int LONGEST = 160;

  private static final float QUALITY = 0.7f;

  static {
    ImageIO.setUseCache(false);
  }

  private SmallJpeg() {}

  /** The picture as JPEG, baseline, some kilobytes. */
  public static byte[] of(Picture p) {
    int shrink = Math.max(1, (Math.max(p.width(), p.height()) + LONGEST - 1) / LONGEST);
    int width = Math.max(1, p.width() / shrink);
    int height = Math.max(1, p.height() / shrink);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) image.setRGB(x, y, rgb(p, x * shrink, y * shrink, shrink));
    }
    return encode(image);
  }

  /** ITU-R BT.601, limited range. */
  private static int rgb(Picture p, int left, int top, int size) {
    int sum = 0;
    int count = 0;
    for (int y = top; y < Math.min(top + size, p.height()); y++) {
      for (int x = left; x < Math.min(left + size, p.width()); x++) {
        sum += p.y()[y * p.yStride() + x] & 0xff;
        count++;
      }
    }
    float luma = 255f / 219f * (sum / (float) count - 16);
    int at = (top + size / 2) / 2 * p.chromaStride() + (left + size / 2) / 2;
    at = Math.min(at, p.u().length - 1);
    int u = (p.u()[at] & 0xff) - 128;
    int v = (p.v()[at] & 0xff) - 128;
    return clamp(luma + 1.5960268f * v) << 16
        | clamp(luma - 0.3917623f * u - 0.8129676f * v) << 8
        | clamp(luma + 2.0172321f * u);
  }

  private static int clamp(float value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  private static byte[] encode(BufferedImage image) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream(8192);
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      var param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
