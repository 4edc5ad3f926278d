package io.medtrust.analysis.detect.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StillMeterTopTest {
  @Test
  void the_mean_of_the_largest_is_that_of_sorting() {
    var random = new Random(1);
    for (int size : new int[] {1, 2, 3, 60, 108, 1200}) {
      for (double share : new double[] {0.01, 0.05, 1}) {
        var values = new float[size];
        for (int i = 0; i < size; i++) values[i] = random.nextInt(40) / 4f;
        var sorted = values.clone();
        Arrays.sort(sorted);
        int n = Math.min(size, Math.max(3, (int) Math.ceil(size * share)));
        double sum = 0;
        for (int i = size - n; i < size; i++) sum += sorted[i];
        assertEquals(sum / n, StillMeter.top(values, share), 1e-9, size + " " + share);
      }
    }
  }
}
