package io.medtrust.rtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTest {
  /** Writes down what it is told. */
  private static final class Log implements RtcpReader.Handler {
    final List<String> said = new ArrayList<>();
    int statuses;

    private static String x(long v) {
      return Long.toHexString(v);
    }

    @Override
    public void onSenderReport(long ssrc, long ntp, long rtp, long packets, long octets) {
      said.add("sr %s %s %s %d %d".formatted(x(ssrc), x(ntp), x(rtp), packets, octets));
    }

    @Override
    public void onReceiverReport(
        long reporter,
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighest,
        long jitter,
        long lastSr,
        long delay) {
      said.add(
          "rb %s %s %d %d %s %d %s %s"
              .formatted(
                  x(reporter),
                  x(ssrc),
                  fractionLost,
                  cumulativeLost,
                  x(extendedHighest),
                  jitter,
                  x(lastSr),
                  x(delay)));
    }

    @Override
    public void onNack(long sender, long mediaSsrc, int pid, int blp) {
      said.add("nack %s %s %d %s".formatted(x(sender), x(mediaSsrc), pid, x(blp)));
    }

    @Override
    public void onPli(long sender, long mediaSsrc) {
      said.add("pli %s %s".formatted(x(sender), x(mediaSsrc)));
    }

    @Override
    public void onFir(long sender, long mediaSsrc, int number) {
      said.add("fir %s %s %d".formatted(x(sender), x(mediaSsrc), number));
    }

    @Override
    public void onRemb(long sender, long bitsPerSecond) {
      said.add("remb %s %d".formatted(x(sender), bitsPerSecond));
    }

    @Override
    public void onTransportFeedback(
        long sender, long mediaSsrc, int feedbackCount, int baseSequence, int statuses) {
      said.add(
          "twcc %s %s %d %d %d"
              .formatted(x(sender), x(mediaSsrc), feedbackCount, baseSequence, statuses));
    }

    @Override
    public void onTransportPacket(int sequence, boolean received, long arrivalMicros) {
      statuses++;
      if (received) {
        said.add(sequence + "@" + arrivalMicros);
      }
    }

    @Override
    public void onBye(long ssrc) {
      said.add("bye " + x(ssrc));
    }
  }

  private static List<String> read(byte[] b) {
    Log log = new Log();
    RtcpReader.read(b, 0, b.length, log);
    return log.said;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  @Test
  void reportsOfRfc3550AreRead() {
    assertEquals(
        List.of(
            "sr 11111111 b44db70520000000 80000000 10 4000",
            "rb 11111111 2 64 -2 10064 7 b7052000 54000"),
        read(
            hex(
                """
                81c8000c 11111111 b44db705 20000000 80000000 0000000a 00000fa0
                00000002 40fffffe 00010064 00000007 b7052000 00054000\
                """)));
    assertEquals(List.of(), read(hex("80c90001 00000001")), "no blocks");
  }

  @Test
  void feedbackOfRfc4585And5104IsRead() {
    assertEquals(
        List.of("nack 1 2 65535 8001", "nack 1 2 300 0"),
        read(hex("81cd0004 00000001 00000002 ffff8001 012c0000")));
    assertEquals(List.of("pli 1 2"), read(hex("81ce0002 00000001 00000002")));
    assertEquals(
        List.of("fir 1 9 5", "fir 1 a 6"),
        read(hex("84ce0006 00000001 00000000 00000009 05000000 0000000a 06000000")));
    assertEquals(List.of("bye 3", "bye 4"), read(hex("82cb0002 00000003 00000004")));
  }

  @Test
  void rembIsMantissaTimesTwoToTheExponent() {
    // 4,000,000 = 250,000 << 4
    assertEquals(
        List.of("remb 1 4000000"),
        read(hex("8fce0005 00000001 00000000 52454d42 01 13d090 00000002")));
    assertEquals(
        List.of("remb 1 " + Long.MAX_VALUE),
        read(hex("8fce0005 00000001 00000000 52454d42 01 ffffff 00000002")));
    assertEquals(
        List.of(), read(hex("8fce0005 00000001 00000000 52454d43 01 13d090 00000002")), "not REMB");
  }

  @Test
  void transportFeedbackChunksAreRead() {
    // Base 5, 20 packets: a run of 3 small; two-bit 7: large, none, small, 4 none; one-bit: 1st,
    // 10th.
    assertEquals(
        List.of(
            "twcc 1 2 7 5 20",
            "5@64000",
            "6@64250",
            "7@64750",
            "8@-185250",
            "10@-185000",
            "15@-184750",
            "24@-121000"),
        read(
            hex(
                """
                afcd0008 00000001 00000002 0005 0014 000001 07
                2003 e100 a010  00 01 02 fc18 01 01 ff  0002\
                """)));
  }

  @Test
  void reducedSizeAndUnknownPacketsAreWalked() {
    byte[] b = hex("81ce0002 00000001 00000002  80cc0001 00000001  80d00000  81cb0001 00000004");
    Log log = new Log();
    assertEquals(4, RtcpReader.read(b, 0, b.length, log));
    assertEquals(List.of("pli 1 2", "bye 4"), log.said);
  }

  @Test
  void malformedPacketsEndTheWalkWithoutHarm() {
    for (String bad :
        new String[] {
          "81c8000c 11111111 b44db705", // longer than the datagram
          "82c90001 00000001", // blocks that are not there
          "80c80001 00000001", // sender report without its fields
          "41ce0002 00000001 00000002", // version 1
          "a1ce0002 00000001 00000000", // padding 0
          "a1ce0002 00000001 000000ff", // padding beyond
          "81cd0002 00000001 00000002", // NACK without items
          "81ce0001 00000001",
          "82cb0001 00000003",
          "8fcd0004 00000001 00000002 00050003 00000107", // feedback without chunks
          "8fcd0005 00000001 00000002 00050003 00000107 00000000", // run of nothing
          "8fcd0005 00000001 00000002 0005ffff 00000107 3fff3fff", // too many statuses
          "00",
          ""
        }) {
      byte[] b = hex(bad);
      assertEquals(0, RtcpReader.read(b, 0, b.length, new Log()), bad);
    }
    assertEquals(0, RtcpReader.read(new byte[8], 4, 8, new Log()));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] buf = new byte[300];
    RtcpWriter w = new RtcpWriter().begin(buf, 20, 280);
    assertTrue(w.senderReport(0xfffffff1L, 0x123456789abcdef0L, 0xfffffff2L, 3, 4));
    assertTrue(w.reportBlock(5, 255, -1, 0xfffffff6L, 7, 8, 9));
    assertTrue(w.reportBlock(10, 0, 0x7fffff, 1, 2, 3, 4));
    assertTrue(w.cname(0xfffffff1L, "relay"));
    assertTrue(w.nack(1, 2, 100, 0x8000));
    assertTrue(w.nack(1, 2, 200, 1));
    assertTrue(w.nack(1, 3, 300, 0));
    assertTrue(w.pli(1, 2));
    assertTrue(w.fir(1, 2, 256 + 7));
    assertTrue(w.remb(1, 1_234_567, 2));
    assertTrue(w.bye(0xfffffff1L));
    byte[] b = Arrays.copyOfRange(buf, 20, 20 + w.length());
    assertEquals(
        List.of(
            "sr fffffff1 123456789abcdef0 fffffff2 3 4",
            "rb fffffff1 5 255 -1 fffffff6 7 8 9",
            "rb fffffff1 a 0 8388607 1 2 3 4",
            "nack 1 2 100 8000",
            "nack 1 2 200 1",
            "nack 1 3 300 0",
            "pli 1 2",
            "fir 1 2 7",
            "remb 1 1234560",
            "bye fffffff1"),
        read(b));
    assertEquals(8, RtcpReader.read(b, 0, b.length, new Log()));
  }

  @Test
  void aReceiverReportLooksAsRfc3550Says() {
    byte[] buf = new byte[100];
    RtcpWriter w = new RtcpWriter().begin(buf, 0, 100);
    w.receiverReport(1);
    w.reportBlock(2, 0x40, 5, 6, 7, 8, 9);
    w.cname(1, "ab");
    assertArrayEquals(
        hex(
            """
            81c90007 00000001 00000002 40000005 00000006 00000007 00000008 00000009
            81ca0003 00000001 01026162 00000000\
            """),
        Arrays.copyOf(buf, w.length()));
    w.begin(buf, 0, 100);
    w.cname(1, "abc"); // three characters and one zero end the word
    assertArrayEquals(hex("81ca0003 00000001 01036162 63000000"), Arrays.copyOf(buf, w.length()));
  }

  @Test
  void whatDoesNotFitIsNotWritten() {
    byte[] buf = new byte[40];
    RtcpWriter w = new RtcpWriter().begin(buf, 0, 36);
    assertTrue(w.receiverReport(1));
    assertTrue(w.reportBlock(2, 0, 0, 0, 0, 0, 0));
    assertEquals(32, w.length());
    assertFalse(w.reportBlock(2, 0, 0, 0, 0, 0, 0));
    assertFalse(w.nack(1, 2, 3, 4));
    assertFalse(w.pli(1, 2));
    assertEquals(32, w.length());
    assertFalse(w.begin(buf, 0, 40).reportBlock(2, 0, 0, 0, 0, 0, 0), "no report was begun");
    w.begin(new byte[2000], 0, 2000).receiverReport(1);
    for (int i = 0; i < 31; i++) {
      assertTrue(w.reportBlock(i, 0, 0, 0, 0, 0, 0));
    }
    assertFalse(w.reportBlock(31, 0, 0, 0, 0, 0, 0), "31 blocks at most");
  }

  @Test
  void randomPacketsNeverThrowAndTheWorkIsBounded() {
    Random random = new Random(9);
    byte[] types = {(byte) 200, (byte) 201, (byte) 202, (byte) 203, (byte) 205, (byte) 206};
    int walked = 0;
    for (int i = 0; i < 150_000; i++) {
      byte[] b = new byte[random.nextInt(200)];
      random.nextBytes(b);
      for (int at = 0; at + 4 <= b.length; ) {
        int words = random.nextInt(12);
        b[at] = (byte) (0x80 | b[at] & (random.nextInt(5) == 0 ? 0x3f : 0x1f));
        b[at] = random.nextInt(3) == 0 ? (byte) 0x8f : b[at];
        b[at + 1] = types[random.nextInt(types.length)];
        b[at + 2] = 0;
        b[at + 3] = (byte) words;
        at += (words + 1) * 4;
      }
      Log log = new Log();
      walked += RtcpReader.read(b, 0, b.length, log);
      assertTrue(log.statuses <= RtcpReader.MAX_STATUSES);
    }
    assertTrue(walked > 50_000, "walked " + walked);
  }
}
