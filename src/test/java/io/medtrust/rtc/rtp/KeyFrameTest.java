package io.medtrust.rtc.rtp;

import static io.medtrust.rtc.rtp.RtpViewTest.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFrameTest {
  private static boolean key(VideoCodec codec, String payload) {
    byte[] b = hex(payload);
    return codec.startsKeyFrame(b, 0, b.length);
  }

  @Test
  void vp8DescriptorsOfRfc7741AreRead() {
    Vp8Payload p = new Vp8Payload();
    // First bytes of a 640x480 key frame as libvpx writes it, behind a 15-bit picture id.
    byte[] b = hex("90 80 8123 b0ba00 9d012a 8002 e001 0007");
    assertTrue(p.parse(b, 0, b.length));
    assertEquals(4, p.headerLength());
    assertEquals(0x123, p.pictureId());
    assertEquals(15, p.pictureIdBits());
    assertTrue(p.startOfFrame() && p.keyFrame());
    assertEquals(640, p.width());
    assertEquals(480, p.height());
    // picture id of 7 bits, TL0PICIDX, TID and KEYIDX; an inter frame
    b = hex("90 f0 45 07 61 b1aabb");
    assertTrue(p.parse(b, 0, b.length));
    assertEquals(5, p.headerLength());
    assertEquals(0x45, p.pictureId());
    assertFalse(p.keyFrame());
    // second partition, then a continuation of the first
    b = hex("11 b0ba00");
    assertTrue(p.parse(b, 0, b.length));
    assertFalse(p.startOfFrame());
    assertEquals(-1, p.pictureId());
    b = hex("00 b0ba00");
    assertTrue(p.parse(b, 0, b.length));
    assertFalse(p.startOfFrame());
  }

  @Test
  void vp8WithoutDataOrStartCodeIsRefused() {
    Vp8Payload p = new Vp8Payload();
    for (String s : new String[] {"10", "90", "9080", "908081", "90808123", "90f04507"}) {
      byte[] b = hex(s);
      assertFalse(p.parse(b, 0, b.length), s);
    }
    byte[] b = hex("10 b0ba00 9d012b 8002 e001 0007");
    assertFalse(p.parse(b, 0, b.length));
  }

  @Test
  void keyFramesAreFoundInPayloads() {
    assertTrue(key(VideoCodec.VP8, "10 b0ba009d012a"));
    assertTrue(key(VideoCodec.VP8, "90e0812307 00b0ba"));
    assertFalse(key(VideoCodec.VP8, "10 b1ba00"));
    assertFalse(key(VideoCodec.VP8, "00 b0ba00"));
    assertTrue(key(VideoCodec.H264, "65 88"));
    assertTrue(key(VideoCodec.H264, "67 42"));
    assertFalse(key(VideoCodec.H264, "41 9a"));
    assertTrue(key(VideoCodec.H264, "78 0002 0906 0002 6742"), "second in a STAP-A");
    assertFalse(key(VideoCodec.H264, "78 0002 0906 0009 6742"), "beyond the STAP-A");
    assertFalse(key(VideoCodec.H264, "78 0000 6742"));
    assertTrue(key(VideoCodec.H264, "7c 85 88"), "FU-A start of an IDR slice");
    assertFalse(key(VideoCodec.H264, "7c 05 88"), "middle");
    assertFalse(key(VideoCodec.H264, "7c 81 88"), "start of another slice");
    assertFalse(key(VideoCodec.H264, "7c"));
    assertTrue(key(VideoCodec.VP9, "8a 8123 00"), "picture id, no layers");
    assertTrue(key(VideoCodec.VP9, "ab 8123 00 00"), "layer 0");
    assertFalse(key(VideoCodec.VP9, "ab 8123 02 00"), "spatial layer 1");
    assertFalse(key(VideoCodec.VP9, "ca 8123 00"), "predicted");
    assertFalse(key(VideoCodec.VP9, "82 8123 00"), "not its beginning");
    assertFalse(key(VideoCodec.VP9, "aa"));
    assertTrue(key(VideoCodec.AV1, "18 0a"));
    assertFalse(key(VideoCodec.AV1, "10 0a"));
    assertFalse(key(VideoCodec.AV1, "98 0a"), "continuation");
    for (VideoCodec codec : VideoCodec.values()) {
      assertFalse(codec.startsKeyFrame(new byte[0], 0, 0));
      assertEquals(codec, VideoCodec.fromName(codec.name().toLowerCase()));
    }
    assertEquals(null, VideoCodec.fromName("H265"));
  }

  /** Parameter sets as x264 writes them, read by ffmpeg as these sizes. */
  @ParameterizedTest
  @CsvSource({
    "6742c01ed900a03db0110000030001000003003c0f162e48, 640, 480",
    "674d401feca02802dd8088000003000800000301e078c18cb0, 1280, 720",
    "67640028acd940780227e5c044000003000400000300f03c60c658, 1920, 1080",
    "6764000dacd943433e4ac044000003000400000300f03c50a658, 202, 398",
    "6742c01ed900a02ff970110000030001000003003c0f162e48, 640, 360",
    "67f4000d919b28283f6022000003000200000300781e28532c, 320, 240",
    "67640028acd94078044fde0220000003002000000783e2c5b2c0, 1920, 1080",
    "6764001facd9405005bb0110000003001000000303c0f1831960, 1280, 720"
  })
  void h264ParameterSetsGiveTheSize(String set, int width, int height) {
    H264Sps sps = new H264Sps();
    byte[] b = hex(set);
    assertTrue(sps.parse(b, 0, b.length));
    assertEquals(width, sps.width());
    assertEquals(height, sps.height());
    for (int i = 0; i < 12; i++) {
      sps.parse(b, 0, i); // cut short: no exception
    }
    assertFalse(sps.parse(b, 0, 8));
  }

  @Test
  void randomPayloadsNeverThrow() {
    Random random = new Random(3);
    Vp8Payload vp8 = new Vp8Payload();
    H264Sps sps = new H264Sps();
    int sizes = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] b = new byte[random.nextInt(40)];
      random.nextBytes(b);
      int off = b.length == 0 ? 0 : random.nextInt(b.length);
      int len = b.length - off;
      for (VideoCodec codec : VideoCodec.values()) {
        codec.startsKeyFrame(b, off, len);
      }
      H264Payload.startsAccessUnit(b, off, len);
      if (vp8.parse(b, off, len)) {
        assertTrue(vp8.headerLength() < len);
      }
      if (len > 0) {
        b[off] = 0x67;
        if (len > 1 && random.nextBoolean()) {
          b[off + 1] = 100;
        }
      }
      if (sps.parse(b, off, len)) {
        sizes++;
        assertTrue(sps.width() > 0 && sps.width() <= 16_384);
        assertTrue(sps.height() > 0 && sps.height() <= 32_768);
      }
    }
    assertTrue(sizes > 1000, "only " + sizes);
  }
}
