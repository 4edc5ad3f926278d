package io.medtrust.rtc.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes one STUN message (RFC 8489); integrity and fingerprint come last, in this order. */
public final class StunWriter {
  private final ByteBuffer out = ByteBuffer.allocate(StunMessage.MAX_LENGTH);

  /**
   * @param transactionId 12 bytes
   */
  public StunWriter(int type, byte[] transactionId) {
    if (transactionId.length != 12) {
      throw new IllegalArgumentException("a transaction id has 12 bytes");
    }
    out.putShort((short) type).putShort((short) 0).putInt(Stun.COOKIE).put(transactionId);
  }

  /** The answer that a binding request was good: it tells the peer its own address. */
  public static byte[] bindingSuccess(byte[] transactionId, InetSocketAddress peer, byte[] key) {
    return new StunWriter(Stun.BINDING_SUCCESS, transactionId)
        .xorMappedAddress(peer)
        .integrity(key)
        .fingerprint()
        .toBytes();
  }

  /**
   * The answer that a binding request was not good.
   *
   * @param key null before the peer proved that it knows the password (RFC 8489 §9.1.3)
   * @param unknown attributes for code 420, else none
   */
  public static byte[] bindingError(
      byte[] transactionId, int code, String reason, byte[] key, int... unknown) {
    StunWriter writer = new StunWriter(Stun.BINDING_ERROR, transactionId).error(code, reason);
    if (unknown.length > 0) {
      ByteBuffer list = ByteBuffer.allocate(2 * unknown.length);
      for (int attribute : unknown) {
        list.putShort((short) attribute);
      }
      writer.attribute(Stun.UNKNOWN_ATTRIBUTES, list.array());
    }
    if (key != null) {
      writer.integrity(key);
    }
    return writer.fingerprint().toBytes();
  }

  /** Any attribute; padded with zeros to a multiple of four. */
  public StunWriter attribute(int type, byte[] value) {
    out.putShort((short) type).putShort((short) value.length).put(value);
    while ((out.position() & 3) != 0) {
      out.put((byte) 0);
    }
    return this;
  }

  public StunWriter text(int type, String value) {
    return attribute(type, value.getBytes(StandardCharsets.UTF_8));
  }

  public StunWriter number(int type, int value) {
    return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  public StunWriter number(int type, long value) {
    return attribute(type, ByteBuffer.allocate(8).putLong(value).array());
  }

  /** RFC 8489 §14.2: port and address, exclusive-or cookie and transaction id. */
  public StunWriter xorMappedAddress(InetSocketAddress peer) {
    byte[] address = peer.getAddress().getAddress();
    for (int i = 0; i < address.length; i++) {
      address[i] ^= out.get(4 + i);
    }
    ByteBuffer value = ByteBuffer.allocate(4 + address.length);
    value.put((byte) 0).put((byte) (address.length == 4 ? 1 : 2));
    value.putShort((short) (peer.getPort() ^ Stun.COOKIE >>> 16)).put(address);
    return attribute(Stun.XOR_MAPPED_ADDRESS, value.array());
  }

  /**
   * @param code 300..699
   */
  public StunWriter error(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer value = ByteBuffer.allocate(4 + text.length);
    value.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100)).put(text);
    return attribute(Stun.ERROR_CODE, value.array());
  }

  /** Nothing but {@link #fingerprint} may follow. */
  public StunWriter integrity(byte[] key) {
    return attribute(Stun.MESSAGE_INTEGRITY, Stun.integrity(out.array(), 0, out.position(), key));
  }

  /** Nothing may follow. */
  public StunWriter fingerprint() {
    setLength(out.position() + 8);
    return number(Stun.FINGERPRINT, Stun.fingerprint(out.array(), 0, out.position()));
  }

  public byte[] toBytes() {
    setLength(out.position());
    byte[] message = new byte[out.position()];
    out.get(0, message);
    return message;
  }

  private void setLength(int total) {
    out.putShort(2, (short) (total - Stun.HEADER));
  }
}
