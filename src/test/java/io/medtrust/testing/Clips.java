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
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Makes what a browser's fake camera and microphone play: 640×480 Y4M and 48 kHz mono WAV files.
 * Pictures are I420 byte arrays, limited range.
 */
public final class Clips {
  public static final int WIDTH = Barcode.WIDTH;
  public static final int HEIGHT = Barcode.HEIGHT;

  private Clips() {}

  /** The media folder with real and generated faces and voices, where this machine has it. */
  public static Optional<Path> mediaFolder() {
    var named = System.getenv("MEDTRUST_MEDIA");
    var folder = named != null ? Path.of(named) : Path.of("..", "shared", "media");
    return Files.isReadable(folder.resolve("MANIFEST.tsv"))
        ? Optional.of(folder)
        : Optional.empty();
  }

  /**
   * One real face, cut out of a picture in a package that the build pins; it lies above the number
   * that {@link #y4m} burns in.
   */
  public static byte[] face() throws IOException {
    var file = Path.of("target", "test-assets", "face", "sample6.jpg");
    return scaled(ImageIO.read(file.toFile()).getSubimage(40, 380, 600, 450));
  }

  /** Frames of a video file, scaled to fit and centred on grey. */
  public static List<byte[]> video(Path file, int atMost) {
    var frames = new ArrayList<byte[]>();
    var format = new AVFormatContext(null);
    if (avformat_open_input(format, file.toString(), null, null) < 0) {
      throw new IllegalArgumentException("not a video: " + file.getFileName());
    }
    avformat_find_stream_info(format, (PointerPointer<?>) null);
    int index =
        av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    var parameters = format.streams(index).codecpar();
    var codec = avcodec_alloc_context3(avcodec_find_decoder(parameters.codec_id()));
    avcodec_parameters_to_context(codec, parameters);
    avcodec_open2(codec, avcodec_find_decoder(parameters.codec_id()), (PointerPointer<?>) null);
    var packet = av_packet_alloc();
    var frame = av_frame_alloc();
    int w = parameters.width();
    int h = parameters.height();
    double scale = Math.min((double) WIDTH / w, (double) HEIGHT / h);
    int sw = (int) (w * scale) & ~15;
    int sh = (int) (h * scale) & ~1;
    try (var out = new BytePointer((long) sw * sh * 3 / 2 + 256);
        var strides = new IntPointer(sw, sw / 2, sw / 2, 0)) {
      var planes =
          new PointerPointer<BytePointer>(4)
              .put(0, out)
              .put(1, out.getPointer((long) sw * sh))
              .put(2, out.getPointer((long) sw * sh * 5 / 4))
              .put(3, (org.bytedeco.javacpp.Pointer) null);
      org.bytedeco.ffmpeg.swscale.SwsContext sws = null;
      while (frames.size() < atMost && av_read_frame(format, packet) >= 0) {
        if (packet.stream_index() == index && avcodec_send_packet(codec, packet) >= 0) {
          while (frames.size() < atMost && avcodec_receive_frame(codec, frame) >= 0) {
            if (sws == null) {
              sws =
                  sws_getContext(
                      w,
                      h,
                      frame.format(),
                      sw,
                      sh,
                      AV_PIX_FMT_YUV420P,
                      SWS_BICUBIC,
                      null,
                      null,
                      (double[]) null);
            }
            sws_scale(sws, frame.data(), frame.linesize(), 0, h, planes, strides);
            var scaled = new byte[sw * sh * 3 / 2];
            out.position(0).get(scaled);
            frames.add(centred(scaled, sw, sh));
          }
        }
        av_packet_unref(packet);
      }
      sws_freeContext(sws);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(codec);
      avformat_close_input(format);
    }
    return frames;
  }

  private static byte[] centred(byte[] scaled, int sw, int sh) {
    var frame = grey();
    plane(scaled, 0, sw, sh, frame, 0, WIDTH, (WIDTH - sw) / 2 & ~1, (HEIGHT - sh) / 2 & ~1);
    int size = WIDTH * HEIGHT;
    int x = ((WIDTH - sw) / 2 & ~1) / 2;
    int y = ((HEIGHT - sh) / 2 & ~1) / 2;
    plane(scaled, sw * sh, sw / 2, sh / 2, frame, size, WIDTH / 2, x, y);
    plane(scaled, sw * sh * 5 / 4, sw / 2, sh / 2, frame, size * 5 / 4, WIDTH / 2, x, y);
    return frame;
  }

