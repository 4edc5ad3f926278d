package io.medtrust.lab.person;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.lab.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Writes voices as WAV files and prints what the detectors of sound say: {@code Listen FOLDER
 * SEED...}.
 */
final class Listen {
  public static void main(String[] args) throws Exception {
    for (int k = 1; k < args.length; k++) {
      var voice = new SyntheticVoice(Long.parseLong(args[k]), 16_000, 0.8);
      long t0 = System.nanoTime();
      var x = voice.samples(0, 30 * 16_000);
      double ms = (System.nanoTime() - t0) / 1e6;
      double squares = 0;
      double peak = 0;
      for (float v : x) {
        squares += v * v;
        peak = Math.max(peak, Math.abs(v));
      }
      System.out.printf(
          "voice %s: %.1f ms for 30 s, rms %.3f peak %.3f%n",
          args[k], ms, Math.sqrt(squares / x.length), peak);
      var bytes = new byte[2 * x.length];
      for (int i = 0; i < x.length; i++) {
        int v = Math.clamp((int) (x[i] * 32767), -32768, 32767);
        bytes[2 * i] = (byte) v;
        bytes[2 * i + 1] = (byte) (v >> 8);
      }
      AudioSystem.write(
          new AudioInputStream(
              new ByteArrayInputStream(bytes),
              new AudioFormat(16000, 16, 1, true, false),
              x.length),
          AudioFileFormat.Type.WAVE,
          new File(args[0] + "/voice" + args[k] + ".wav"));
      try (var pipeline = new Pipeline(Map.of(), List.of("voice"))) {
        for (int i = 0; i < 59; i++) {
          pipeline.hear(
              new VoiceWindow(
                  java.util.Arrays.copyOfRange(x, i * 8000, i * 8000 + 16000),
                  new boolean[50],
                  i * 500_000L));
        }
        System.out.println(pipeline.codes("voice") + " " + pipeline.said.get("voice").getLast());
      }
    }
  }
}
