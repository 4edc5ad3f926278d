package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.Knowledge.Fingerprint;
import io.medtrust.analysis.detect.Output;
import java.util.List;

/**
 * Gathers signatures until a stretch is full and makes a fingerprint of it, when enough happened in
 * it. Not thread-safe.
 */
final class Keepsake {
  private final String kind;
  private final String form;
  private final int size;
  private final byte[] ticks;
  private int count;
  private int informative;

  /**
   * @param length ticks of a fingerprint
   */
  Keepsake(String kind, String form, int size, int length) {
    this.kind = kind;
    this.form = form;
    this.size = size;
    ticks = new byte[size * length];
  }

  /**
   * Takes a signature.
   *
   * @param informative whether enough happens to know it again
   */
  void add(byte[] signature, boolean informative, long micros, List<Output> out) {
    System.arraycopy(signature, 0, ticks, count * size, size);
    count++;
    if (informative) this.informative++;
    if (count * size < ticks.length) return;
    // Half of it: what cannot be known again need not be remembered.
    if (this.informative * 2 >= count) {
      var data = Signatures.pack(size, ticks, count);
      out.add(new Output.FingerprintSample(new Fingerprint(kind, form, data, micros)));
    }
    clear();
  }

  void clear() {
    count = 0;
    informative = 0;
  }
}