  private static void plane(
      byte[] from, int offset, int w, int h, byte[] to, int base, int stride, int x, int y) {
    for (int row = 0; row < h; row++) {
      System.arraycopy(from, offset + row * w, to, base + (y + row) * stride + x, w);
    }
  }

  private static byte[] grey() {
    var frame = new byte[WIDTH * HEIGHT * 3 / 2];
    java.util.Arrays.fill(frame, (byte) 128);
    return frame;
  }

  /** Scaled to cover and cropped to the middle. */
  private static byte[] scaled(BufferedImage image) {
    var scaled = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    double scale = Math.max((double) WIDTH / image.getWidth(), (double) HEIGHT / image.getHeight());
    int w = (int) Math.ceil(image.getWidth() * scale);
    int h = (int) Math.ceil(image.getHeight() * scale);
    var g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setColor(Color.GRAY);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    g.drawImage(image, (WIDTH - w) / 2, (HEIGHT - h) / 2, w, h, null);
    g.dispose();
    return i420(scaled);
  }

  /** RGB to limited-range BT.601. */
  public static byte[] i420(BufferedImage image) {
    var frame = new byte[WIDTH * HEIGHT * 3 / 2];
    int u = WIDTH * HEIGHT;
    int v = u * 5 / 4;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = image.getRGB(x, y);
        int r = rgb >> 16 & 255;
        int g = rgb >> 8 & 255;
        int b = rgb & 255;
        frame[y * WIDTH + x] = (byte) (16 + (66 * r + 129 * g + 25 * b + 128 >> 8));
        if ((x & 1) == 0 && (y & 1) == 0) {
          int c = (y / 2) * (WIDTH / 2) + x / 2;
          frame[u + c] = (byte) (128 + (-38 * r - 74 * g + 112 * b + 128 >> 8));
          frame[v + c] = (byte) (128 + (112 * r - 94 * g - 18 * b + 128 >> 8));
        }
      }
    }
    return frame;
  }

  /** Writes a Y4M file, numbering its frames by {@link Barcode} from 0. */
  public static Path y4m(Path file, List<byte[]> frames, int fps) throws IOException {
    return y4m(file, frames, fps, true);
  }

  /** Writes a Y4M file of these frames, numbered or as they are. */
  public static Path y4m(Path file, List<byte[]> frames, int fps, boolean numbered)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(
          "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n"
              .formatted(WIDTH, HEIGHT, fps)
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < frames.size(); i++) {
        var frame = frames.get(i);
        if (numbered) {
          frame = frame.clone();
          Barcode.burn(frame, i);
        }
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame);
      }
    }
    return file;
  }

  /**
   * Speech-like sound: a voice of moving pitch with four formants, in syllables with pauses; 16-bit
   * values.
   */
  public static short[] voice(double seconds, int rate) {
    var samples = new short[(int) (seconds * rate)];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / rate;
      double pitch =
          120 + 25 * Math.sin(2 * Math.PI * 0.7 * t) + 10 * Math.sin(2 * Math.PI * 2.3 * t);
      phase += 2 * Math.PI * pitch / rate;
      double syllable = Math.max(0, Math.sin(2 * Math.PI * 3.1 * t)) * (t % 3 < 2.2 ? 1 : 0);
      double sum = 0;
      for (int k = 1; k < 28; k++) {
        double f = k * pitch;
        double gain = 0;
        for (double formant :
            new double[] {
              500 + 200 * Math.sin(t * 5), 1400 + 400 * Math.sin(t * 3.3), 2500, 3500
            }) {
          gain += 1 / (1 + Math.pow((f - formant) / 90, 2));
        }
        sum += gain * Math.sin(k * phase) / Math.sqrt(k);
      }
      samples[i] = (short) (3500 * syllable * sum);
    }
    return samples;
  }

  /** Writes 48 kHz mono 16-bit PCM. */
  public static Path wav(Path file, short[] samples) throws IOException {
    Files.createDirectories(file.getParent());
    var bytes =
        java.nio.ByteBuffer.allocate(44 + samples.length * 2)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
    bytes
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1);
    bytes.putInt(48000).putInt(96000).putShort((short) 2).putShort((short) 16);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
    for (short s : samples) bytes.putShort(s);
    Files.write(file, bytes.array());
    return file;
  }
}
