package io.medtrust.analysis.lab;

import static org.lwjgl.util.opus.Opus.OPUS_APPLICATION_VOIP;
import static org.lwjgl.util.opus.Opus.OPUS_SET_BITRATE;
import static org.lwjgl.util.opus.Opus.opus_encode_float;
import static org.lwjgl.util.opus.Opus.opus_encoder_create;
import static org.lwjgl.util.opus.Opus.opus_encoder_ctl;
import static org.lwjgl.util.opus.Opus.opus_encoder_destroy;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.VoiceWindower;
import io.medtrust.analysis.media.OpusDecoder;
import io.medtrust.testing.Sounds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryUtil;

/** Sound of files, through Opus as a browser sends it, as the windows that detectors hear. */
public final class Speech {
  private static final int PACKET = 960;

  private Speech() {}

  /**
   * Plays sound.
   *
   * @param samples 48 kHz mono, -1..1
   * @param bitsPerSecond of the encoder
   * @param startMicros capture time of the first sample
   */
  public static void play(
      float[] samples, int bitsPerSecond, long startMicros, Consumer<VoiceWindow> sink) {
    var error = MemoryUtil.memAllocInt(1);
    long encoder = opus_encoder_create(48_000, 1, OPUS_APPLICATION_VOIP, error);
    opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitsPerSecond));
    MemoryUtil.memFree(error);
    var in = MemoryUtil.memAllocFloat(PACKET);
    var packet = MemoryUtil.memAlloc(1500);
    var windower = new VoiceWindower(sink);
    try (var decoder = new OpusDecoder()) {
      for (int n = 0; (n + 1) * PACKET <= samples.length; n++) {
        in.clear();
        in.put(samples, n * PACKET, PACKET).flip();
        packet.clear();
        var data = new byte[opus_encode_float(encoder, in, PACKET, packet)];
        packet.get(0, data);
        decoder.decode(data, startMicros + n * 20_000L, 0, windower::add);
      }
    }
    opus_encoder_destroy(encoder);
    MemoryUtil.memFree(in);
    MemoryUtil.memFree(packet);
  }

  /** Sounds one after the other. */
  public static float[] join(float[]... parts) {
    var all = new float[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The sound of a file that has some, 48 kHz mono, -1..1, half a minute at the most. */
  public static float[] of(Path file) {
    var from = Sounds.read(file, 30);
    var samples = new float[from.length];
    for (int i = 0; i < from.length; i++) samples[i] = from[i] / 32_768f;
    return samples;
  }
}
