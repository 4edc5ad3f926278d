package io.medtrust.bench;

import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.gateway.anomaly.model.ModelFile;
import io.medtrust.gateway.anomaly.model.Request;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;

/**
 * What request anomaly detection costs: CPU time of the judging thread for each request, once with
 * a score for each (the worst case: every principal's requests are 200 ms apart) and once with one
 * busy principal. Prints two lines and the size of the model.
 */
public final class TrafficBench {
  private static final int WARM = 150_000;
  private static final int MEASURED = 100_000;

  private TrafficBench() {}

  public static void main(String[] args) {
    var random = new Random(1);
    var detector = new Detector(Detector.Tuning.DEFAULT, 1);
    long now = 1_700_000_000_000L;
    now = run(detector, random, now, WARM, 200, 500);
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    now = run(detector, random, now, MEASURED, 200, 500);
    print("scored every time, 200 principals", threads.getCurrentThreadCpuTime() - before);
    before = threads.getCurrentThreadCpuTime();
    run(detector, random, now, MEASURED, 1, 1);
    print("one principal, 1,000 requests a second", threads.getCurrentThreadCpuTime() - before);
    System.out.printf(Locale.ROOT, "model: %.1f MB%n", ModelFile.write(detector).length / 1e6);
  }

  private static long run(
      Detector detector, Random random, long from, int n, int principals, int gapMillis) {
    long now = from;
    for (int i = 0; i < n; i++) {
      now += gapMillis;
      int who = random.nextInt(principals);
      boolean write = random.nextInt(8) == 0;
      var request =
          new Request(
              "user:" + who,
              who % 3 == 0 ? "doctor" : who % 3 == 1 ? "nurse" : "patient",
              random.nextInt(12),
              random.nextInt(40),
              random.nextInt(40) == 0 ? 404 : 200,
              write ? 200 : 0,
              1000 + random.nextInt(20_000),
              who,
              who + 1,
              random.nextInt(900),
              write,
              false);
      detector.observe(request, now, now % 86_400_000);
    }
    return now;
  }

  private static void print(String what, long nanos) {
    System.out.printf(Locale.ROOT, "%s: %.1f µs per request%n", what, nanos / 1e3 / MEASURED);
  }
}
