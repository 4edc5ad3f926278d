package io.medtrust.lab.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Footage as files that other programs send: VP8 in IVF, Opus in Ogg (RFC 7845, RFC 3533). */
final class FootageFiles {
  private static final int SERIAL = 1;

  private FootageFiles() {}

  static void write(Footage footage, Path ivf, Path ogg) throws IOException {
    Files.write(ivf, ivf(footage.pictures()));
    Files.write(ogg, ogg(footage.sounds()));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ivf(List<byte[]> pictures) {
    var out = new ByteArrayOutputStream();
    var head = little(32).put("DKIF".getBytes(StandardCharsets.US_ASCII));
    head.putShort((short) 0).putShort((short) 32);
    head.put("VP80".getBytes(StandardCharsets.US_ASCII)).putShort((short) 640);
    head.putShort((short) 480).putInt(Footage.FRAMES_PER_SECOND).putInt(1).putInt(pictures.size());
    out.writeBytes(head.array());
    for (int i = 0; i < pictures.size(); i++) {
      out.writeBytes(little(12).putInt(pictures.get(i).length).putLong(i).array());
      out.writeBytes(pictures.get(i));
    }
    return out.toByteArray();
  }

  private static byte[] ogg(List<byte[]> packets) {
    var out = new ByteArrayOutputStream();
    var head = little(19).put("OpusHead".getBytes(StandardCharsets.US_ASCII));
    head.put((byte) 1).put((byte) 1).putShort((short) 0).putInt(48_000).putShort((short) 0);
    var tags = little(16).put("OpusTags".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(0);
    page(out, 2, 0, 0, head.array());
    page(out, 0, 0, 1, tags.array());
    for (int i = 0; i < packets.size(); i++) {
      page(out, i == packets.size() - 1 ? 4 : 0, 960L * (i + 1), i + 2, packets.get(i));
    }
    return out.toByteArray();
  }

  /** One page with one packet. */
  private static void page(
      ByteArrayOutputStream out, int type, long position, int number, byte[] packet) {
    int segments = packet.length / 255 + 1;
    var page = little(27 + segments + packet.length);
    page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) type);
    page.putLong(position).putInt(SERIAL).putInt(number).putInt(0).put((byte) segments);
    for (int i = 0; i < segments - 1; i++) page.put((byte) 255);
    page.put((byte) (packet.length % 255)).put(packet);
    page.putInt(22, checksum(page.array()));
    out.writeBytes(page.array());
  }

  private static int checksum(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum ^= (b & 255) << 24;
      for (int i = 0; i < 8; i++) sum = sum << 1 ^ (sum < 0 ? 0x04c11db7 : 0);
    }
    return sum;
  }
}
