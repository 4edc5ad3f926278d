package io.medtrust.analysis.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/**
 * VP8 and H.264 by FFmpeg's libavcodec: bit exact and about a millisecond for 640 × 480. One thread
 * a stream, because frame threads add frames of delay. Only libavcodec and libavutil (and what they
 * link to) are loaded.
 */
final class LavcDecoder implements FrameDecoder {
  /** Frames that may be inside the decoder at once (H.264 may reorder up to 16). */
  private static final int PENDING = 32;

  /** {@code AV_FRAME_FLAG_CORRUPT} of libavutil/frame.h, which the binding leaves out. */
  private static final int FLAG_CORRUPT = 1;

  private final DecoderLimits limits;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private final Planes planes = new Planes();
  private final EncodedPicture[] pending = new EncodedPicture[PENDING];
  private final boolean[] pendingKey = new boolean[PENDING];
  private BytePointer input = new BytePointer(64 * 1024L);
  private long fed;

  /**
   * Loads the libraries.
   *
   * @throws UnsatisfiedLinkError when there are none for this machine
   */
  static void load() {
    Loader.load(org.bytedeco.ffmpeg.global.avutil.class);
    Loader.load(org.bytedeco.ffmpeg.global.avcodec.class);
    av_log_set_level(AV_LOG_QUIET);
  }

  LavcDecoder(VideoCodec codec, DecoderLimits limits) {
    this.limits = limits;
    var found = avcodec_find_decoder(codec == VideoCodec.VP8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    if (found == null) throw new IllegalStateException("libavcodec has no decoder for " + codec);
    context = avcodec_alloc_context3(found);
    packet = av_packet_alloc();
    frame = av_frame_alloc();
    context.thread_count(1).max_pixels(limits.maxPixels());
    context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    if (avcodec_open2(context, found, (AVDictionary) null) < 0) {
      close();
      throw new IllegalStateException("libavcodec cannot open " + codec);
    }
  }

  @Override
  public boolean decode(EncodedPicture encoded, boolean keyFrame, Consumer<Picture> sink) {
    var data = encoded.data();
    fill(data);
    int slot = (int) (fed % PENDING);
    // Only the labels are kept: the bytes are the decoder's now.
    pending[slot] =
        new EncodedPicture(
            null, encoded.captureTimeMicros(), encoded.rtpTimestamp(), encoded.damaged());
    pendingKey[slot] = keyFrame;
    packet.data(input).size(data.length).pts(fed).dts(fed);
    fed++;
    boolean good = avcodec_send_packet(context, packet) >= 0;
    while (avcodec_receive_frame(context, frame) >= 0) {
      good &= deliver(sink);
      av_frame_unref(frame);
    }
    return good;
  }

  private void fill(byte[] data) {
    // The bit reader may read beyond the end; what it finds there must be zero.
    long needed = data.length + (long) AV_INPUT_BUFFER_PADDING_SIZE;
    if (input.capacity() < needed) {
      input.close();
      input = new BytePointer(needed * 2);
    }
    var memory = MemorySegment.ofAddress(input.address()).reinterpret(needed);
    MemorySegment.copy(data, 0, memory, ValueLayout.JAVA_BYTE, 0, data.length);
    memory.asSlice(data.length).fill((byte) 0);
  }

  private boolean deliver(Consumer<Picture> sink) {
    int width = frame.width();
    int height = frame.height();
    int format = frame.format();
    if (!limits.allow(width, height)) return false;
    if (format != AV_PIX_FMT_YUV420P && format != AV_PIX_FMT_YUVJ420P) return false;
    planes.size(width, height);
    if (!copy(0, planes.y, width, height)
        || !copy(1, planes.u, planes.chromaWidth(), planes.chromaHeight())
        || !copy(2, planes.v, planes.chromaWidth(), planes.chromaHeight())) {
      return false;
    }
    if (format == AV_PIX_FMT_YUVJ420P || frame.color_range() == AVCOL_RANGE_JPEG) {
      planes.fullToLimited();
    }
    long pts = frame.pts();
    if (pts < 0 || pts >= fed || pts < fed - PENDING) return false;
    int slot = (int) (pts % PENDING);
    var label = pending[slot];
    boolean corrupt = frame.decode_error_flags() != 0 || (frame.flags() & FLAG_CORRUPT) != 0;
    sink.accept(
        planes.picture(
            label.captureTimeMicros(),
            label.rtpTimestamp(),
            pendingKey[slot],
            label.damaged() || corrupt));
    return !corrupt;
  }

  private boolean copy(int plane, byte[] into, int width, int height) {
    int stride = frame.linesize(plane);
    if (stride < width) return false;
    var memory =
        MemorySegment.ofAddress(frame.data(plane).address())
            .reinterpret((long) stride * (height - 1) + width);
    for (int row = 0; row < height; row++) {
      MemorySegment.copy(
          memory, ValueLayout.JAVA_BYTE, (long) row * stride, into, row * width, width);
    }
    return true;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_packet_free(packet);
    av_frame_free(frame);
    input.close();
  }
}
