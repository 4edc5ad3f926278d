package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpViewTest {
  private final RtpView view = new RtpView();

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private boolean parse(String text) {
    byte[] b = hex(text);
    return view.parse(b, 0, b.length);
  }

  @Test
  void readsTheFixedHeader() {
    assertTrue(parse("80 e0 fffe 80000001 deadbeef 0102"));
    assertEquals(0xdeadbeefL, view.ssrc());
    assertEquals(96, view.payloadType());
    assertTrue(view.marker());
    assertEquals(65534, view.sequenceNumber());
    assertEquals(0x80000001L, view.timestamp());
    assertEquals(12, view.payloadOffset());
    assertEquals(2, view.payloadLength());
    assertEquals(-1, view.extensionOffset(1));
  }

  @Test
  void findsThePacketInTheMiddleOfABuffer() {
    byte[] b = hex("ffff 90 60 0001 00000002 00000003 bede0001 10 aa 0000 55 ffff");
    assertTrue(view.parse(b, 2, b.length - 4));
    assertEquals(2 + 20, view.payloadOffset());
    assertEquals(1, view.payloadLength());
    assertEquals(2 + 17, view.extensionOffset(1));
    assertEquals(0xaa, b[view.extensionOffset(1)] & 0xff);
  }

  @Test
  void readsOneByteExtensionsOfRfc8285() {
    // ids 1 (1 byte), 2 (3 bytes), a padding octet, 4 ("v1"), then padding
    assertTrue(
        parse("90 60 0001 00000002 00000003  bede0003 10aa 22112233 00 4176 31 0000  01020304"));
    assertEquals(1, view.extensionLength(1));
    assertEquals(3, view.extensionLength(2));
    assertEquals("v1", view.extensionText(4));
    assertEquals(0x1122, view.extensionU16(2));
    assertEquals(-1, view.extensionLength(3));
    assertEquals(4, view.payloadLength());
  }

  @Test
  void id15EndsOneByteExtensions() {
    assertTrue(parse("90 60 0001 00000002 00000003  bede0002 10aa f0bb 30cc 0000"));
    assertEquals(1, view.extensionLength(1));
    assertEquals(-1, view.extensionLength(3));
  }

  @Test
  void readsTwoByteExtensionsOfRfc8285() {
    // id 200 with 2 bytes, padding, id 5 with nothing, id 15 with 1
    assertTrue(parse("90 60 0001 00000002 00000003  10000003 c8021234 00 0500 0f01 aa 0000"));
    assertEquals(0x1234, view.extensionU16(200));
    assertEquals(0, view.extensionLength(5));
    assertEquals(1, view.extensionLength(15));
  }

  @Test
  void anElementBeyondTheBlockIsNotRead() {
    assertTrue(parse("90 60 0001 00000002 00000003  bede0001 10aa 2fbb  01"));
    assertEquals(1, view.extensionLength(1));
    assertEquals(-1, view.extensionOffset(2));
    assertTrue(parse("90 60 0001 00000002 00000003  10000001 0101aa 02  01"));
    assertEquals(-1, view.extensionOffset(2));
  }

  @Test
  void unknownExtensionProfilesAreSteppedOver() {
    assertTrue(parse("90 60 0001 00000002 00000003  abcd0001 11223344  0102"));
    assertEquals(2, view.payloadLength());
    assertEquals(-1, view.extensionOffset(1));
  }

  @Test
  void paddingIsNotPayload() {
    assertTrue(parse("a0 60 0001 00000002 00000003 aabb 000003"));
    assertEquals(2, view.payloadLength());
    assertTrue(parse("a0 60 0001 00000002 00000003 000003"));
    assertEquals(0, view.payloadLength());
  }

  @Test
  void contributingSourcesAreSteppedOver() {
    assertTrue(parse("82 60 0001 00000002 00000003 00000004 00000005 aa"));
    assertEquals(2, view.csrcCount());
    assertEquals(20, view.payloadOffset());
  }

  @Test
  void whatIsNotRtpIsRefused() {
    assertFalse(parse("80 60 0001 00000002 000000"), "short");
    assertFalse(parse("40 60 0001 00000002 00000003"), "version 1");
    assertFalse(parse("83 60 0001 00000002 00000003 00000004"), "sources beyond the end");
    assertFalse(parse("90 60 0001 00000002 00000003 bede"), "no extension head");
    assertFalse(parse("90 60 0001 00000002 00000003 bede0002 00000000"), "extension beyond");
    assertFalse(parse("a0 60 0001 00000002 00000003"), "padding of nothing");
    assertFalse(parse("a0 60 0001 00000002 00000003 aa00"), "padding 0");
    assertFalse(parse("a0 60 0001 00000002 00000003 aa03"), "padding beyond the header");
    assertFalse(view.parse(new byte[20], 10, 20), "beyond the buffer");
  }

  @Test
  void rtcpIsToldFromRtp() {
    assertTrue(RtpView.isRtcp(hex("80c8000000000000"), 0, 8));
    assertFalse(RtpView.isRtcp(hex("80e0000000000000"), 0, 8));
    assertFalse(RtpView.isRtcp(hex("8060000000000000"), 0, 8));
    assertFalse(RtpView.isRtcp(hex("80c80000"), 0, 4));
  }

  /** Whatever comes, everything that the view shows lies inside the packet. */
  @Test
  void randomPacketsNeverThrowNorPointOutside() {
    Random random = new Random(7);
    int valid = 0;
    for (int i = 0; i < 100_000; i++) {
      int length = random.nextInt(80);
      byte[] b = new byte[length + 10];
      random.nextBytes(b);
      if (length > 0 && random.nextInt(10) > 0) {
        b[5] = (byte) (0x80 | b[5] & 0x31);
      }
      if (random.nextBoolean()) {
        int at = 5 + 12 + ((b[5] & 0x0f) << 2);
        if (at + 4 <= b.length) {
          Bytes.put16(b, at, random.nextBoolean() ? 0xbede : 0x1000);
          Bytes.put16(b, at + 2, random.nextInt(10));
        }
      }
      if (!view.parse(b, 5, length)) {
        continue;
      }
      valid++;
      assertTrue(view.payloadOffset() >= 17 && view.payloadLength() >= 0);
      assertTrue(view.payloadOffset() + view.payloadLength() <= 5 + length);
      for (int id = 0; id < 256; id++) {
        int at = view.extensionOffset(id);
        assertEquals(at < 0, view.extensionLength(id) < 0);
        assertTrue(at < 0 || at + view.extensionLength(id) <= view.payloadOffset());
      }
    }
    assertTrue(valid > 10_000, "only " + valid + " were valid");
  }
}
