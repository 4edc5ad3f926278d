package io.medtrust.analysis.lab;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.lab.media.VideoEncoder;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures through a real encoder, with the settings that browsers use in calls (one pass, constant
 * rate, no delay, one key frame), and the decoder of the worker's library.
 */
public final class Codecs implements AutoCloseable {
  private final VideoEncoder encoder;
  private final AVCodecContext decoder;
  private final AVFrame out = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();

  /** Bytes of the encoder's output so far. */
  public long bytes;

  /**
   * @param encoderName {@code libvpx} or {@code libopenh264}
   */
  public Codecs(String encoderName, int width, int height, int fps, int bitsPerSecond) {
    boolean vp8 = encoderName.equals("libvpx");
    encoder =
        new VideoEncoder(vp8 ? VideoCodec.VP8 : VideoCodec.H264, width, height, fps, bitsPerSecond);
    var decode = avcodec_find_decoder(vp8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    decoder = avcodec_alloc_context3(decode);
    decoder.thread_count(1);
    check(avcodec_open2(decoder, decode, (AVDictionary) null), "open decoder");
  }

  /** Encodes and decodes one picture; the sink gets it with the given time, or nothing. */
  public void through(Picture p, boolean keyFrame, Consumer<Picture> sink) {
    if (p.yStride() != p.width() || p.chromaStride() != p.chromaWidth()) {
      throw new IllegalArgumentException("planes with gaps");
    }
    var encoded = encoder.encode(p.y(), p.u(), p.v(), keyFrame);
    if (encoded == null) return;
    bytes += encoded.data().length;
    try (var data = new BytePointer(encoded.data().length + (long) AV_INPUT_BUFFER_PADDING_SIZE)) {
      data.zero();
      data.put(encoded.data());
      packet.data(data).size(encoded.data().length);
      check(avcodec_send_packet(decoder, packet), "decode");
      while (avcodec_receive_frame(decoder, out) == 0) {
        sink.accept(Clips.picture(out, p.captureTimeMicros()));
      }
      packet.data(null).size(0);
    }
  }

  private static void check(int code, String what) {
    if (code < 0) throw new IllegalStateException(what + ": " + code);
  }

  @Override
  public void close() {
    encoder.close();
    avcodec_free_context(decoder);
    av_frame_free(out);
    av_packet_free(packet);
  }
}
