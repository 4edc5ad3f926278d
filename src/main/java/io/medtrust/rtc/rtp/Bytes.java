package io.medtrust.rtc.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian access to byte arrays, without objects. */
final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int u8(byte[] b, int at) {
    return b[at] & 0xff;
  }

  static int u16(byte[] b, int at) {
    return (short) SHORT.get(b, at) & 0xffff;
  }

  static long u32(byte[] b, int at) {
    return (int) INT.get(b, at) & 0xffffffffL;
  }

  static void put16(byte[] b, int at, int value) {
    SHORT.set(b, at, (short) value);
  }

  static void put24(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 16);
    SHORT.set(b, at + 1, (short) value);
  }

  static void put32(byte[] b, int at, long value) {
    INT.set(b, at, (int) value);
  }
}
