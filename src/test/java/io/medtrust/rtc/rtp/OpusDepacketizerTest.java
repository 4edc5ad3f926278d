package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.rtp.Packetizers.OpusPacketizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpusDepacketizerTest {
  private static final long MS = 1_000_000;
  private final RtpView view = new RtpView();
  private final List<AudioPacket> out = new ArrayList<>();
  private final OpusDepacketizer opus = new OpusDepacketizer(out::add, 80 * MS);

  private void give(byte[] packet, long ms) {
    assertTrue(view.parse(packet, 0, packet.length));
    opus.packet(view, ms * MS);
  }

  private static byte[] packet(int seq, long ts) {
    return Packetizers.rtp(3, 111, seq & 0xffff, ts, false, new byte[] {(byte) seq, 1});
  }

  @Test
  void packetsComeOutInOrderWithTheLossBetweenThem() {
    give(packet(65_534, 0), 0);
    give(packet(65_535, 960), 20);
    give(packet(1, 2880), 60);
    assertEquals(2, out.size(), "waits");
    give(packet(0, 1920), 65);
    assertEquals(4, out.size());
    assertEquals(0, out.stream().mapToInt(AudioPacket::lostBefore).sum());
    give(packet(5, 6720), 140);
    assertEquals(220 * MS, opus.nextNanos());
    opus.poll(220 * MS);
    assertEquals(3, out.getLast().lostBefore());
    assertEquals(3, opus.packetsLost());
    give(packet(3, 4800), 230);
    assertEquals(1, opus.packetsLate());
  }

  @Test
  void silenceThatWasNotSentIsNotLoss() {
    give(packet(1, 0), 0);
    give(packet(2, 48_000), 1000);
    assertEquals(0, out.getLast().lostBefore());
  }

  @Test
  void aLongLossIsToldAsFiftyPackets() {
    give(packet(1, 0), 0);
    give(packet(500, 480_000), 10_000);
    assertEquals(50, out.getLast().lostBefore());
    assertEquals(498, opus.packetsLost());
  }

  @Test
  void everyPacketIsEitherOutOrToldAsLost() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      out.clear();
      OpusDepacketizer d = new OpusDepacketizer(out::add, 80 * MS);
      OpusPacketizer p = new OpusPacketizer(3, 111, random.nextInt(65_536));
      List<byte[]> held = new ArrayList<>();
      int sent = 0;
      for (int i = 0; i < 500; i++, sent++) {
        byte[] packet = p.packetize(new byte[] {(byte) i, (byte) (i >> 8)}, i * 960L).getFirst();
        int fate = i == 0 || i == 499 ? 9 : random.nextInt(30);
        if (fate == 0) {
          continue;
        }
        if (fate == 1) {
          held.add(packet);
          continue;
        }
        view.parse(packet, 0, packet.length);
        d.packet(view, i * 20 * MS);
        if (random.nextInt(3) == 0) {
          for (byte[] late : held) {
            view.parse(late, 0, late.length);
            d.packet(view, i * 20 * MS);
          }
          held.clear();
        }
      }
      d.poll(Long.MAX_VALUE / 2);
      int accounted = 0;
      long before = -1;
      for (AudioPacket a : out) {
        accounted += 1 + a.lostBefore();
        assertTrue(a.rtpTimestamp() > before);
        before = a.rtpTimestamp();
        assertEquals(a.rtpTimestamp() / 960, accounted - 1, "seed " + seed);
      }
      assertEquals(sent, accounted);
    }
  }

  @Test
  void randomPacketsNeverThrow() {
    Random random = new Random(1);
    for (int i = 0; i < 60_000; i++) {
      byte[] b = new byte[12 + random.nextInt(60)];
      random.nextBytes(b);
      b[0] = (byte) 0x80;
      if (random.nextInt(50) > 0) {
        Bytes.put16(b, 2, i + random.nextInt(100));
        Bytes.put32(b, 8, 5);
      }
      if (view.parse(b, 0, b.length)) {
        opus.packet(view, i * MS);
      }
    }
    assertTrue(opus.packets() > 1000);
    assertEquals(opus.packets(), out.size());
  }
}
