package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.rtp.Packetizers.H264Packetizer;
import io.medtrust.rtc.rtp.Packetizers.Packetizer;
import io.medtrust.rtc.rtp.Packetizers.Vp8Packetizer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameAssemblerTest {
  private static final long MS = 1_000_000;
  private static final long HOLD = 300 * MS;
  private static final byte[] SPS_640X480 =
      HexFormat.of().parseHex("6742c01ed900a03db0110000030001000003003c0f162e48");

  /** The ways that frames are sent. */
  enum Stream {
    VP8_LONG_ID,
    VP8_SHORT_ID,
    VP8_WITHOUT_ID,
    H264;

    Packetizer packetizer(int maxPayload, int firstSequence) {
      return switch (this) {
        case VP8_LONG_ID -> new Vp8Packetizer(7, 96, maxPayload, firstSequence, 15);
        case VP8_SHORT_ID -> new Vp8Packetizer(7, 96, maxPayload, firstSequence, 7);
        case VP8_WITHOUT_ID -> new Vp8Packetizer(7, 96, maxPayload, firstSequence, 0);
        case H264 -> new H264Packetizer(7, 102, maxPayload, firstSequence);
      };
    }

    FrameAssembler assembler(Consumer<EncodedFrame> frames) {
      return this == H264 ? new H264Depacketizer(frames, HOLD) : new Vp8Depacketizer(frames, HOLD);
    }

    byte[] frame(boolean key, int size, Random random) {
      return this == H264 ? h264(key, size, random) : vp8(key, size, random);
    }
  }

  private static byte[] vp8(boolean key, int size, Random random) {
    byte[] b = new byte[Math.max(size, 10)];
    random.nextBytes(b);
    b[0] = (byte) (key ? b[0] & 0xfe : b[0] | 1);
    if (key) {
      System.arraycopy(HexFormat.of().parseHex("9d012a8002e001"), 0, b, 3, 7);
    }
    return b;
  }

  private static byte[] h264(boolean key, int size, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (key) {
      nal(out, SPS_640X480);
      nal(out, new byte[] {0x68, (byte) 0xce, 0x3c, (byte) 0x80});
    }
    for (int slices = 1 + random.nextInt(2), i = 0; i < slices; i++) {
      byte[] slice = new byte[Math.max(4, size / slices)];
      for (int j = 0; j < slice.length; j++) {
        slice[j] = (byte) (1 + random.nextInt(255));
      }
      slice[0] = (byte) (key ? 0x65 : 0x41);
      slice[1] = (byte) (i == 0 ? 0x9a : 0x4a);
      nal(out, slice);
    }
    return out.toByteArray();
  }

  private static void nal(ByteArrayOutputStream out, byte[] nal) {
    out.writeBytes(new byte[] {0, 0, 0, 1});
    out.writeBytes(nal);
  }

  private final RtpView view = new RtpView();
  private final List<EncodedFrame> out = new ArrayList<>();

  private void give(FrameAssembler a, byte[] packet, long nowNanos) {
    assertTrue(view.parse(packet, 0, packet.length));
    a.packet(view, nowNanos);
  }

  private void giveAll(FrameAssembler a, List<byte[]> packets, long nowNanos) {
    packets.forEach(p -> give(a, p, nowNanos));
  }

  @ParameterizedTest
  @EnumSource
  void framesComeOutAsTheyWentIn(Stream stream) {
    Random random = new Random(1);
    Packetizer p = stream.packetizer(200, 65_530);
    FrameAssembler a = stream.assembler(out::add);
    assertTrue(a.keyFrameNeeded());
    for (int i = 0; i < 50; i++) {
      byte[] frame = stream.frame(i % 20 == 0, 1 + random.nextInt(3000), random);
      List<byte[]> packets = p.packetize(frame, i * 3000L);
      giveAll(a, packets, i * MS);
      EncodedFrame f = out.getLast();
      assertEquals(i + 1, out.size(), "at once with the marker");
      assertArrayEquals(frame, f.data());
      assertEquals(i * 3000L, f.rtpTimestamp());
      assertEquals(i % 20 == 0, f.keyFrame());
      assertEquals(packets.size(), f.packets());
      assertEquals(640, f.width());
      assertEquals(480, f.height());
      assertFalse(f.damaged() || a.keyFrameNeeded());
    }
    assertEquals(50, a.frames());
    assertEquals(0, a.framesDropped() + a.packetsLost() + a.packetsLate());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsEmittedBeforeTheFirstKeyFrame(Stream stream) {
    Random random = new Random(2);
    Packetizer p = stream.packetizer(200, 1);
    FrameAssembler a = stream.assembler(out::add);
    // Joined in the middle of a frame.
    List<byte[]> first = p.packetize(stream.frame(false, 900, random), 0);
    giveAll(a, first.subList(2, first.size()), 0);
    giveAll(a, p.packetize(stream.frame(false, 900, random), 3000), 0);
    assertTrue(out.isEmpty() && a.keyFrameNeeded());
    giveAll(a, p.packetize(stream.frame(true, 900, random), 6000), 0);
    giveAll(a, p.packetize(stream.frame(false, 900, random), 9000), 0);
    assertEquals(2, out.size());
    assertFalse(out.getLast().damaged());
    a.skipToKeyFrame();
    assertTrue(a.keyFrameNeeded());
    giveAll(a, p.packetize(stream.frame(false, 900, random), 12_000), 0);
    giveAll(a, p.packetize(stream.frame(true, 900, random), 15_000), 0);
    assertEquals(3, out.size());
    assertFalse(a.keyFrameNeeded());
  }

  @ParameterizedTest
  @EnumSource
  void aMissingPacketIsWaitedForAndThenLost(Stream stream) {
    Random random = new Random(3);
    Packetizer p = stream.packetizer(200, 1);
    FrameAssembler a = stream.assembler(out::add);
    giveAll(a, p.packetize(stream.frame(true, 900, random), 0), 0);
    List<byte[]> second = p.packetize(stream.frame(false, 900, random), 3000);
    byte[] missing = second.remove(2);
    giveAll(a, second, 33 * MS);
    giveAll(a, p.packetize(stream.frame(false, 900, random), 6000), 66 * MS);
    assertEquals(1, out.size());
    assertEquals(33 * MS + HOLD, a.nextNanos());
    a.poll(a.nextNanos() - 1);
    assertEquals(1, out.size());
    assertFalse(a.keyFrameNeeded());
    a.poll(a.nextNanos());
    assertEquals(2, out.size());
    assertTrue(out.getLast().damaged() && a.keyFrameNeeded());
    assertEquals(6000, out.getLast().rtpTimestamp());
    assertEquals(Long.MAX_VALUE, a.nextNanos());
    give(a, missing, 400 * MS);
    assertEquals(1, a.packetsLate());
    giveAll(a, p.packetize(stream.frame(true, 900, random), 9000), 433 * MS);
    assertFalse(out.getLast().damaged() || a.keyFrameNeeded());
  }

  private record Delivery(long at, int order, byte[] packet) {}

  private record Expected(long timestamp, boolean key, boolean damaged, byte[] data) {}

  /**
   * Random loss, recovery, reordering, repetition and padding: what comes out is exactly what a
   * model says that knows the fate of each packet.
   */
  @ParameterizedTest
  @EnumSource
  void damageIsMarkedExactly(Stream stream) {
    int damagedSeen = 0;
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      double loss = seed % 3 == 0 ? 0 : 0.02;
      Packetizer p = stream.packetizer(300, 65_536 - random.nextInt(300));
      List<Delivery> channel = new ArrayList<>();
      List<Expected> expected = new ArrayList<>();
      boolean damaged = false;
      int lostForGood = 0;
      for (int i = 0; i < 120; i++) {
        long sent = i * 10 * MS;
        long timestamp = 0xffff0000L + i * 900L & 0xffffffffL;
        boolean safe = i == 0 || i == 119;
        if (!safe && random.nextInt(6) == 0) {
          byte[] padding = p.padding(timestamp - 900 & 0xffffffffL, 20);
          if (!deliver(channel, padding, sent, random, loss, false)) {
            lostForGood++;
            damaged |= stream == Stream.H264 || stream == Stream.VP8_WITHOUT_ID;
          }
        }
        boolean key = safe || random.nextInt(25) == 0;
        byte[] frame = stream.frame(key, 1 + random.nextInt(1500), random);
        boolean whole = true;
        for (byte[] packet : p.packetize(frame, timestamp)) {
          boolean arrives = deliver(channel, packet, sent, random, loss, safe);
          lostForGood += arrives ? 0 : 1;
          whole &= arrives;
        }
        damaged = !whole || damaged && !key;
        if (whole) {
          expected.add(new Expected(timestamp, key, damaged, frame));
          damagedSeen += damaged ? 1 : 0;
        }
      }
      channel.sort(Comparator.comparingLong(Delivery::at).thenComparingInt(Delivery::order));
      out.clear();
      FrameAssembler a = stream.assembler(out::add);
      for (Delivery d : channel) {
        give(a, d.packet, d.at);
      }
      a.poll(3600_000 * MS);
      String what = stream + " seed " + seed;
      assertEquals(expected.size(), out.size(), what);
      for (int i = 0; i < expected.size(); i++) {
        Expected e = expected.get(i);
        EncodedFrame f = out.get(i);
        assertEquals(e.timestamp, f.rtpTimestamp(), what);
        assertEquals(e.key, f.keyFrame(), what);
        assertEquals(e.damaged, f.damaged(), what + " frame " + i);
        assertArrayEquals(e.data, f.data(), what);
      }
      assertEquals(lostForGood, a.packetsLost(), what);
      if (loss == 0) {
        assertEquals(120, out.size(), "all is recovered: all comes out");
      }
      assertFalse(a.keyFrameNeeded());
    }
    assertTrue(damagedSeen > 0);
  }

  /** Whether the packet comes in time; it may come late, twice, or by retransmission. */
  private static boolean deliver(
      List<Delivery> channel, byte[] packet, long sent, Random random, double loss, boolean safe) {
    int order = channel.size();
    if (safe) {
      channel.add(new Delivery(sent, order, packet));
      return true;
    }
    if (random.nextDouble() < loss) {
      if (random.nextBoolean()) {
        channel.add(new Delivery(sent + 5000 * MS, order, packet)); // far too late
      }
      return false;
    }
    long delay = random.nextInt(10) == 0 ? 30 + random.nextInt(200) : random.nextInt(8);
    channel.add(new Delivery(sent + delay * MS, order, packet));
    if (random.nextInt(10) == 0) {
      channel.add(new Delivery(sent + (delay + random.nextInt(50)) * MS, order, packet));
    }
    return true;
  }

  @Test
  void aJumpOfPictureIdsIsAMissingFrameEvenWithoutAMissingPacket() {
    Random random = new Random(4);
    Vp8Packetizer p = new Vp8Packetizer(7, 96, 300, 1, 15);
    FrameAssembler a = Stream.VP8_LONG_ID.assembler(out::add);
    giveAll(a, p.packetize(vp8(true, 500, random), 0), 0);
    byte[] skipped = p.packetize(vp8(false, 100, random), 3000).getFirst();
    List<byte[]> third = p.packetize(vp8(false, 100, random), 6000);
    // The packet takes the number of the one before it.
    Bytes.put16(third.getFirst(), 2, Bytes.u16(skipped, 2));
    giveAll(a, third, 0);
    assertTrue(out.getLast().damaged());
  }

  @Test
  void parameterSetsInAPacketOfTheirOwnGoBeforeTheNextPicture() {
    Random random = new Random(4);
    FrameAssembler a = Stream.H264.assembler(out::add);
    give(a, Packetizers.rtp(7, 102, 1, 0, true, SPS_640X480), 0);
    byte[] slice = {0x65, (byte) 0x88, 1, 2, 3};
    give(a, Packetizers.rtp(7, 102, 2, 0, true, slice), 0);
    assertEquals(1, out.size());
    assertTrue(out.getFirst().keyFrame());
    assertEquals(4 + SPS_640X480.length + 4 + 5, out.getFirst().data().length);
    assertEquals(640, out.getFirst().width());
    assertEquals(2, out.getFirst().packets());
    // A later IDR without its own set is a key frame, unless something before it is missing.
    give(a, Packetizers.rtp(7, 102, 3, 3000, true, slice), 0);
    assertTrue(out.getLast().keyFrame());
    give(a, Packetizers.rtp(7, 102, 5, 6000, true, slice), 0);
    a.poll(HOLD);
    assertEquals(2, out.size());
    assertTrue(a.keyFrameNeeded());
    give(a, Packetizers.rtp(7, 102, 6, 9000, true, h264Payload(random)), HOLD);
    assertTrue(a.keyFrameNeeded());
  }

  private static byte[] h264Payload(Random random) {
    byte[] b = new byte[20];
    random.nextBytes(b);
    b[0] = 0x41;
    return b;
  }

  @ParameterizedTest
  @EnumSource
  void aMissingMarkerBitEndsAFrameAtTheNextTimestamp(Stream stream) {
    Random random = new Random(4);
    Packetizer p = stream.packetizer(300, 1);
    FrameAssembler a = stream.assembler(out::add);
    List<byte[]> packets = p.packetize(stream.frame(true, 900, random), 0);
    packets.getLast()[1] &= 0x7f;
    giveAll(a, packets, 0);
    assertTrue(out.isEmpty());
    giveAll(a, p.packetize(stream.frame(false, 900, random), 3000), 0);
    assertEquals(2, out.size());
    assertFalse(out.get(0).damaged() || out.get(1).damaged());
  }

  @ParameterizedTest
  @EnumSource
  void aNewSsrcIsANewStream(Stream stream) {
    Random random = new Random(5);
    FrameAssembler a = stream.assembler(out::add);
    giveAll(a, stream.packetizer(300, 1).packetize(stream.frame(true, 900, random), 0), 0);
    Packetizer other = stream.packetizer(300, 40_000);
    List<byte[]> inter = other.packetize(stream.frame(false, 900, random), 0);
    List<byte[]> key = other.packetize(stream.frame(true, 900, random), 0);
    inter.forEach(b -> b[11] = 9);
    key.forEach(b -> b[11] = 9);
    giveAll(a, inter, 0);
    assertEquals(1, out.size());
    assertTrue(a.keyFrameNeeded());
    giveAll(a, key, 0);
    assertEquals(2, out.size());
    assertFalse(out.getLast().damaged());
  }

  @ParameterizedTest
  @EnumSource
  void tooLargeFramesAreDropped(Stream stream) {
    Random random = new Random(6);
    for (int maxPayload : new int[] {1200, 120}) {
      out.clear();
      Packetizer p = stream.packetizer(maxPayload, 1);
      FrameAssembler a = stream.assembler(out::add);
      giveAll(a, p.packetize(stream.frame(true, 500, random), 0), 0);
      int size = maxPayload == 1200 ? 2_300_000 : 260_000;
      giveAll(a, p.packetize(stream.frame(false, size, random), 3000), 0);
      assertEquals(1, out.size());
      assertTrue(a.keyFrameNeeded());
      giveAll(a, p.packetize(stream.frame(false, 500, random), 6000), 0);
      assertTrue(out.getLast().damaged());
      giveAll(a, p.packetize(stream.frame(true, 1_800_000 / 1200 * maxPayload, random), 9000), 0);
      assertEquals(3, out.size());
      assertFalse(out.getLast().damaged());
    }
  }

  /** Damaged, invented and shuffled packets: no exception, and every frame within the bounds. */
  @ParameterizedTest
  @EnumSource
  void hostilePacketsNeverThrow(Stream stream) {
    Random random = new Random(8);
    int[] emitted = {0};
    FrameAssembler a =
        stream.assembler(
            f -> {
              emitted[0]++;
              assertTrue(f.data().length <= FrameAssembler.MAX_FRAME_BYTES);
              assertTrue(f.packets() <= FrameAssembler.MAX_FRAME_PACKETS);
            });
    Packetizer p = stream.packetizer(200, 1);
    int packets = 0;
    for (int i = 0; packets < 60_000; i++) {
      byte[] frame = stream.frame(random.nextInt(4) == 0, 1 + random.nextInt(1000), random);
      for (byte[] packet : p.packetize(frame, i * 3000L)) {
        packets++;
        switch (random.nextInt(8)) {
          case 0 -> packet[random.nextInt(packet.length)] = (byte) random.nextInt();
          case 1 -> packet[12] = (byte) random.nextInt();
          case 2 -> packet = Arrays.copyOf(packet, 12 + random.nextInt(packet.length - 12));
          case 3 -> random.nextBytes(packet);
          case 4 -> packet[2 + random.nextInt(6)] = (byte) random.nextInt();
          default -> {}
        }
        if (view.parse(packet, 0, packet.length)) {
          a.packet(view, packets * MS);
        }
      }
      a.poll(packets * MS);
    }
    assertTrue(emitted[0] > 100, "frames " + emitted[0]);
  }
}
