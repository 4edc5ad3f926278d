package io.medtrust.analysis.lab;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import io.medtrust.analysis.media.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Real clips for measuring; none of them belongs to the project, so tests must do without. */
public final class Clips {
  private Clips() {}

  /** The folder of real media, when this machine has one. */
  public static Optional<Path> folder() {
    var named = System.getProperty("medtrust.media", System.getenv("MEDTRUST_MEDIA"));
    var path = Path.of(named == null ? "../shared/media" : named);
    return Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
  }

  /**
   * Decodes a file's video.
   *
   * @param sink gets each picture with its time from the file; false ends it
   */
  public static void play(Path file, Predicate<Picture> sink) {
    var format = new AVFormatContext(null);
    if (avformat_open_input(format, file.toString(), null, null) < 0) {
      throw new IllegalStateException("cannot open " + file);
    }
    avformat_find_stream_info(format, (PointerPointer<?>) null);
    int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    var stream = format.streams(index);
    var codec = avcodec_find_decoder(stream.codecpar().codec_id());
    var context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    avcodec_open2(context, codec, (AVDictionary) null);
    var packet = av_packet_alloc();
    var frame = av_frame_alloc();
    double unit = av_q2d(stream.time_base());
    boolean more = true;
    while (more && av_read_frame(format, packet) >= 0) {
      if (packet.stream_index() == index) avcodec_send_packet(context, packet);
      av_packet_unref(packet);
      while (more && avcodec_receive_frame(context, frame) == 0) {
        long micros = Math.round(frame.best_effort_timestamp() * unit * 1e6);
        more = sink.test(picture(frame, micros));
      }
    }
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
    avformat_close_input(format);
  }

  static Picture picture(AVFrame frame, long micros) {
    int w = frame.width();
    int h = frame.height();
    var y = plane(frame, 0, w, h);
    boolean full = frame.format() == AV_PIX_FMT_YUV444P;
    if (!full && frame.format() != AV_PIX_FMT_YUV420P && frame.format() != AV_PIX_FMT_YUVJ420P) {
      throw new IllegalStateException("pixel format " + frame.format());
    }
    var u = full ? halved(plane(frame, 1, w, h), w, h) : plane(frame, 1, (w + 1) / 2, (h + 1) / 2);
    var v = full ? halved(plane(frame, 2, w, h), w, h) : plane(frame, 2, (w + 1) / 2, (h + 1) / 2);
    // AV_FRAME_FLAG_KEY, which the binding leaves out.
    boolean key = (frame.flags() & 2) != 0;
    return new Picture(y, u, v, w, h, w, (w + 1) / 2, micros, (int) (micros * 9 / 100), key, false);
  }

  private static byte[] halved(byte[] plane, int w, int h) {
    var out = new byte[(w / 2) * (h / 2)];
    for (int y = 0; y < h / 2; y++) {
      for (int x = 0; x < w / 2; x++) {
        int at = 2 * y * w + 2 * x;
        int sum = (plane[at] & 255) + (plane[at + 1] & 255);
        sum += (plane[at + w] & 255) + (plane[at + w + 1] & 255);
        out[y * (w / 2) + x] = (byte) ((sum + 2) / 4);
      }
    }
    return out;
  }

  private static byte[] plane(AVFrame frame, int index, int w, int h) {
    int stride = frame.linesize(index);
    var data = frame.data(index).capacity((long) stride * h);
    var out = new byte[w * h];
    for (int row = 0; row < h; row++) data.position((long) row * stride).get(out, row * w, w);
    return out;
  }
}
