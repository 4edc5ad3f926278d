package io.medtrust.lab.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.medtrust.analysis.media.VideoCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Loader;

/**
 * VP8 by libvpx or H.264 by OpenH264 with the settings that browsers use in calls (libwebrtc's
 * {@code libvpx_vp8_encoder.cc} and {@code h264_encoder_impl.cc}): one pass, constant rate, no
 * delay, one key frame at the beginning and then on request.
 *
 * <p>Holds native memory; not thread-safe.
 */
public final class VideoEncoder implements AutoCloseable {
  /** One encoded frame. */
  public record Encoded(byte[] data, boolean keyFrame) {}

  private final int width;
  private final int height;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private long count;

  /**
   * @param framesPerSecond that the rate control reckons with
   * @param bitsPerSecond aimed at
   * @throws IllegalStateException when this machine has no such encoder
   */
  public VideoEncoder(
      VideoCodec codec, int width, int height, int framesPerSecond, int bitsPerSecond) {
    Loader.load(org.bytedeco.ffmpeg.global.avutil.class);
    Loader.load(org.bytedeco.ffmpeg.global.avcodec.class);
    av_log_set_level(AV_LOG_QUIET);
    this.width = width;
    this.height = height;
    boolean vp8 = codec == VideoCodec.VP8;
    var found = avcodec_find_encoder_by_name(vp8 ? "libvpx" : "libopenh264");
    if (found == null) throw new IllegalStateException("there is no encoder for " + codec);
    context = avcodec_alloc_context3(found);
    context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(bitsPerSecond);
    context.time_base().num(1).den(framesPerSecond);
    context.framerate().num(framesPerSecond).den(1);
    context.gop_size(1_000_000).max_b_frames(0).thread_count(1);
    context.rc_max_rate(bitsPerSecond);
    var options = new AVDictionary(null);
    if (vp8) {
      context.rc_min_rate(bitsPerSecond).rc_buffer_size(bitsPerSecond).qmin(2).qmax(56);
      av_dict_set(options, "deadline", "realtime", 0);
      av_dict_set(options, "cpu-used", "-6", 0);
      av_dict_set(options, "lag-in-frames", "0", 0);
      av_dict_set(options, "static-thresh", "1", 0);
      av_dict_set(options, "noise-sensitivity", "1", 0);
      av_dict_set(options, "max-intra-rate", "300", 0);
      av_dict_set(options, "error-resilient", "default", 0);
    } else {
      av_dict_set(options, "rc_mode", "bitrate", 0);
    }
    int opened = avcodec_open2(context, found, options);
    av_dict_free(options);
    if (opened < 0) throw new IllegalStateException("the encoder for " + codec + " does not open");
    frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
    av_frame_get_buffer(frame, 0);
  }

  /**
   * Encodes one picture; planes without gaps between rows.
   *
   * @param keyFrame a key frame is wanted; the first is one anyway
   * @return null when the encoder left the frame out to hold its rate
   */
  public Encoded encode(byte[] y, byte[] u, byte[] v, boolean keyFrame) {
    av_frame_make_writable(frame);
    put(0, y, width, height);
    put(1, u, (width + 1) / 2, (height + 1) / 2);
    put(2, v, (width + 1) / 2, (height + 1) / 2);
    frame.pts(count++).pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    if (avcodec_send_frame(context, frame) < 0) {
      throw new IllegalStateException("the encoder refused a picture");
    }
    if (avcodec_receive_packet(context, packet) < 0) return null;
    var data = new byte[packet.size()];
    packet.data().get(data);
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    av_packet_unref(packet);
    return new Encoded(data, key);
  }

  private void put(int plane, byte[] from, int columns, int rows) {
    int stride = frame.linesize(plane);
    var memory =
        MemorySegment.ofAddress(frame.data(plane).address()).reinterpret((long) stride * rows);
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(
          from, row * columns, memory, ValueLayout.JAVA_BYTE, (long) row * stride, columns);
    }
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_packet_free(packet);
    av_frame_free(frame);
  }
}
