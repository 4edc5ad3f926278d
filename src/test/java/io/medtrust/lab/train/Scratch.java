package io.medtrust.lab.train;

import io.medtrust.analysis.detect.speech.*;
import java.nio.file.*;
import java.util.*;

public class Scratch {
  static double share(float[] s, String how) {
    try (var v = VoiceActivity.of(Map.of("speech.activity", how))) {
      int yes = 0, all = 0;
      for (var w : OpusChannel.windows(s, 5_000_000)) {
        v.hear(w);
        for (long t = v.knownUntil() - 480_000; t < v.knownUntil(); t += 10_000) {
          all++;
          if (v.speech(t)) yes++;
        }
      }
      return yes / (double) all;
    }
  }

  public static void main(String[] a) throws Exception {
    var m = Path.of("../shared/media/speech");
    for (var d : List.of("human", "synthetic", "noise-rir", "replay"))
      try (var fs = Files.list(m.resolve(d))) {
        var list = fs.sorted().toList();
        double s = 0, e = 0;
        int n = 0;
        double secs = 0;
        for (int i = 0; i < list.size(); i += list.size() / 8) {
          var x = OpusChannel.pass(SoundFile.read(list.get(i), 48000), 16000);
          secs += x.length / 16000.;
          s += share(x, "model");
          e += share(x, "energy");
          n++;
        }
        System.out.printf("%s %d silero %.2f energy %.2f  secs %.1f%n", d, n, s / n, e / n, secs);
      }
    var mx = java.lang.management.ManagementFactory.getThreadMXBean();
    var x =
        OpusChannel.pass(SoundFile.read(m.resolve("human/ls-1688-142285-0000.flac"), 48000), 16000);
    for (int k = 0; k < 4; k++) {
      long t = mx.getCurrentThreadCpuTime();
      share(x, "model");
      System.out.printf(
          "silero cpu ms per s %.2f%n",
          (mx.getCurrentThreadCpuTime() - t) / 1e6 / (x.length / 16000.) * 1);
    }
    for (int k = 0; k < 4; k++) {
      long t = mx.getCurrentThreadCpuTime();
      share(x, "energy");
      System.out.printf(
          "energy cpu ms per s %.2f%n",
          (mx.getCurrentThreadCpuTime() - t) / 1e6 / (x.length / 16000.) * 1);
    }
    var c =
        Class.forName("io.medtrust.analysis.detect.voice.VoiceTest")
            .getDeclaredMethod("voice", double.class, double.class, double.class);
    c.setAccessible(true);
    var v = (float[]) c.invoke(null, 12., 140., 4.);
    System.out.println("synthetic tone voice " + share(v, "model") + " " + share(v, "energy"));
  }
}
