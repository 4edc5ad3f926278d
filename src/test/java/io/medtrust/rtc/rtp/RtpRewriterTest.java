package io.medtrust.rtc.rtp;

import static io.medtrust.rtc.rtp.RtpViewTest.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpRewriterTest {
  private static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  /** Audio level 1, send time 2, transport sequence 3, mid 4 "0", rid 10 "h"; marker; 3 bytes. */
  private static final String SOURCE =
      """
      90 e0 1234 00000064 11111111
      bede 0004  10 7f  22 010203  31 0042  40 30  a0 68  000000
      aabbcc\
      """;

  private final RtpView view = new RtpView();

  private RtpView view(byte[] packet) {
    assertTrue(view.parse(packet, 0, packet.length));
    return view;
  }

  private static Rewrite plan() {
    return new Rewrite(0x22222222L)
        .payloadType(96, 100)
        .rtxSsrc(0x33333333L)
        .rtxPayloadType(100, 101)
        .extensions(
            Map.of(
                AUDIO_LEVEL,
                1,
                Rewrite.ABS_SEND_TIME,
                2,
                Rewrite.TRANSPORT_CC,
                3,
                Rewrite.MID,
                4,
                Rewrite.RID,
                10),
            Map.of(AUDIO_LEVEL, 6, Rewrite.RID, 11),
            null)
        .mid(9, "video7")
        .absSendTime(5)
        .transportSequence(7);
  }

  private byte[] rewritten(String source, Rewrite plan) {
    byte[] dst = new byte[400];
    int n =
        RtpRewriter.copyRewritten(
            view(hex(source)), dst, 10, plan, 0xfffe, 0xffffffffL, 0xabcd, 0x445566);
    assertTrue(n > 0);
    return Arrays.copyOfRange(dst, 10, 10 + n);
  }

  @Test
  void aPacketIsWrittenAsTheSubscriberNegotiated() {
    assertArrayEquals(
        hex(
            """
            90 e4 fffe ffffffff 22222222
            bede 0004  95 766964656f37  52 445566  71 abcd  60 7f
            aabbcc\
            """),
        rewritten(SOURCE, plan()));
  }

  @Test
  void withoutExtensionsThereIsNoExtensionBlock() {
    assertArrayEquals(
        hex("80 e4 fffe ffffffff 22222222 aabbcc"),
        rewritten(SOURCE, new Rewrite(0x22222222L).payloadType(96, 100)));
  }

  @Test
  void aPacketWithoutExtensionsGetsTheSubscribersOwn() {
    assertArrayEquals(
        hex("90 64 fffe ffffffff 22222222 bede 0001 40 31 0000 aabb"),
        rewritten(
            "80 60 0001 00000002 00000003 aabb",
            new Rewrite(0x22222222L).payloadType(96, 100).mid(4, "1")));
  }

  @Test
  void paddingIsNotCopiedAndSourcesAre() {
    assertArrayEquals(
        hex("81 64 fffe ffffffff 22222222 00000009 aabb"),
        rewritten(
            "a1 60 0001 00000002 00000003 00000009 aabb 0002",
            new Rewrite(0x22222222L).payloadType(96, 100)));
  }

  @Test
  void idsAbove14AreWrittenInTheTwoByteForm() {
    assertArrayEquals(
        hex("90 64 fffe ffffffff 22222222 1000 0002 14 01 31 0301 7f 0000 aa"),
        rewritten(
            "90 60 0001 00000002 00000003 bede0001 10 7f 0000 aa",
            new Rewrite(0x22222222L).payloadType(96, 100).extension(1, 3).mid(20, "1")));
  }

  @Test
  void payloadTypesThatWereNotNegotiatedAreNotForwarded() {
    byte[] dst = new byte[400];
    assertEquals(
        -1,
        RtpRewriter.copyRewritten(
            view(hex(SOURCE)), dst, 0, new Rewrite(1).payloadType(97, 100), 1, 1, 1, 1));
    assertEquals(
        -1,
        RtpRewriter.copyRewritten(view(hex(SOURCE)), new byte[64], 0, plan(), 1, 1, 1, 1),
        "no room");
  }

  @Test
  void aRetransmissionCarriesTheOriginalNumberOnItsOwnStream() {
    byte[] dst = new byte[400];
    Rewrite plan =
        new Rewrite(0x22222222L).payloadType(96, 100).rtxSsrc(0x33333333L).rtxPayloadType(100, 101);
    assertTrue(plan.canRetransmit(96));
    int n = RtpRewriter.copyRetransmission(view(hex(SOURCE)), dst, 0, plan, 7, 0xfffe, 5, 0, 0);
    assertArrayEquals(hex("80 e5 0007 00000005 33333333 fffe aabbcc"), Arrays.copyOf(dst, n));
    RtpView rtx = new RtpView();
    assertTrue(rtx.parse(dst, 0, n));
    assertEquals(0xfffe, Rtx.originalSequence(rtx));
    byte[] back = new byte[100];
    int m = Rtx.unwrap(rtx, 0x22222222L, 100, back, 3);
    assertArrayEquals(
        hex("80 e4 fffe 00000005 22222222 aabbcc"), Arrays.copyOfRange(back, 3, 3 + m));
  }

  @Test
  void paddingProbesOnTheRetransmissionStreamAreNoMedia() {
    for (String probe :
        new String[] {
          "80 61 0001 00000002 00000003",
          "80 61 0001 00000002 00000003 1234",
          "a0 61 0001 00000002 00000003 1234 00000004"
        }) {
      byte[] b = hex(probe);
      assertTrue(view.parse(b, 0, b.length));
      assertTrue(Rtx.isPadding(view));
      assertEquals(-1, Rtx.originalSequence(view));
      assertEquals(-1, Rtx.unwrap(view, 1, 96, new byte[100], 0));
    }
  }

  @Test
  void sendTimeIsSixBitsOfSecondsAndEighteenOfFraction() {
    assertEquals(0, RtpRewriter.absSendTime(0));
    assertEquals(1 << 18, RtpRewriter.absSendTime(1_000_000_000L));
    assertEquals(1 << 17, RtpRewriter.absSendTime(64_500_000_000L));
    int a = RtpRewriter.absSendTime(-500_000_000L);
    int b = RtpRewriter.absSendTime(-250_000_000L);
    assertEquals(1 << 16, b - a & 0xffffff, "negative clocks go forward too");
  }

  /** A rewritten packet parses again and holds the same payload, whatever the source is. */
  @Test
  void whateverParsesIsRewrittenIntoAValidPacket() {
    Random random = new Random(11);
    Rewrite oneByte = new Rewrite(5).mid(4, "audio").transportSequence(3).absSendTime(2);
    Rewrite twoByte = new Rewrite(5).mid(40, "a").transportSequence(3);
    for (int pt = 0; pt < 128; pt++) {
      oneByte.payloadType(pt, 127 - pt);
      twoByte.payloadType(pt, pt);
    }
    for (int id = 1; id < 15; id++) {
      oneByte.extension(id, id);
      twoByte.extension(id, id + 100);
    }
    RtpView out = new RtpView();
    byte[] dst = new byte[600];
    int valid = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] b = new byte[random.nextInt(200)];
      random.nextBytes(b);
      if (b.length > 20) {
        b[0] = (byte) (0x90 | b[0] & 0x20);
        Bytes.put16(b, 12, random.nextBoolean() ? 0xbede : 0x1000);
        Bytes.put16(b, 14, random.nextInt(12));
      }
      if (!view.parse(b, 0, b.length)) {
        continue;
      }
      valid++;
      Rewrite plan = random.nextBoolean() ? oneByte : twoByte;
      int n = RtpRewriter.copyRewritten(view, dst, 0, plan, 9, 10, 0x1234, 0);
      assertTrue(n > 0 && n <= b.length + RtpRewriter.GROWTH);
      assertTrue(out.parse(dst, 0, n));
      assertEquals(5, out.ssrc());
      assertEquals(0x1234, out.extensionU16(3));
      assertEquals(plan == oneByte ? "audio" : "a", out.extensionText(plan == oneByte ? 4 : 40));
      assertTrue(
          Arrays.equals(
              b,
              view.payloadOffset(),
              view.payloadOffset() + view.payloadLength(),
              dst,
              out.payloadOffset(),
              out.payloadOffset() + out.payloadLength()));
    }
    assertTrue(valid > 10_000);
  }

  @Test
  void readingAndRewritingAllocatesNothing() {
    byte[] source = hex(SOURCE);
    byte[] dst = new byte[400];
    Rewrite plan = plan();
    SequenceRewriter numbers = new SequenceRewriter(90_000, 1, 1);
    long bytes = 0;
    for (int round = 0; round < 3; round++) {
      long before = allocated();
      for (int i = 0; i < 50_000; i++) {
        Bytes.put16(source, 2, i);
        view.parse(source, 0, source.length);
        numbers.map(view.ssrc(), view.sequenceNumber(), view.timestamp(), i * 1_000_000L);
        RtpRewriter.copyRewritten(
            view, dst, 0, plan, numbers.sequence(), numbers.timestamp(), i, i);
      }
      bytes = allocated() - before;
    }
    assertTrue(bytes < 50_000, bytes + " bytes for 50,000 packets");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
