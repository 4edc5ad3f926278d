package io.medtrust.rtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The parser returns null or a message, and never throws. */
class StunMalformedInputTest {
  private static final byte[] KEY = "a password of some length".getBytes(StandardCharsets.US_ASCII);
  private static final int CASES = 20_000;

  @Test
  void garbageIsNoMessage() {
    Random random = new Random(1);
    byte[] buf = new byte[2000];
    for (int i = 0; i < CASES; i++) {
      int length = random.nextInt(300);
      random.nextBytes(buf);
      assertNull(StunMessage.parse(buf, 0, length));
    }
  }

  @Test
  void garbageBehindARightHeaderIsReadWithinItsBounds() {
    Random random = new Random(2);
    int[] types = {0x0001, 0x0006, 0x0008, 0x0009, 0x000A, 0x0020, 0x0024, 0x0025, 0x8028, 0x802A};
    for (int i = 0; i < CASES; i++) {
      int length = 20 + 4 * random.nextInt(60);
      // The buffer ends where the message ends: reading past it would throw.
      byte[] buf = new byte[length];
      random.nextBytes(buf);
      ByteBuffer header = ByteBuffer.wrap(buf);
      header.putShort((short) 0x0001).putShort((short) (length - 20)).putInt(Stun.COOKIE);
      int at = 20;
      while (at + 4 <= length) {
        int value = random.nextInt(random.nextInt(10) == 0 ? 65_536 : 24);
        header.putShort(at, (short) types[random.nextInt(types.length)]);
        header.putShort(at + 2, (short) value);
        at += 4 + (value + 3 & ~3);
      }
      StunMessage message = StunMessage.parse(buf, 0, length);
      if (message != null) {
        assertFalse(message.verifyIntegrity(KEY));
      }
    }
  }

  @Test
  void noChangedOrCutMessageIsAuthentic() {
    Random random = new Random(3);
    for (int i = 0; i < CASES; i++) {
      byte[] id = new byte[12];
      random.nextBytes(id);
      byte[] good =
          new StunWriter(Stun.BINDING_REQUEST, id)
              .text(Stun.USERNAME, "local:remote")
              .number(Stun.PRIORITY, random.nextInt())
              .number(Stun.ICE_CONTROLLING, random.nextLong())
              .integrity(KEY)
              .toBytes();
      byte[] bad = good.clone();
      int bit = random.nextInt(8 * bad.length);
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      StunMessage changed = StunMessage.parse(bad, 0, bad.length);
      if (changed != null) {
        assertFalse(changed.verifyIntegrity(KEY), "bit " + bit);
      }
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      assertNull(StunMessage.parse(cut, 0, cut.length));
    }
  }

  @Test
  void moreThanThirtyTwoAttributesAreRefused() {
    StunWriter writer = new StunWriter(Stun.BINDING_REQUEST, new byte[12]);
    for (int i = 0; i < 33; i++) {
      writer.attribute(0x7F00 + i, new byte[0]);
    }
    byte[] message = writer.toBytes();
    assertNull(StunMessage.parse(message, 0, message.length));
  }

  @Test
  void atMostEightUnknownAttributesAreNamed() {
    StunWriter writer = new StunWriter(Stun.BINDING_REQUEST, new byte[12]);
    for (int i = 0; i < 20; i++) {
      writer.attribute(0x7F00 + i, new byte[0]);
    }
    byte[] message = writer.toBytes();
    assertEquals(8, StunMessage.parse(message, 0, message.length).unknownRequired().length);
  }
}
