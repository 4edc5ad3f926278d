package io.medtrust.analysis.media;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.common.model.ColorSpace;

/**
 * H.264 in pure Java, for machines without the native decoder: correct, but about ten times slower
 * and half a megabyte of garbage a frame. It conceals nothing: after damage it throws until a key
 * frame comes, so damaged frames are not even tried.
 *
 * <p>A forged slice header can keep it in an endless loop (its list of reference reorderings has no
 * end when the bits run out). The worker's watch over its decoding threads then ends the process.
 */
final class JcodecH264Decoder implements FrameDecoder {
  private final DecoderLimits limits;
  private final H264Decoder decoder = new H264Decoder();
  private final Planes planes = new Planes();
  private byte[][] work = new byte[3][0];
  private int workPixels;

  JcodecH264Decoder(DecoderLimits limits) {
    this.limits = limits;
    onOneThread(decoder);
  }

  @Override
  public boolean decode(EncodedPicture encoded, boolean keyFrame, Consumer<Picture> sink) {
    if (encoded.damaged()) return false;
    var size = Headers.h264(encoded.data());
    if (size.width() > 0) room(size.width(), size.height());
    if (workPixels == 0) return false;
    org.jcodec.common.model.Picture decoded;
    try {
      decoded = decoder.decodeFrame(ByteBuffer.wrap(encoded.data()), work);
    } catch (RuntimeException e) {
      // Damaged input surfaces as any of NullPointer-, IndexOutOfBounds- or plain RuntimeException.
      return false;
    }
    if (decoded == null || decoded.getColor() != ColorSpace.YUV420J && !isPlanar420(decoded)) {
      return false;
    }
    var crop = decoded.getCrop();
    int left = crop == null ? 0 : crop.getX();
    int top = crop == null ? 0 : crop.getY();
    int width = decoded.getCroppedWidth();
    int height = decoded.getCroppedHeight();
    if (!limits.allow(width, height)) return false;
    planes.size(width, height);
    copy(decoded, 0, left, top, planes.y, width, height);
    copy(decoded, 1, left / 2, top / 2, planes.u, planes.chromaWidth(), planes.chromaHeight());
    copy(decoded, 2, left / 2, top / 2, planes.v, planes.chromaWidth(), planes.chromaHeight());
    sink.accept(
        planes.picture(
            encoded.captureTimeMicros(), encoded.rtpTimestamp(), keyFrame, encoded.damaged()));
    return true;
  }

  private static boolean isPlanar420(org.jcodec.common.model.Picture picture) {
    return picture.getColor() == ColorSpace.YUV420;
  }

  /** The decoder writes whole macroblocks. */
  private void room(int width, int height) {
    int pixels = ((width + 15) & ~15) * ((height + 15) & ~15);
    if (pixels == workPixels) return;
    workPixels = pixels;
    work = new byte[][] {new byte[pixels], new byte[pixels / 4], new byte[pixels / 4]};
  }

  private static void copy(
      org.jcodec.common.model.Picture from,
      int plane,
      int left,
      int top,
      byte[] into,
      int width,
      int height) {
    var data = from.getPlaneData(plane);
    int stride = from.getPlaneWidth(plane);
    for (int row = 0; row < height; row++) {
      int source = (top + row) * stride + left;
      for (int column = 0; column < width; column++) {
        // It keeps samples as signed bytes around 128.
        into[row * width + column] = (byte) (data[source + column] + 128);
      }
    }
  }

  /**
   * Each decoder starts a pool of threads of its own and never ends it, and offers no switch: stop
   * the pool and decode on the caller's thread. Where that is refused, the pool stays.
   */
  private static void onOneThread(H264Decoder decoder) {
    try {
      Field threaded = H264Decoder.class.getDeclaredField("threaded");
      Field pool = H264Decoder.class.getDeclaredField("tp");
      threaded.setAccessible(true);
      pool.setAccessible(true);
      threaded.setBoolean(decoder, false);
      if (pool.get(decoder) instanceof ExecutorService threads) threads.shutdown();
    } catch (ReflectiveOperationException | RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(JcodecH264Decoder.class)
          .warn("the pure-Java H.264 decoder keeps its own threads", e);
    }
  }

  @Override
  public void close() {
    // Nothing is native.
  }
}
