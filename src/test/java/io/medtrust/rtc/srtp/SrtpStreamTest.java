package io.medtrust.rtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the two sides remember of a stream. */
class SrtpStreamTest {
  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aReplayedPacketIsRefused(SrtpProfile profile) {
    byte[] packet = Packets.protect(Packets.sender(profile, 1), Packets.rtp(5, 100, 50));
    SrtpReceiver receiver = Packets.receiver(profile, 1);

    assertEquals(62, receiver.unprotectRtp(packet.clone(), 0, packet.length));
    assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectRtp(packet.clone(), 0, packet.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aReplayedRtcpPacketIsRefused(SrtpProfile profile) {
    byte[] rtcp = Packets.rtcp(new Random(1), 5);
    byte[] packet = Packets.protectRtcp(Packets.sender(profile, 1), rtcp);
    SrtpReceiver receiver = Packets.receiver(profile, 1);

    assertEquals(rtcp.length, receiver.unprotectRtcp(packet.clone(), 0, packet.length));
    assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectRtcp(packet.clone(), 0, packet.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void shuffledPacketsAreEachAcceptedOnceAcrossTwoWraps(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 2);
    SrtpReceiver receiver = Packets.receiver(profile, 2);
    Random random = new Random(4);
    int sequence = 30_000;
    for (int burst = 0; burst < 400; burst++) {
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        packets.add(Packets.protect(sender, Packets.rtp(9, sequence + i, 30)));
      }
      // Most of the way is jumped over: a gap below 2^15 is still one stream.
      sequence += 20 + 400;
      Collections.shuffle(packets, random);
      for (byte[] packet : packets) {
        assertEquals(42, receiver.unprotectRtp(packet.clone(), 0, packet.length));
        assertEquals(
            SrtpReceiver.REPLAYED, receiver.unprotectRtp(packet.clone(), 0, packet.length));
      }
    }
    assertTrue(sequence > 2 * 65_536 + 30_000);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aPacketFromBeforeTheWrapIsStillReadAfterIt(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 3);
    SrtpReceiver receiver = Packets.receiver(profile, 3);
    byte[] first = Packets.protect(sender, Packets.rtp(1, 65_530, 10));
    byte[] late = Packets.protect(sender, Packets.rtp(1, 65_535, 10));
    byte[] wrapped = Packets.protect(sender, Packets.rtp(1, 2, 10));

    assertEquals(22, receiver.unprotectRtp(first, 0, first.length));
    assertEquals(22, receiver.unprotectRtp(wrapped, 0, wrapped.length));
    assertEquals(22, receiver.unprotectRtp(late, 0, late.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theSamePacketSentAgainIsTheSameBytesEvenAfterTheWrap(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 4);
    byte[] packet = Packets.rtp(1, 65_535, 40);
    byte[] first = Packets.protect(sender, packet);
    byte[] again = Packets.protect(sender, packet);
    Packets.protect(sender, Packets.rtp(1, 0, 40));
    byte[] afterTheWrap = Packets.protect(sender, packet);

    assertArrayEquals(first, again);
    assertArrayEquals(first, afterTheWrap);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void packetsFarBehindTheWindowAreRefused(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 5);
    SrtpReceiver receiver = Packets.receiver(profile, 5);
    byte[] early = Packets.protect(sender, Packets.rtp(1, 0, 10));
    byte[] edge = Packets.protect(sender, Packets.rtp(1, 1, 10));
    byte[] latest = Packets.protect(sender, Packets.rtp(1, ReplayWindows.WINDOW, 10));

    assertEquals(22, receiver.unprotectRtp(latest, 0, latest.length));
    assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectRtp(early, 0, early.length));
    assertEquals(22, receiver.unprotectRtp(edge, 0, edge.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void forgedPacketsMoveNoCounterAndTakeNoPlace(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 6);
    byte[][] keys = Packets.keys(profile, 6);
    SrtpReceiver receiver = new SrtpReceiver(profile, keys[0], keys[1], 2);
    byte[] first = Packets.protect(sender, Packets.rtp(1, 10, 10));
    assertEquals(22, receiver.unprotectRtp(first, 0, first.length));
    SrtpSender forger = Packets.sender(profile, 666);
    for (int i = 0; i < 100; i++) {
      byte[] ahead = Packets.protect(forger, Packets.rtp(1, 10 + 300 * i, 10));
      byte[] other = Packets.protect(forger, Packets.rtp(100 + i, 1, 10));
      assertTrue(receiver.unprotectRtp(ahead, 0, ahead.length) < 0);
      assertEquals(SrtpReceiver.AUTH_FAILED, receiver.unprotectRtp(other, 0, other.length));
    }

    byte[] next = Packets.protect(sender, Packets.rtp(1, 11, 10));
    byte[] second = Packets.protect(sender, Packets.rtp(2, 1, 10));
    byte[] third = Packets.protect(sender, Packets.rtp(3, 1, 10));
    assertEquals(22, receiver.unprotectRtp(next, 0, next.length));
    assertEquals(22, receiver.unprotectRtp(second, 0, second.length));
    assertEquals(SrtpReceiver.TOO_MANY_SSRCS, receiver.unprotectRtp(third, 0, third.length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void manySourcesEachKeepTheirOwnCounter(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 7);
    SrtpReceiver receiver = Packets.receiver(profile, 7);
    Random random = new Random(5);
    int[] sources = random.ints(200).distinct().toArray();
    for (int round = 0; round < 3; round++) {
      for (int ssrc : sources) {
        byte[] rtp = Packets.rtp(ssrc, 40_000 + 15_000 * round, 10);
        byte[] packet = Packets.protect(sender, rtp);
        int length = receiver.unprotectRtp(packet, 0, packet.length);
        assertArrayEquals(rtp, Arrays.copyOf(packet, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void packetsInTheMiddleOfABufferTouchNothingAround(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 8);
    SrtpReceiver receiver = Packets.receiver(profile, 8);
    byte[] rtp = Packets.rtp(1, 1, 100);
    byte[] buf = new byte[300];
    Arrays.fill(buf, (byte) 0x5A);
    System.arraycopy(rtp, 0, buf, 50, rtp.length);

    int length = sender.protectRtp(buf, 50, rtp.length);
    int back = receiver.unprotectRtp(buf, 50, length);

    assertArrayEquals(rtp, Arrays.copyOfRange(buf, 50, 50 + back));
    for (int i = 0; i < buf.length; i++) {
      if (i < 50 || i >= 50 + length) {
        assertEquals(0x5A, buf[i]);
      }
    }
  }

  @Test
  void theSequenceBeforeTheFirstOneHasNoIndex() {
    SrtpSender sender = Packets.sender(SrtpProfile.AEAD_AES_128_GCM, 9);
    byte[] buf = new byte[100];
    System.arraycopy(Packets.rtp(1, 5, 20), 0, buf, 0, 32);
    assertTrue(sender.protectRtp(buf, 0, 32) > 0);

    System.arraycopy(Packets.rtp(1, 65_530, 20), 0, buf, 0, 32);
    assertEquals(SrtpSender.INDEX_EXHAUSTED, sender.protectRtp(buf, 0, 32));
  }

  @Test
  void keysOfAWrongLengthAreABug() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[14]));
  }

  @Test
  void profilesAreFoundByTheirNumber() {
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.fromId(7));
    assertEquals(SrtpProfile.AES128_CM_HMAC_SHA1_80, SrtpProfile.fromId(1));
    assertEquals(null, SrtpProfile.fromId(8));
  }
}
