package io.medtrust.rtc.rtp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns frames and sound into RTP packets as browsers send them, for measuring and tests: VP8 (RFC
 * 7741), H.264 (RFC 6184, mode 1) and Opus (RFC 7587). Each packetizer is one stream with its own
 * numbering.
 */
public final class Packetizers {
  private Packetizers() {}

  /** What the three have in common: header and numbering. */
  public abstract static sealed class Packetizer
      permits Vp8Packetizer, H264Packetizer, OpusPacketizer {
    final long ssrc;
    final int payloadType;
    final int maxPayload;
    private int sequence;

    Packetizer(long ssrc, int payloadType, int maxPayload, int firstSequence) {
      this.ssrc = ssrc;
      this.payloadType = payloadType;
      this.maxPayload = maxPayload;
      this.sequence = firstSequence & 0xffff;
    }

    /**
     * One frame, access unit or sound packet as RTP packets, the marker on the last one.
     *
     * @param timestamp RTP timestamp
     */
    public abstract List<byte[]> packetize(byte[] frame, long timestamp);

    /** A packet without payload that uses up a number, as senders probing for bandwidth do. */
    public final byte[] padding(long timestamp, int bytes) {
      byte[] packet = rtp(ssrc, payloadType, sequence, timestamp, false, new byte[bytes]);
      sequence = sequence + 1 & 0xffff;
      packet[0] |= 0x20;
      packet[packet.length - 1] = (byte) bytes;
      return packet;
    }

    /** Number of the next packet. */
    public final int nextSequence() {
      return sequence;
    }

    final List<byte[]> number(List<byte[]> payloads, long timestamp) {
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < payloads.size(); i++) {
        boolean marker = i == payloads.size() - 1;
        packets.add(rtp(ssrc, payloadType, sequence, timestamp, marker, payloads.get(i)));
        sequence = sequence + 1 & 0xffff;
      }
      return packets;
    }
  }

  /** An RTP packet without header extensions. */
  public static byte[] rtp(
      long ssrc, int payloadType, int sequence, long timestamp, boolean marker, byte[] payload) {
    byte[] p = new byte[12 + payload.length];
    p[0] = (byte) 0x80;
    p[1] = (byte) (payloadType | (marker ? 0x80 : 0));
    Bytes.put16(p, 2, sequence);
    Bytes.put32(p, 4, timestamp);
    Bytes.put32(p, 8, ssrc);
    System.arraycopy(payload, 0, p, 12, payload.length);
    return p;
  }

  /** VP8 with a picture id of 0 (none), 7 or 15 bits. */
  public static final class Vp8Packetizer extends Packetizer {
    private final int pictureIdBits;
    private int pictureId;

    public Vp8Packetizer(
        long ssrc, int payloadType, int maxPayload, int firstSequence, int pictureIdBits) {
      super(ssrc, payloadType, maxPayload, firstSequence);
      this.pictureIdBits = pictureIdBits;
      this.pictureId = pictureIdBits == 0 ? 0 : (1 << pictureIdBits) - 3;
    }

    public Vp8Packetizer(long ssrc, int payloadType) {
      this(ssrc, payloadType, 1200, 1, 15);
    }

    @Override
    public List<byte[]> packetize(byte[] frame, long timestamp) {
      int descriptor = pictureIdBits == 0 ? 1 : pictureIdBits == 7 ? 3 : 4;
      List<byte[]> payloads = new ArrayList<>();
      for (int at = 0; at < frame.length; ) {
        int n = Math.min(frame.length - at, maxPayload - descriptor);
        byte[] p = new byte[descriptor + n];
        p[0] = (byte) (at == 0 ? 0x10 : 0);
        if (pictureIdBits > 0) {
          p[0] |= (byte) 0x80;
          p[1] = (byte) 0x80;
          if (pictureIdBits == 7) {
            p[2] = (byte) pictureId;
          } else {
            Bytes.put16(p, 2, 0x8000 | pictureId);
          }
        }
        System.arraycopy(frame, at, p, descriptor, n);
        payloads.add(p);
        at += n;
      }
      if (pictureIdBits > 0) {
        pictureId = pictureId + 1 & (1 << pictureIdBits) - 1;
      }
      return number(payloads, timestamp);
    }
  }

  /** H.264 from Annex B: small units together in STAP-A, great ones in FU-A. */
  public static final class H264Packetizer extends Packetizer {
    public H264Packetizer(long ssrc, int payloadType, int maxPayload, int firstSequence) {
      super(ssrc, payloadType, maxPayload, firstSequence);
    }

    public H264Packetizer(long ssrc, int payloadType) {
      this(ssrc, payloadType, 1200, 1);
    }

    @Override
    public List<byte[]> packetize(byte[] accessUnit, long timestamp) {
      List<byte[]> payloads = new ArrayList<>();
      List<byte[]> small = new ArrayList<>();
      int smallBytes = 1;
      for (byte[] nal : splitAnnexB(accessUnit)) {
        if (smallBytes + 2 + nal.length > maxPayload) {
          flush(small, payloads);
          smallBytes = 1;
        }
        if (nal.length > maxPayload) {
          fragments(nal, payloads);
        } else {
          small.add(nal);
          smallBytes += 2 + nal.length;
        }
      }
      flush(small, payloads);
      return number(payloads, timestamp);
    }

    private static void flush(List<byte[]> small, List<byte[]> payloads) {
      if (small.size() == 1) {
        payloads.add(small.getFirst());
      } else if (small.size() > 1) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int nri = 0;
        for (byte[] nal : small) {
          nri = Math.max(nri, nal[0] & 0x60);
        }
        out.write(nri | 24);
        for (byte[] nal : small) {
          out.write(nal.length >> 8);
          out.write(nal.length);
          out.writeBytes(nal);
        }
        payloads.add(out.toByteArray());
      }
      small.clear();
    }

    private void fragments(byte[] nal, List<byte[]> payloads) {
      for (int at = 1; at < nal.length; ) {
        int n = Math.min(nal.length - at, maxPayload - 2);
        byte[] p = new byte[n + 2];
        p[0] = (byte) (nal[0] & 0xe0 | 28);
        p[1] = (byte) (nal[0] & 0x1f);
        p[1] |= (byte) (at == 1 ? 0x80 : 0);
        p[1] |= (byte) (at + n == nal.length ? 0x40 : 0);
        System.arraycopy(nal, at, p, 2, n);
        payloads.add(p);
        at += n;
      }
    }

    /** The NAL units of an Annex B stream, without start codes. */
    public static List<byte[]> splitAnnexB(byte[] data) {
      List<byte[]> nals = new ArrayList<>();
      int from = -1;
      for (int i = 0; i + 2 < data.length; i++) {
        if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
          add(nals, data, from, i);
          from = i + 3;
          i += 2;
        }
      }
      add(nals, data, from, data.length);
      return nals;
    }

    private static void add(List<byte[]> nals, byte[] data, int from, int to) {
      int end = to;
      while (end > Math.max(from, 0) && data[end - 1] == 0) {
        end--;
      }
      if (from >= 0 && end > from) {
        nals.add(java.util.Arrays.copyOfRange(data, from, end));
      }
    }
  }

  /** Opus: one packet is one RTP packet. */
  public static final class OpusPacketizer extends Packetizer {
    public OpusPacketizer(long ssrc, int payloadType, int firstSequence) {
      super(ssrc, payloadType, 1275 * 3, firstSequence);
    }

    public OpusPacketizer(long ssrc, int payloadType) {
      this(ssrc, payloadType, 1);
    }

    @Override
    public List<byte[]> packetize(byte[] opus, long timestamp) {
      return number(List.of(opus), timestamp);
    }
  }
}
