package io.medtrust.lab.train;

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
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Reads sound files of the trainer's own folder by FFmpeg. */
final class SoundFile {
  /** Ten minutes at 48 kHz: nothing in the folder is longer. */
  private static final int MAX_SAMPLES = 48_000 * 600;

  private SoundFile() {}

  /**
   * Decodes a file.
   *
   * @param rate samples a second wanted
   * @return mono, -1..1
   */
  static float[] read(Path file, int rate) throws IOException {
    av_log_set_level(AV_LOG_QUIET);
    var format = new AVFormatContext(null);
    if (avformat_open_input(format, file.toString(), null, null) < 0) {
      throw new IOException(file + " is no sound file");
    }
    try {
      avformat_find_stream_info(format, (PointerPointer<?>) null);
      int index = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
      if (index < 0) throw new IOException(file + " has no sound");
      return decode(format, index, rate);
    } finally {
      avformat_close_input(format);
    }
  }

  private static float[] decode(AVFormatContext format, int index, int rate) throws IOException {
    var parameters = format.streams(index).codecpar();
    var context = avcodec_alloc_context3(avcodec_find_decoder(parameters.codec_id()));
    avcodec_parameters_to_context(context, parameters);
    if (avcodec_open2(context, context.codec(), (AVDictionary) null) < 0) {
      throw new IOException("no decoder");
    }
    var mono = new AVChannelLayout();
    av_channel_layout_default(mono, 1);
    var resampler = new SwrContext(null);
    var packet = av_packet_alloc();
    var frame = av_frame_alloc();
    var out = new Sink();
    boolean open = false;
    while (av_read_frame(format, packet) >= 0 && out.length < MAX_SAMPLES) {
      if (packet.stream_index() == index) avcodec_send_packet(context, packet);
      av_packet_unref(packet);
      while (avcodec_receive_frame(context, frame) == 0) {
        if (!open) {
          swr_alloc_set_opts2(
              resampler,
              mono,
              AV_SAMPLE_FMT_FLT,
              rate,
              context.ch_layout(),
              context.sample_fmt(),
              context.sample_rate(),
              0,
              null);
          if (swr_init(resampler) < 0) throw new IOException("cannot resample");
          open = true;
        }
        out.take(resampler, frame, rate);
      }
    }
    if (open) out.take(resampler, null, rate);
    swr_free(resampler);
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
    return Arrays.copyOf(out.samples, out.length);
  }

  private static final class Sink {
    float[] samples = new float[48_000];
    int length;

    void take(SwrContext resampler, AVFrame frame, int rate) {
      int room = frame == null ? rate : (int) (frame.nb_samples() * 8L + rate);
      try (var buffer = new FloatPointer(room);
          var planes = new PointerPointer<FloatPointer>(1).put(0, buffer)) {
        int got =
            frame == null
                ? swr_convert(resampler, planes, room, null, 0)
                : swr_convert(resampler, planes, room, frame.data(), frame.nb_samples());
        if (got <= 0) return;
        if (length + got > samples.length) {
          samples = Arrays.copyOf(samples, Math.max(length + got, 2 * samples.length));
        }
        buffer.get(samples, length, got);
        length += got;
      }
    }
  }
}
