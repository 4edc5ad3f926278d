package io.medtrust.analysis.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureStatisticsTest {
  private static Picture noise(Random random, int width, int height, int stride) {
    var y = new byte[stride * height];
    random.nextBytes(y);
    // Some of it flat, as walls are.
    for (int i = 0; i < y.length / 2; i++) y[i] = 90;
    var chroma = new byte[(stride + 1) / 2 * ((height + 1) / 2)];
    return new Picture(
        y, chroma, chroma, width, height, stride, (stride + 1) / 2, 0, 0, true, false);
  }

  private static double full(byte value) {
    return Math.clamp(((value & 255) - 16) * 255.0 / 219, 0, 255);
  }

  @Test
  void picturesOfAnySizeHaveTheStatisticsThatEachPixelGives() {
    var random = new Random(1);
    for (int n = 0; n < 60; n++) {
      int w = n < 10 ? 1 + n : n < 40 ? random.nextInt(1, 400) : random.nextInt(281, 321);
      int h = n < 10 ? 11 - n : random.nextInt(1, 300);
      // Blocks of eight pixels, of which four or eight are looked at at a time, and huge ones.
      if (n == 58) w = 5 * (h = 1280);
      if (n == 59) h = 8 * (w = 643);
      int stride = w + random.nextInt(9);
      var statistics = new PictureStatistics();
      var first = noise(random, w, h, stride);
      var second = noise(random, w, h, stride);
      assertTrue(Float.isNaN(statistics.of(first).difference()));
      var of = statistics.of(second);
      int block = Math.max(1, (Math.max(w, h) + 39) / 40);
      var sums = new double[of.gridWidth() * of.gridHeight()];
      var counts = new int[sums.length];
      var histogram = new double[16];
      double mean = 0;
      double squares = 0;
      double difference = 0;
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          byte value = second.y()[y * stride + x];
          double v = full(value);
          int row = Math.min(y / block, of.gridHeight() - 1);
          int cell = row * of.gridWidth() + Math.min(x / block, of.gridWidth() - 1);
          sums[cell] += v;
          counts[cell]++;
          histogram[(int) Math.min(15, (float) v / 16)] += 1.0 / w / h;
          mean += v / w / h;
          squares += v * v / w / h;
          if ((x & 1) == 0 && (y & 1) == 0) {
            difference += Math.abs((value & 255) - (first.y()[y * stride + x] & 255));
          }
        }
      }
      for (int i = 0; i < sums.length; i++) assertEquals(sums[i] / counts[i], of.grid()[i], 1e-3);
      for (int i = 0; i < 16; i++) assertEquals(histogram[i], of.histogram()[i], 1e-5);
      assertEquals(mean, of.mean(), 1e-3);
      assertEquals(Math.sqrt(squares - mean * mean), of.deviation(), 1e-2);
      double compared = (w + 1) / 2 * ((h + 1) / 2);
      assertEquals(difference * 255 / 219 / compared, of.difference(), 1e-3);
    }
  }
}
