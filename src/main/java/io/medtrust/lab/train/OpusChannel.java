package io.medtrust.lab.train;

import static org.lwjgl.util.opus.Opus.OPUS_APPLICATION_VOIP;
import static org.lwjgl.util.opus.Opus.OPUS_SET_BITRATE;
import static org.lwjgl.util.opus.Opus.opus_encode_float;
import static org.lwjgl.util.opus.Opus.opus_encoder_create;
import static org.lwjgl.util.opus.Opus.opus_encoder_ctl;
import static org.lwjgl.util.opus.Opus.opus_encoder_destroy;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.VoiceWindower;
import io.medtrust.analysis.media.OpusDecoder;
import io.medtrust.analysis.media.Sound;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.MemoryUtil;

/**
 * What a call does to sound: Opus as a browser sends it (48 kHz mono, 20 ms, voice), decoded by the
 * product's decoder.
 */
final class OpusChannel {
  /** Sample rate of what goes in. */
  static final int RATE = 48_000;

  private static final int FRAME = 960;

  private OpusChannel() {}

  /**
   * Sends sound through Opus.
   *
   * @param sound at 48 kHz; the last unfinished 20 ms are left out
   * @param bitRate bit/s
   * @return 16 kHz
   */
  static float[] pass(float[] sound, int bitRate) {
    var out = new float[sound.length / FRAME * (Sound.RATE / 50)];
    var position = new int[1];
    run(
        sound,
        bitRate,
        decoded -> {
          System.arraycopy(decoded.samples(), 0, out, position[0], decoded.length());
          position[0] += decoded.length();
        });
    return out;
  }

  /** Cuts 16 kHz sound into the windows that detectors get, from a time on. */
  static List<VoiceWindow> windows(float[] sound, long startMicros) {
    var windows = new ArrayList<VoiceWindow>();
    var windower = new VoiceWindower(windows::add);
    windower.add(new Sound(sound, sound.length, startMicros, false));
    return windows;
  }

  private static void run(float[] sound, int bitRate, java.util.function.Consumer<Sound> sink) {
    var error = MemoryUtil.memAllocInt(1);
    long encoder = opus_encoder_create(RATE, 1, OPUS_APPLICATION_VOIP, error);
    MemoryUtil.memFree(error);
    if (encoder == 0) throw new IllegalStateException("libopus gives no encoder");
    FloatBuffer input = MemoryUtil.memAllocFloat(FRAME);
    ByteBuffer output = MemoryUtil.memAlloc(4000);
    try (var decoder = new OpusDecoder()) {
      opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitRate));
      for (int at = 0; at + FRAME <= sound.length; at += FRAME) {
        input.clear().put(sound, at, FRAME).flip();
        output.clear();
        int length = opus_encode_float(encoder, input, FRAME, output);
        if (length <= 0) throw new IllegalStateException("libopus did not encode: " + length);
        var packet = new byte[length];
        output.get(0, packet);
        decoder.decode(packet, at * 1_000_000L / RATE, 0, sink);
      }
    } finally {
      opus_encoder_destroy(encoder);
      MemoryUtil.memFree(input);
      MemoryUtil.memFree(output);
    }
  }
}
