package io.medtrust.rtc.stun;

import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Numbers of the protocol, and the two checksums. */
public final class Stun {
  /** Message types: method Binding, the four classes (RFC 8489 §5). */
  public static final int BINDING_REQUEST = 0x0001;

  public static final int BINDING_INDICATION = 0x0011;
  public static final int BINDING_SUCCESS = 0x0101;
  public static final int BINDING_ERROR = 0x0111;

  /** Attribute types (RFC 8489 §18.3, RFC 8445 §16.1). */
  public static final int MAPPED_ADDRESS = 0x0001;

  public static final int USERNAME = 0x0006;
  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int ERROR_CODE = 0x0009;
  public static final int UNKNOWN_ATTRIBUTES = 0x000A;
  public static final int REALM = 0x0014;
  public static final int NONCE = 0x0015;
  public static final int XOR_MAPPED_ADDRESS = 0x0020;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  public static final int SOFTWARE = 0x8022;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802A;

  static final int HEADER = 20;
  static final int COOKIE = 0x2112A442;
  static final int INTEGRITY_LENGTH = 20;
  static final int FINGERPRINT_XOR = 0x5354554E;

  private Stun() {}

  static int getShort(byte[] buf, int at) {
    return (buf[at] & 0xFF) << 8 | buf[at + 1] & 0xFF;
  }

  static int getInt(byte[] buf, int at) {
    return getShort(buf, at) << 16 | getShort(buf, at + 2);
  }

  static long getLong(byte[] buf, int at) {
    return (long) getInt(buf, at) << 32 | getInt(buf, at + 4) & 0xFFFF_FFFFL;
  }

  /**
   * HMAC-SHA1 over the first {@code length} bytes of a message, with the length field replaced as
   * RFC 8489 §14.5 says: up to the end of the MESSAGE-INTEGRITY attribute.
   */
  static byte[] integrity(byte[] buf, int off, int length, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      // An empty key is not allowed by the JDK; one zero byte is the same key to HMAC.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA1"));
      int claimed = length - HEADER + 4 + INTEGRITY_LENGTH;
      mac.update(buf, off, 2);
      mac.update((byte) (claimed >>> 8));
      mac.update((byte) claimed);
      mac.update(buf, off + 4, length - 4);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA1", e);
    }
  }

  /** CRC-32 of what stands before the FINGERPRINT attribute (RFC 8489 §14.7). */
  static int fingerprint(byte[] buf, int off, int length) {
    CRC32 crc = new CRC32();
    crc.update(buf, off, length);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }
}
