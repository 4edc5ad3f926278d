package io.medtrust.sfu;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A map from 32-bit numbers (SSRCs) to objects that boxes nothing: open addressing, linear probing.
 * Not thread-safe.
 */
final class IntMap<V> {
  private int[] keys = new int[16];
  private Object[] values = new Object[16];
  private int size;

  @SuppressWarnings("unchecked")
  V get(int key) {
    int mask = keys.length - 1;
    for (int i = slot(key, mask); values[i] != null; i = (i + 1) & mask) {
      if (keys[i] == key) return (V) values[i];
    }
    return null;
  }

  void put(int key, V value) {
    if (size * 2 >= keys.length) grow();
    int mask = keys.length - 1;
    int i = slot(key, mask);
    while (values[i] != null && keys[i] != key) i = (i + 1) & mask;
    if (values[i] == null) size++;
    keys[i] = key;
    values[i] = value;
  }

  void remove(int key) {
    if (get(key) == null) return;
    // Removal is rare: putting the others back keeps probing free of tombstones.
    var oldKeys = keys;
    var oldValues = values;
    keys = new int[oldKeys.length];
    values = new Object[oldKeys.length];
    size = 0;
    refill(oldKeys, oldValues, key, true);
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  void forEach(Consumer<V> action) {
    for (var value : values) if (value != null) action.accept((V) value);
  }

  void clear() {
    Arrays.fill(values, null);
    size = 0;
  }

  private void grow() {
    var oldKeys = keys;
    var oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new Object[oldKeys.length * 2];
    size = 0;
    refill(oldKeys, oldValues, 0, false);
  }

  @SuppressWarnings("unchecked")
  private void refill(int[] oldKeys, Object[] oldValues, int without, boolean leaveOut) {
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null && !(leaveOut && oldKeys[i] == without)) {
        put(oldKeys[i], (V) oldValues[i]);
      }
    }
  }

  private static int slot(int key, int mask) {
    return (key * 0x9E3779B9 >>> 16) & mask;
  }
}
