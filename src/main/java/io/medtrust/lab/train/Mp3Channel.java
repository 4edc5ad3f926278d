package io.medtrust.lab.train;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/**
 * MP3 at 24 kHz and 32 kbit/s, there and back. Much synthetic speech of the folder went through it;
 * when all the rest does too, a model cannot learn the codec instead of the voice.
 */
final class Mp3Channel {
  /** Sample rate of what goes in and comes out. */
  static final int RATE = 24_000;

  private static final int BIT_RATE = 32_000;

  private Mp3Channel() {}

  static float[] pass(float[] sound) {
    var encoder = avcodec_alloc_context3(avcodec_find_encoder_by_name("libmp3lame"));
    encoder.sample_rate(RATE);
    encoder.bit_rate(BIT_RATE);
    encoder.sample_fmt(AV_SAMPLE_FMT_FLTP);
    av_channel_layout_default(encoder.ch_layout(), 1);
    var decoder = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MP3));
    if (avcodec_open2(encoder, encoder.codec(), (AVDictionary) null) < 0
        || avcodec_open2(decoder, decoder.codec(), (AVDictionary) null) < 0) {
      throw new IllegalStateException("FFmpeg has no MP3 here");
    }
    int size = encoder.frame_size();
    var frame = av_frame_alloc();
    frame.nb_samples(size);
    frame.format(AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(RATE);
    av_channel_layout_default(frame.ch_layout(), 1);
    av_frame_get_buffer(frame, 0);
    var packet = av_packet_alloc();
    var decoded = av_frame_alloc();
    var out = new float[sound.length + 8 * size];
    int length = 0;
    for (int at = 0; at < sound.length; at += size) {
      av_frame_make_writable(frame);
      var part = Arrays.copyOfRange(sound, at, at + size);
      new FloatPointer(frame.data(0)).put(part, 0, size);
      frame.pts(at);
      avcodec_send_frame(encoder, frame);
      length = drain(encoder, decoder, packet, decoded, out, length);
    }
    avcodec_send_frame(encoder, null);
    length = drain(encoder, decoder, packet, decoded, out, length);
    av_frame_free(frame);
    av_frame_free(decoded);
    av_packet_free(packet);
    avcodec_free_context(encoder);
    avcodec_free_context(decoder);
    return Arrays.copyOf(out, Math.min(length, sound.length));
  }

  private static int drain(
      AVCodecContext encoder,
      AVCodecContext decoder,
      AVPacket packet,
      AVFrame decoded,
      float[] out,
      int length) {
    while (avcodec_receive_packet(encoder, packet) == 0) {
      avcodec_send_packet(decoder, packet);
      av_packet_unref(packet);
      while (avcodec_receive_frame(decoder, decoded) == 0) {
        int n = Math.min(decoded.nb_samples(), out.length - length);
        new FloatPointer(decoded.data(0)).get(out, length, n);
        length += n;
      }
    }
    return length;
  }

  /** Twice the samples, by straight lines: what it adds above 12 kHz no detector hears. */
  static float[] doubled(float[] sound) {
    var out = new float[2 * sound.length];
    for (int i = 0; i < sound.length; i++) {
      out[2 * i] = sound[i];
      out[2 * i + 1] = i + 1 < sound.length ? 0.5f * (sound[i] + sound[i + 1]) : sound[i];
    }
    return out;
  }
}
