package io.medtrust.rtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another implementation reads what we write and writes what we read. */
class SrtpOracleTest {
  private static final int PACKETS = 300;

  /** A few packets before the sequence number wraps. */
  private static final int START = 65_400;

  @BeforeAll
  static void withoutItsCipherBenchmark() {
    org.jitsi.srtp.crypto.Aes.setFactoryClassName("SunJCE");
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theOracleDecryptsOurRtpAcrossTheWrapOfSequenceNumbers(SrtpProfile profile) throws Exception {
    Random random = new Random(1);
    SrtpSender sender = Packets.sender(profile, 7);
    SrtpCryptoContext oracle = factory(false, profile, 7).deriveContext(0x1234, 0);
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = Packets.randomRtp(random, 0x1234, START + i);
      Buffer buffer = new Buffer(Packets.protect(sender, packet), 0);

      assertEquals(SrtpErrorStatus.OK, oracle.reverseTransformPacket(buffer, false));
      assertArrayEquals(packet, buffer.content());
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void weDecryptTheOraclesRtpAcrossTheWrapOfSequenceNumbers(SrtpProfile profile) throws Exception {
    Random random = new Random(2);
    SrtpReceiver receiver = Packets.receiver(profile, 8);
    SrtpCryptoContext oracle = factory(true, profile, 8).deriveContext(0x1234, 0);
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = Packets.randomRtp(random, 0x1234, START + i);
      Buffer buffer = new Buffer(packet, SrtpSender.MAX_OVERHEAD);
      assertEquals(SrtpErrorStatus.OK, oracle.transformPacket(buffer));
      byte[] received = buffer.content();

      int length = receiver.unprotectRtp(received, 0, received.length);

      assertArrayEquals(packet, Arrays.copyOf(received, length));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void bothReadTheOthersRtcp(SrtpProfile profile) throws Exception {
    Random random = new Random(3);
    SrtpSender sender = Packets.sender(profile, 9);
    SrtpReceiver receiver = Packets.receiver(profile, 9);
    SrtcpCryptoContext reading = factory(false, profile, 9).deriveControlContext(0x77);
    SrtcpCryptoContext writing = factory(true, profile, 9).deriveControlContext(0x77);
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = Packets.rtcp(random, 0x77);
      Buffer ours = new Buffer(Packets.protectRtcp(sender, packet), 0);
      assertEquals(SrtpErrorStatus.OK, reading.reverseTransformPacket(ours));
      assertArrayEquals(packet, ours.content());

      Buffer theirs = new Buffer(packet, SrtpSender.MAX_OVERHEAD);
      assertEquals(SrtpErrorStatus.OK, writing.transformPacket(theirs));
      byte[] received = theirs.content();
      int length = receiver.unprotectRtcp(received, 0, received.length);
      assertArrayEquals(packet, Arrays.copyOf(received, length));
    }
  }

  private static SrtpContextFactory factory(boolean sender, SrtpProfile profile, long seed) {
    byte[][] keys = Packets.keys(profile, seed);
    return new SrtpContextFactory(
        sender, keys[0], keys[1], policy(profile), policy(profile), new LoggerImpl("oracle"));
  }

  private static SrtpPolicy policy(SrtpProfile profile) {
    return switch (profile) {
      case AEAD_AES_128_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
      case AES128_CM_HMAC_SHA1_80 ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
    };
  }

  /** The oracle's view of a packet. */
  private static final class Buffer implements ByteArrayBuffer {
    private byte[] bytes;
    private int offset;
    private int length;

    Buffer(byte[] packet, int room) {
      bytes = Arrays.copyOf(packet, packet.length + room);
      length = packet.length;
    }

    byte[] content() {
      return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int newLength) {
      length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
      offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int off, int len, byte[] target) {
      System.arraycopy(bytes, offset + off, target, 0, len);
    }

    @Override
    public void grow(int howMuch) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, offset + length + howMuch));
    }

    @Override
    public void append(byte[] data, int len) {
      grow(len);
      System.arraycopy(data, 0, bytes, offset + length, len);
      length += len;
    }

    @Override
    public void shrink(int len) {
      length -= len;
    }
  }
}
