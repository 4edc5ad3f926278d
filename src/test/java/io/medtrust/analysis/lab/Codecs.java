package io.medtrust.analysis.lab;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import io.medtrust.analysis.media.Picture;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Pictures through a real encoder, with the settings that browsers use in calls (one pass, constant
 * rate, no delay, one key frame), and the decoder of the worker's library.
 */
public final class Codecs implements AutoCloseable {
  private final AVCodecContext encoder;
  private final AVCodecContext decoder;
  private final AVFrame in = av_frame_alloc();
  private final AVFrame out = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private final int width;
  private final int height;
  private long number;

  /** Bytes of the encoder's output so far. */
  public long bytes;

  /**
   * @param encoderName {@code libvpx} or {@code libopenh264}
   */
  public Codecs(String encoderName, int width, int height, int fps, int bitsPerSecond) {
    this.width = width;
    this.height = height;
    boolean vp8 = encoderName.equals("libvpx");
    var codec = avcodec_find_encoder_by_name(encoderName);
    if (codec == null || codec.isNull()) throw new IllegalStateException("no " + encoderName);
    encoder = avcodec_alloc_context3(codec);
    encoder.width(width);
    encoder.height(height);
    encoder.pix_fmt(AV_PIX_FMT_YUV420P);
    encoder.time_base(av_make_q(1, fps));
    encoder.framerate(av_make_q(fps, 1));
    encoder.bit_rate(bitsPerSecond);
    encoder.gop_size(3000);
    encoder.thread_count(1);
    var options = new AVDictionary(null);
    if (vp8) {
      encoder.rc_min_rate(bitsPerSecond);
      encoder.rc_max_rate(bitsPerSecond);
      encoder.rc_buffer_size(bitsPerSecond);
      encoder.qmin(2);
      encoder.qmax(56);
      av_dict_set(options, "deadline", "realtime", 0);
      av_dict_set(options, "cpu-used", "-6", 0);
      av_dict_set(options, "lag-in-frames", "0", 0);
      av_dict_set(options, "static-thresh", "1", 0);
      av_dict_set(options, "noise-sensitivity", "1", 0);
      av_dict_set(options, "max-intra-rate", "300", 0);
      av_dict_set(options, "error-resilient", "default", 0);
    } else {
      encoder.rc_max_rate(bitsPerSecond);
      encoder.max_b_frames(0);
      av_dict_set(options, "rc_mode", "bitrate", 0);
    }
    check(avcodec_open2(encoder, codec, options), "open " + encoderName);
    av_dict_free(options);
    var decode = avcodec_find_decoder(vp8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    decoder = avcodec_alloc_context3(decode);
    decoder.thread_count(1);
    check(avcodec_open2(decoder, decode, (AVDictionary) null), "open decoder");
    in.format(AV_PIX_FMT_YUV420P);
    in.width(width);
    in.height(height);
    check(av_frame_get_buffer(in, 0), "buffer");
  }

  /** Encodes and decodes one picture; the sink gets it with the given time, or nothing. */
  public void through(Picture p, boolean keyFrame, Consumer<Picture> sink) {
    check(av_frame_make_writable(in), "writable");
    put(p.y(), p.yStride(), 0, width, height);
    put(p.u(), p.chromaStride(), 1, (width + 1) / 2, (height + 1) / 2);
    put(p.v(), p.chromaStride(), 2, (width + 1) / 2, (height + 1) / 2);
    in.pts(number++);
    in.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    check(avcodec_send_frame(encoder, in), "encode");
    while (avcodec_receive_packet(encoder, packet) == 0) {
      bytes += packet.size();
      check(avcodec_send_packet(decoder, packet), "decode");
      av_packet_unref(packet);
      while (avcodec_receive_frame(decoder, out) == 0) {
        sink.accept(Clips.picture(out, p.captureTimeMicros()));
      }
    }
  }

  private void put(byte[] plane, int stride, int index, int w, int h) {
    var data = in.data(index).capacity((long) in.linesize(index) * h);
    for (int row = 0; row < h; row++) {
      data.position((long) row * in.linesize(index)).put(plane, row * stride, w);
    }
  }

  private static void check(int code, String what) {
    if (code < 0) throw new IllegalStateException(what + ": " + code);
  }

  @Override
  public void close() {
    avcodec_free_context(encoder);
    avcodec_free_context(decoder);
    av_frame_free(in);
    av_frame_free(out);
    av_packet_free(packet);
  }
}
