package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.Knowledge.Fingerprint;
import java.util.Arrays;
import java.util.List;

/**
 * Series of signatures as bytes to be remembered: one byte with the step, then 4 bits for each
 * component, first component of a pair in the low bits, two's complement, in order of ticks. Four
 * bits cost some hundredths of similarity and half of the space.
 */
final class Signatures {
  private Signatures() {}

  /**
   * @param size components of a signature, even
   * @param ticks signatures one after the other
   */
  static byte[] pack(int size, byte[] ticks, int count) {
    long sum = 0;
    for (int i = 0; i < size * count; i++) sum += ticks[i] * ticks[i];
    // Seven steps reach to 3 deviations.
    double deviation = Math.sqrt((double) sum / (size * count));
    int step = Math.clamp(Math.round(deviation * 3 / 7), 1, 127);
    var packed = new byte[1 + size * count / 2];
    packed[0] = (byte) step;
    for (int i = 0; i < size * count; i += 2) {
      int low = Math.clamp(Math.round(ticks[i] / (float) step), -7, 7) & 15;
      int high = Math.clamp(Math.round(ticks[i + 1] / (float) step), -7, 7) & 15;
      packed[1 + i / 2] = (byte) (low | high << 4);
    }
    return packed;
  }

  /**
   * Remembers what earlier calls left, the newest first to be kept.
   *
   * @param form of the fingerprints that are meant; others are left out, as are those whose length
   *     makes no sense
   * @param most ticks in all
   */
  static void unpack(List<Fingerprint> from, String form, int size, int most, SequenceSearch into) {
    var meant =
        from.stream()
            .filter(f -> f.form().equals(form) && f.data().length > 1)
            .filter(f -> (f.data().length - 1) * 2 % size == 0)
            .sorted((a, b) -> Long.compare(b.mediaTimeMicros(), a.mediaTimeMicros()))
            .toList();
    int ticks = 0;
    int taken = 0;
    while (taken < meant.size()) {
      ticks += (meant.get(taken).data().length - 1) * 2 / size;
      if (ticks > most) break;
      taken++;
    }
    var signature = new byte[size];
    for (int n = taken - 1; n >= 0; n--) {
      var data = meant.get(n).data();
      int step = data[0] & 127;
      for (int at = 1; at < data.length; at += size / 2) {
        for (int k = 0; k < size / 2; k++) {
          int both = data[at + k];
          signature[2 * k] = clamp(step * (both << 28 >> 28));
          signature[2 * k + 1] = clamp(step * (both >> 4));
        }
        into.remember(signature);
      }
    }
    Arrays.fill(signature, (byte) 0);
  }

  private static byte clamp(int value) {
    return (byte) Math.clamp(value, -127, 127);
  }
}
