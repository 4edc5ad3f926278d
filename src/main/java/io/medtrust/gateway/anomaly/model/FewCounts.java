package io.medtrust.gateway.anomaly.model;

/**
 * Counts of at most {@code room} different things within the last half to whole window; those for
 * which there is no room are counted together.
 */
final class FewCounts {
  private final int room;
  private final long halfMillis;
  private final int[] keys;
  private final int[] now;
  private final int[] before;
  private int used;
  private long half = Long.MIN_VALUE;

  FewCounts(int room, long windowMillis) {
    this.room = room;
    this.halfMillis = windowMillis / 2;
    keys = new int[room + 1];
    now = new int[room + 1];
    before = new int[room + 1];
  }

  void advance(long nowMillis) {
    long current = Math.floorDiv(nowMillis, halfMillis);
    if (current <= half) return;
    boolean next = half != Long.MIN_VALUE && current == half + 1;
    int kept = 0;
    for (int i = 0; i < used; i++) {
      int last = next ? now[i] : 0;
      if (last == 0) continue;
      keys[kept] = keys[i];
      before[kept] = last;
      now[kept++] = 0;
    }
    used = kept;
    before[room] = next ? now[room] : 0;
    now[room] = 0;
    half = current;
  }

  void add(int key) {
    for (int i = 0; i < used; i++) {
      if (keys[i] == key) {
        now[i]++;
        return;
      }
    }
    if (used == room) {
      now[room]++;
      return;
    }
    keys[used] = key;
    now[used] = 1;
    before[used++] = 0;
  }

  int distinct() {
    return used + (now[room] + before[room] > 0 ? 1 : 0);
  }

  /** Shannon entropy of the shares, bits. */
  double entropy() {
    double n = now[room] + before[room];
    for (int i = 0; i < used; i++) n += now[i] + before[i];
    if (n == 0) return 0;
    double sum = 0;
    for (int i = 0; i < used; i++) sum += term((now[i] + before[i]) / n);
    return sum + term((now[room] + before[room]) / n);
  }

  private static double term(double p) {
    return p <= 0 ? 0 : -p * Feature.log2(p);
  }
}
