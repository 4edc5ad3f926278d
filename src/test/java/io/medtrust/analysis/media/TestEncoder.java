package io.medtrust.analysis.media;

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
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A real-time VP8 or H.264 encoder for tests: libvpx and OpenH264 as browsers use them. */
public final class TestEncoder implements AutoCloseable {
  /** One encoded frame. */
  public record Encoded(byte[] data, boolean keyFrame) {}

  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private long count;

  public TestEncoder(VideoCodec codec, int width, int height) {
    LavcDecoder.load();
    var found = avcodec_find_encoder_by_name(codec == VideoCodec.VP8 ? "libvpx" : "libopenh264");
    context = avcodec_alloc_context3(found);
    context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(1_500_000);
    context.time_base().num(1).den(30);
    context.framerate().num(30).den(1);
    context.gop_size(100_000).max_b_frames(0).thread_count(1);
    var options = new AVDictionary(null);
    if (codec == VideoCodec.VP8) {
      av_dict_set(options, "deadline", "realtime", 0);
      av_dict_set(options, "cpu-used", "8", 0);
      av_dict_set(options, "lag-in-frames", "0", 0);
    }
    if (avcodec_open2(context, found, options) < 0) throw new IllegalStateException("encoder");
    av_dict_free(options);
    frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
    av_frame_get_buffer(frame, 0);
  }

  /** Encodes one picture; a key frame when asked (and always at first). */
  public Encoded encode(Picture picture, boolean keyFrame) {
    av_frame_make_writable(frame);
    put(0, picture.y(), picture.width(), picture.height());
    put(1, picture.u(), picture.chromaWidth(), picture.chromaHeight());
    put(2, picture.v(), picture.chromaWidth(), picture.chromaHeight());
    frame.pts(count++).pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    if (avcodec_send_frame(context, frame) < 0 || avcodec_receive_packet(context, packet) < 0) {
      throw new IllegalStateException("the encoder gave nothing");
    }
    var data = new byte[packet.size()];
    packet.data().get(data);
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    av_packet_unref(packet);
    return new Encoded(data, key);
  }

  private void put(int plane, byte[] from, int width, int height) {
    int stride = frame.linesize(plane);
    var to = frame.data(plane);
    for (int row = 0; row < height; row++) {
      to.position((long) row * stride).put(from, row * width, width);
    }
  }

  @Override
  public void close() {
    avcodec_free_context(context);
    av_packet_free(packet);
    av_frame_free(frame);
  }
}
