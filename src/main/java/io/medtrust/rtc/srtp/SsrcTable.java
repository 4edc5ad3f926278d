package io.medtrust.rtc.srtp;

import java.util.Arrays;

/**
 * Numbers synchronisation sources 0, 1, 2 … by open addressing over primitives: looking one up
 * makes no garbage. Sources are never removed: forgetting one would forget its packet index, and
 * with it the protection against replay and against using a nonce twice.
 */
final class SsrcTable {
  private final int limit;
  private int[] keys = new int[16];
  private int[] slots = new int[16];
  private int size;

  /**
   * @param limit how many sources may be added
   */
  SsrcTable(int limit) {
    this.limit = limit;
    Arrays.fill(slots, -1);
  }

  int size() {
    return size;
  }

  /**
   * @return the number of this source, or -1 when it was not added
   */
  int find(int ssrc) {
    return slots[position(ssrc)];
  }

  /**
   * Adds a source that is not in the table.
   *
   * @return its number, or -1 when the table is full
   */
  int add(int ssrc) {
    if (size >= limit) {
      return -1;
    }
    if (2 * size >= keys.length) {
      grow();
    }
    int at = position(ssrc);
    keys[at] = ssrc;
    slots[at] = size;
    return size++;
  }

  private int position(int ssrc) {
    int mask = keys.length - 1;
    // Sources are chosen by peers; a multiplier spreads runs of neighbouring numbers.
    int at = (ssrc * 0x9E3779B9 >>> 16) & mask;
    while (slots[at] >= 0 && keys[at] != ssrc) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldSlots = slots;
    keys = new int[2 * oldKeys.length];
    slots = new int[keys.length];
    Arrays.fill(slots, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldSlots[i] >= 0) {
        int at = position(oldKeys[i]);
        keys[at] = oldKeys[i];
        slots[at] = oldSlots[i];
      }
    }
  }
}
