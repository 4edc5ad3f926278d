package io.medtrust.lab.person;

import java.lang.management.ManagementFactory;

/** Prints what a picture costs, in processor time of the one thread: {@code DrawBench}. */
final class DrawBench {
  static double cpuMillis() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
  }

  public static void main(String[] args) {
    double t0 = cpuMillis();
    var person = new SyntheticPerson(4, PersonSettings.USUAL);
    System.out.printf("making the first person: %.0f ms%n", cpuMillis() - t0);
    t0 = cpuMillis();
    person = new SyntheticPerson(5, PersonSettings.USUAL);
    System.out.printf("making another: %.0f ms%n", cpuMillis() - t0);
    var voice = new SyntheticVoice(5, 16_000, 0.8);
    var scene = Scene.usual().withMouth(voice.mouth());
    for (int[] size : new int[][] {{640, 480}, {1280, 720}}) {
      var out = new I420(size[0], size[1]);
      int n = 300;
      for (int i = 0; i < n + 200; i++) {
        if (i == 200) t0 = cpuMillis();
        person.render(i / 30.0, scene, out);
      }
      System.out.printf("%d x %d: %.2f ms a picture%n", size[0], size[1], (cpuMillis() - t0) / n);
    }
    int seconds = 400;
    for (int i = 0; i < 2 * seconds; i++) {
      if (i == seconds) t0 = cpuMillis();
      voice.samples(i * 16_000L, 16_000);
    }
    double ms = (cpuMillis() - t0) / seconds;
    System.out.printf("voice: %.3f ms a second at 16 kHz (%.0f times real time)%n", ms, 1000 / ms);

    var seen = new PersonObservations(6, PersonSettings.USUAL, Scene.usual(), 0, 0.6);
    double[] spent = new double[2];
    for (int second = 0; second < 600; second++) {
      if (second == 200) spent = new double[2];
      t0 = cpuMillis();
      for (int i = 0; i < 30; i++) seen.observe(30L * second + i);
      double t1 = cpuMillis();
      seen.hear(2L * second);
      seen.hear(2L * second + 1);
      spent[0] += t1 - t0;
      spent[1] += cpuMillis() - t1;
    }
    System.out.printf(
        "observations: %.3f ms a second, windows %.3f ms (%.0f times real time)%n",
        spent[0] / 400, spent[1] / 400, 400_000 / (spent[0] + spent[1]));
  }
}
