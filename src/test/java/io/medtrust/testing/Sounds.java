package io.medtrust.testing;

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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Reads sound files of any kind as 48 kHz mono 16-bit samples. */
public final class Sounds {
  private static final int RATE = 48_000;

  private Sounds() {}

  public static short[] read(Path file, int secondsAtMost) {
    var format = new AVFormatContext(null);
    if (avformat_open_input(format, file.toString(), null, null) < 0) {
      throw new IllegalArgumentException("not a sound: " + file.getFileName());
    }
    avformat_find_stream_info(format, (PointerPointer<?>) null);
    int index =
        av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (PointerPointer<?>) null, 0);
    var parameters = format.streams(index).codecpar();
    var decoder = avcodec_find_decoder(parameters.codec_id());
    var codec = avcodec_alloc_context3(decoder);
    avcodec_parameters_to_context(codec, parameters);
    avcodec_open2(codec, decoder, (PointerPointer<?>) null);
    var packet = av_packet_alloc();
    var frame = av_frame_alloc();
    int rate = parameters.sample_rate();
    var samples = new short[secondsAtMost * rate];
    int filled = 0;
    try {
      while (filled < samples.length && av_read_frame(format, packet) >= 0) {
        if (packet.stream_index() == index && avcodec_send_packet(codec, packet) >= 0) {
          while (filled < samples.length && avcodec_receive_frame(codec, frame) >= 0) {
            int n = Math.min(frame.nb_samples(), samples.length - filled);
            first(frame, samples, filled, n);
            filled += n;
          }
        }
        av_packet_unref(packet);
      }
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(codec);
      avformat_close_input(format);
    }
    return resampled(Arrays.copyOf(samples, filled), rate);
  }

  /** The first channel of a decoded frame. */
  private static void first(AVFrame frame, short[] into, int at, int n) {
    var bytes =
        frame
            .data(0)
            .capacity((long) frame.linesize(0))
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    int channels = frame.ch_layout().nb_channels();
    for (int i = 0; i < n; i++) {
      int format = frame.format();
      if (format == AV_SAMPLE_FMT_S16) into[at + i] = bytes.getShort(i * 2 * channels);
      else if (format == AV_SAMPLE_FMT_S16P) into[at + i] = bytes.getShort(i * 2);
      else if (format == AV_SAMPLE_FMT_FLTP)
        into[at + i] = (short) (32767 * Math.clamp(bytes.getFloat(i * 4), -1f, 1f));
      else throw new IllegalArgumentException("sample format " + format);
    }
  }

  /** Linear interpolation: good enough for speech that a codec of 16 kbit/s will carry. */
  private static short[] resampled(short[] in, int rate) {
    var out = new short[(int) ((long) in.length * RATE / rate)];
    for (int i = 0; i < out.length; i++) {
      double at = (double) i * rate / RATE;
      int k = Math.min((int) at, in.length - 2);
      out[i] = (short) Math.round(in[k] + (at - k) * (in[k + 1] - in[k]));
    }
    return out;
  }
}
