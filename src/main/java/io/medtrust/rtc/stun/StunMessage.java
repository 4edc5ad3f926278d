package io.medtrust.rtc.stun;

import static io.medtrust.rtc.stun.Stun.HEADER;
import static io.medtrust.rtc.stun.Stun.getInt;
import static io.medtrust.rtc.stun.Stun.getLong;
import static io.medtrust.rtc.stun.Stun.getShort;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A STUN message that was received (RFC 8489). Only attributes that ICE and its tests need are
 * kept.
 *
 * <p>It reads from the caller's buffer, which must not change while the message is in use.
 */
public final class StunMessage {
  /** Longest message that is read, bytes; what ICE sends is below 200. */
  public static final int MAX_LENGTH = 1500;

  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_UNKNOWN = 8;

  /** RFC 8489 §14.3: a user name has at most 509 bytes. */
  private static final int MAX_USERNAME = 509;

  private final byte[] buf;
  private final int off;
  private final int type;

  private String username;
  private int integrityAt = -1;
  private boolean hasFingerprint;
  private boolean useCandidate;
  private boolean controlling;
  private boolean controlled;
  private long tieBreaker;
  private long priority = -1;
  private int errorCode;
  private InetSocketAddress mappedAddress;
  private int[] unknownRequired = {};

  private StunMessage(byte[] buf, int off) {
    this.buf = buf;
    this.off = off;
    this.type = getShort(buf, off);
  }

  /**
   * Reads a message that fills {@code len} bytes exactly.
   *
   * @return null when this is no STUN message: wrong cookie or length, an attribute that does not
   *     fit, a FINGERPRINT that is wrong or not the last attribute
   */
  public static StunMessage parse(byte[] buf, int off, int len) {
    if (len < HEADER
        || len > MAX_LENGTH
        || (len & 3) != 0
        || (buf[off] & 0xC0) != 0
        || getInt(buf, off + 4) != Stun.COOKIE
        || getShort(buf, off + 2) != len - HEADER) {
      return null;
    }
    StunMessage message = new StunMessage(buf, off);
    return message.readAttributes(off + len) ? message : null;
  }

  private boolean readAttributes(int end) {
    int at = off + HEADER;
    for (int count = 0; at < end; count++) {
      if (count == MAX_ATTRIBUTES || end - at < 4 || hasFingerprint) {
        return false;
      }
      int attribute = getShort(buf, at);
      int length = getShort(buf, at + 2);
      int value = at + 4;
      int next = value + (length + 3 & ~3);
      if (next > end) {
        return false;
      }
      if (attribute == Stun.FINGERPRINT) {
        if (length != 4 || getInt(buf, value) != Stun.fingerprint(buf, off, at - off)) {
          return false;
        }
        hasFingerprint = true;
      } else if (integrityAt < 0 && !readAttribute(attribute, at, value, length)) {
        // RFC 8489 §14.5: what follows MESSAGE-INTEGRITY is not protected and is ignored.
        return false;
      }
      at = next;
    }
    return true;
  }

  private boolean readAttribute(int attribute, int at, int value, int length) {
    switch (attribute) {
      case Stun.USERNAME -> {
        username = text(value, length);
        return username != null;
      }
      case Stun.MESSAGE_INTEGRITY -> {
        integrityAt = at;
        return length == Stun.INTEGRITY_LENGTH;
      }
      case Stun.USE_CANDIDATE -> {
        useCandidate = true;
        return length == 0;
      }
      case Stun.PRIORITY -> {
        if (length != 4) {
          return false;
        }
        priority = getInt(buf, value) & 0xFFFF_FFFFL;
      }
      case Stun.ICE_CONTROLLING, Stun.ICE_CONTROLLED -> {
        if (length != 8) {
          return false;
        }
        controlling |= attribute == Stun.ICE_CONTROLLING;
        controlled |= attribute == Stun.ICE_CONTROLLED;
        tieBreaker = getLong(buf, value);
      }
      case Stun.ERROR_CODE -> {
        if (length < 4) {
          return false;
        }
        errorCode = (buf[value + 2] & 7) * 100 + (buf[value + 3] & 0xFF);
      }
      case Stun.XOR_MAPPED_ADDRESS -> {
        mappedAddress = xorAddress(value, length);
        return mappedAddress != null;
      }
      default -> noteUnknown(attribute);
    }
    return true;
  }

