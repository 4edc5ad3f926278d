package io.medtrust.lab.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The decoded frames of one stream of a file, one after the other. Files of the lab are the
 * operator's own: nothing that came from a network is opened here.
 */
final class ClipDecoder implements AutoCloseable {
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVStream stream;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final int index;
  private final double unit;
  private boolean drained;

  /** The stream of that kind ({@code AVMEDIA_TYPE_*}), or null when the file has none. */
  static ClipDecoder open(Path file, int kind) {
    av_log_set_level(AV_LOG_QUIET);
    var decoder = new ClipDecoder(file, kind);
    if (decoder.context != null) return decoder;
    decoder.close();
    return null;
  }

  private ClipDecoder(Path file, int kind) {
    if (avformat_open_input(format, file.toString(), null, null) < 0) {
      throw new IllegalArgumentException("the clip " + file + " cannot be read");
    }
    avformat_find_stream_info(format, (PointerPointer<?>) null);
    index = av_find_best_stream(format, kind, -1, -1, (PointerPointer<?>) null, 0);
    if (index < 0) {
      stream = null;
      context = null;
      unit = 0;
      return;
    }
    stream = format.streams(index);
    var codec = avcodec_find_decoder(stream.codecpar().codec_id());
    context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    context.thread_count(1);
    if (avcodec_open2(context, codec, (PointerPointer<?>) null) < 0) {
      throw new IllegalArgumentException("the clip " + file + " has a codec that is not decoded");
    }
    unit = av_q2d(stream.time_base());
  }

  AVCodecContext context() {
    return context;
  }

  /** The next frame, valid until the next call, or null at the end. */
  AVFrame next() {
    av_frame_unref(frame);
    while (true) {
      if (avcodec_receive_frame(context, frame) >= 0) return frame;
      if (drained) return null;
      if (av_read_frame(format, packet) < 0) {
        drained = true;
        avcodec_send_packet(context, (AVPacket) null);
        continue;
      }
      if (packet.stream_index() == index) avcodec_send_packet(context, packet);
      av_packet_unref(packet);
    }
  }

  /** Presentation time of a frame of {@link #next}, microseconds. */
  long micros(AVFrame of) {
    return Math.round(of.best_effort_timestamp() * unit * 1e6);
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    if (context != null) avcodec_free_context(context);
    avformat_close_input(format);
  }
}
