package io.medtrust.rtc.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Makes packets and keys for the tests of this package. */
final class Packets {
  private Packets() {}

  /** Key, then salt, from a seed. */
  static byte[][] keys(SrtpProfile profile, long seed) {
    Random random = new Random(seed);
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    return new byte[][] {key, salt};
  }

  static SrtpSender sender(SrtpProfile profile, long seed) {
    byte[][] keys = keys(profile, seed);
    return new SrtpSender(profile, keys[0], keys[1]);
  }

  static SrtpReceiver receiver(SrtpProfile profile, long seed) {
    byte[][] keys = keys(profile, seed);
    return new SrtpReceiver(profile, keys[0], keys[1]);
  }

  /** An RTP packet with a payload that depends on its number. */
  static byte[] rtp(int ssrc, int sequence, int payload) {
    ByteBuffer packet = ByteBuffer.allocate(12 + payload);
    packet.put((byte) 0x80).put((byte) 96).putShort((short) sequence);
    packet.putInt(sequence * 3000).putInt(ssrc);
    byte[] body = new byte[payload];
    new Random(31L * ssrc + sequence).nextBytes(body);
    return packet.put(body).array();
  }

  /** With contributing sources and a header extension, as chance wants it. */
  static byte[] randomRtp(Random random, int ssrc, int sequence) {
    int sources = random.nextInt(3);
    boolean extended = random.nextBoolean();
    int words = extended ? random.nextInt(4) : 0;
    int payload = random.nextInt(1100);
    int header = 12 + 4 * sources + (extended ? 4 + 4 * words : 0);
    byte[] packet = new byte[header + payload];
    random.nextBytes(packet);
    packet[0] = (byte) (0x80 | (extended ? 0x10 : 0) | sources);
    ByteBuffer.wrap(packet).putShort(2, (short) sequence).putInt(8, ssrc);
    if (extended) {
      ByteBuffer.wrap(packet)
          .putShort(12 + 4 * sources, (short) 0xBEDE)
          .putShort(14 + 4 * sources, (short) words);
    }
    return packet;
  }

  static byte[] rtcp(Random random, int ssrc) {
    byte[] packet = new byte[8 + 4 * random.nextInt(30)];
    random.nextBytes(packet);
    packet[0] = (byte) 0x80;
    packet[1] = (byte) 200;
    ByteBuffer.wrap(packet).putShort(2, (short) (packet.length / 4 - 1)).putInt(4, ssrc);
    return packet;
  }

  static byte[] protect(SrtpSender sender, byte[] packet) {
    byte[] buf = Arrays.copyOf(packet, packet.length + SrtpSender.MAX_OVERHEAD);
    return Arrays.copyOf(buf, sender.protectRtp(buf, 0, packet.length));
  }

  static byte[] protectRtcp(SrtpSender sender, byte[] packet) {
    byte[] buf = Arrays.copyOf(packet, packet.length + SrtpSender.MAX_OVERHEAD);
    return Arrays.copyOf(buf, sender.protectRtcp(buf, 0, packet.length));
  }
}