  private void noteUnknown(int attribute) {
    boolean required = attribute < 0x8000;
    boolean known =
        attribute == Stun.MAPPED_ADDRESS
            || attribute == Stun.UNKNOWN_ATTRIBUTES
            || attribute == Stun.REALM
            || attribute == Stun.NONCE;
    if (required && !known && unknownRequired.length < MAX_UNKNOWN) {
      unknownRequired = Arrays.copyOf(unknownRequired, unknownRequired.length + 1);
      unknownRequired[unknownRequired.length - 1] = attribute;
    }
  }

  private String text(int value, int length) {
    if (length > MAX_USERNAME) {
      return null;
    }
    try {
      CharBuffer chars =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, value, length));
      return chars.toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private InetSocketAddress xorAddress(int value, int length) {
    boolean v4 = length == 8 && buf[value + 1] == 1;
    boolean v6 = length == 20 && buf[value + 1] == 2;
    if (!v4 && !v6) {
      return null;
    }
    byte[] address = Arrays.copyOfRange(buf, value + 4, value + length);
    for (int i = 0; i < address.length; i++) {
      address[i] ^= buf[off + 4 + i];
    }
    try {
      int port = getShort(buf, value + 2) ^ Stun.COOKIE >>> 16;
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes was refused", e);
    }
  }

  /** Class and method, for example {@link Stun#BINDING_REQUEST}. */
  public int type() {
    return type;
  }

  public boolean isBindingRequest() {
    return type == Stun.BINDING_REQUEST;
  }

  /** A copy of the 12 bytes. */
  public byte[] transactionId() {
    return Arrays.copyOfRange(buf, off + 8, off + HEADER);
  }

  /** USERNAME, or null. */
  public String username() {
    return username;
  }

  /** A wrong fingerprint makes a message invalid: when there is one, it is right. */
  public boolean hasFingerprint() {
    return hasFingerprint;
  }

  public boolean hasIntegrity() {
    return integrityAt >= 0;
  }

  /** The controlling agent chose this path (RFC 8445 §7.1.2). */
  public boolean useCandidate() {
    return useCandidate;
  }

  public boolean controlling() {
    return controlling;
  }

  public boolean controlled() {
    return controlled;
  }

  /** Of ICE-CONTROLLING or ICE-CONTROLLED; 0 without these. */
  public long tieBreaker() {
    return tieBreaker;
  }

  /** PRIORITY, 0..2^32-1, or -1. */
  public long priority() {
    return priority;
  }

  /** 300..699 by the protocol, 0 without ERROR-CODE. */
  public int errorCode() {
    return errorCode;
  }

  /** XOR-MAPPED-ADDRESS, or null. */
  public InetSocketAddress mappedAddress() {
    return mappedAddress;
  }

  /** Attributes that a receiver must understand and that we do not; at most 8. */
  public int[] unknownRequired() {
    return unknownRequired.clone();
  }

  /**
   * Whether MESSAGE-INTEGRITY is there and was made with this key; compared in constant time.
   *
   * @param key for ICE the UTF-8 bytes of the password
   */
  public boolean verifyIntegrity(byte[] key) {
    if (integrityAt < 0) {
      return false;
    }
    byte[] expected = Stun.integrity(buf, off, integrityAt - off, key);
    byte[] actual =
        Arrays.copyOfRange(buf, integrityAt + 4, integrityAt + 4 + Stun.INTEGRITY_LENGTH);
    return MessageDigest.isEqual(expected, actual);
  }
}
