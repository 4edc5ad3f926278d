package io.medtrust.lab.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The pictures of a clip as a camera of 640 × 480 would send them: scaled to fit, the rest grey, at
 * the clip's own frame times and at most 30 a second. Not thread-safe.
 */
public final class ClipPictures implements AutoCloseable {
  /** After the last picture. */
  public static final long END = Long.MAX_VALUE;

  /** Frames closer than this are left out: 30 a second with room for rounded time stamps. */
  private static final long MIN_STEP_MICROS = 30_000;

  private final ClipDecoder decoder;
  private final int width;
  private final int height;
  private final BytePointer buffer;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private final byte[] row;
  private SwsContext scaler;
  private int scalerFormat = -1;
  private long first = Long.MIN_VALUE;
  private long last = Long.MIN_VALUE;

  /** The pictures of that file, or null when it has none. */
  public static ClipPictures open(Path file) {
    var decoder = ClipDecoder.open(file, AVMEDIA_TYPE_VIDEO);
    return decoder == null ? null : new ClipPictures(decoder);
  }

  private ClipPictures(ClipDecoder decoder) {
    this.decoder = decoder;
    int w = decoder.context().width();
    int h = decoder.context().height();
    double scale = Math.min((double) I420.WIDTH / w, (double) I420.HEIGHT / h);
    width = Math.clamp((int) (w * scale) & ~1, 2, I420.WIDTH);
    height = Math.clamp((int) (h * scale) & ~1, 2, I420.HEIGHT);
    // Rows are a multiple of 32 apart, as the scaler's vector code wants them.
    int stride = width + 63 & ~63;
    long luma = (long) stride * height;
    buffer = new BytePointer(luma * 2 + 64);
    strides = new IntPointer(stride, stride / 2, stride / 2, 0);
    planes =
        new PointerPointer<BytePointer>(4)
            .put(0, buffer)
            .put(1, buffer.getPointer(luma))
            .put(2, buffer.getPointer(luma * 5 / 4))
            .put(3, (org.bytedeco.javacpp.Pointer) null);
    row = new byte[stride];
  }

  /**
   * Writes the next picture.
   *
   * @return its time from the first one, microseconds, or {@link #END}
   */
  public long next(I420 into) {
    while (true) {
      var frame = decoder.next();
      if (frame == null) return END;
      long micros = decoder.micros(frame);
      if (first == Long.MIN_VALUE) first = micros;
      if (last != Long.MIN_VALUE && micros - last < MIN_STEP_MICROS) continue;
      last = micros;
      scale(frame);
      into.fill(128, 128, 128);
      int x = (I420.WIDTH - width) / 2 & ~1;
      int y = (I420.HEIGHT - height) / 2 & ~1;
      long luma = (long) strides.get(0) * height;
      copy(0, strides.get(0), width, height, into.y, I420.WIDTH, x, y);
      copy(luma, strides.get(1), width / 2, height / 2, into.u, I420.WIDTH / 2, x / 2, y / 2);
      copy(
          luma * 5 / 4,
          strides.get(1),
          width / 2,
          height / 2,
          into.v,
          I420.WIDTH / 2,
          x / 2,
          y / 2);
      return micros - first;
    }
  }

  private void scale(AVFrame frame) {
    if (scaler == null || scalerFormat != frame.format()) {
      if (scaler != null) sws_freeContext(scaler);
      scalerFormat = frame.format();
      scaler =
          sws_getContext(
              frame.width(),
              frame.height(),
              scalerFormat,
              width,
              height,
              AV_PIX_FMT_YUV420P,
              SWS_BICUBIC,
              (SwsFilter) null,
              (SwsFilter) null,
              (DoublePointer) null);
      if (scaler == null) throw new IllegalArgumentException("a clip has an unknown pixel format");
    }
    sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
  }

  private void copy(
      long offset, int stride, int columns, int rows, byte[] to, int toStride, int x, int y) {
    for (int r = 0; r < rows; r++) {
      buffer.position(offset + (long) r * stride).get(row, 0, columns);
      System.arraycopy(row, 0, to, (y + r) * toStride + x, columns);
    }
    buffer.position(0);
  }

  @Override
  public void close() {
    if (scaler != null) sws_freeContext(scaler);
    decoder.close();
    planes.close();
    strides.close();
    buffer.close();
  }
}
