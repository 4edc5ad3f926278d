package io.medtrust.rtc.srtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever comes, the receiver answers with a number and accepts nothing that was changed. */
class SrtpMalformedInputTest {
  private static final int CASES = 20_000;

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void garbageIsRefused(SrtpProfile profile) {
    SrtpReceiver receiver = Packets.receiver(profile, 1);
    SrtpSender sender = Packets.sender(profile, 1);
    Random random = new Random(11);
    byte[] buf = new byte[1600];
    for (int i = 0; i < CASES; i++) {
      int length = random.nextInt(random.nextInt(20) == 0 ? 1500 : 120);
      random.nextBytes(buf);
      if (random.nextBoolean()) {
        buf[0] = (byte) (0x80 | buf[0] & 0x3F);
      }
      assertTrue(receiver.unprotectRtp(buf, 0, length) < 0);
      assertTrue(receiver.unprotectRtcp(buf, 0, length) < 0);
      // A sender is fed by the relay, which forwards what peers wrote into headers.
      sender.protectRtp(buf, 0, length);
      sender.protectRtcp(buf, 0, length);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aChangedOrCutPacketIsRefused(SrtpProfile profile) {
    SrtpSender sender = Packets.sender(profile, 2);
    SrtpReceiver receiver = Packets.receiver(profile, 2);
    Random random = new Random(12);
    for (int i = 0; i < CASES; i++) {
      boolean control = random.nextInt(4) == 0;
      byte[] good =
          control
              ? Packets.protectRtcp(sender, Packets.rtcp(random, 1))
              : Packets.protect(sender, Packets.randomRtp(random, 1, i));
      byte[] bad =
          random.nextBoolean()
              ? Arrays.copyOf(good, random.nextInt(good.length))
              : flipped(random, good);
      int result =
          control
              ? receiver.unprotectRtcp(bad, 0, bad.length)
              : receiver.unprotectRtp(bad, 0, bad.length);
      assertTrue(result < 0);
      int untouched =
          control
              ? receiver.unprotectRtcp(good, 0, good.length)
              : receiver.unprotectRtp(good, 0, good.length);
      assertTrue(untouched >= 8);
    }
  }

  private static byte[] flipped(Random random, byte[] good) {
    byte[] bad = good.clone();
    int bit = random.nextInt(8 * bad.length);
    bad[bit / 8] ^= (byte) (1 << bit % 8);
    return bad;
  }
}
