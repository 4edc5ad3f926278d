package io.medtrust.analysis.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void reads_the_size_of_a_vp8_key_frame() {
    var header = Headers.vp8(hex("10 02 00 9d 01 2a 80 42 e0 81 00 00 00 00 00 00 00 00 00"));
    assertEquals(new Headers.Header(true, true, 640, 480), header);
  }

  @Test
  void a_vp8_frame_shorter_than_its_first_partition_is_not_valid() {
    assertFalse(Headers.vp8(hex("d0 ff 00 9d 01 2a 80 02 e0 01")).valid());
    assertFalse(Headers.vp8(hex("10 02 00 9d 01 2b 80 02 e0 01 00 00 00 00 00 00 00 00")).valid());
    assertFalse(Headers.vp8(new byte[0]).valid());
  }

  @Test
  void reads_the_coded_size_of_an_h264_parameter_set() {
    // Constrained Baseline, level 3.1, 1280 x 720.
    var header = Headers.h264(hex("00000001 6742c01f da014016e8400000030040000003 00c960 a8"));
    assertTrue(header.valid());
    assertFalse(header.keyFrame());
    assertEquals(1280, header.width());
    assertEquals(720, header.height());
  }

  @Test
  void bytes_of_any_kind_never_throw() {
    var random = new Random(11);
    for (int n = 0; n < 20_000; n++) {
      var data = new byte[random.nextInt(60)];
      random.nextBytes(data);
      if (n % 2 == 0 && data.length > 6) {
        data[0] = 0;
        data[1] = 0;
        data[2] = 1;
        data[3] = 0x67;
        data[4] = (byte) (n % 4 == 0 ? 66 : 100);
      }
      Headers.vp8(data);
      var header = Headers.h264(data);
      assertTrue(header.width() >= 0 && header.height() >= 0);
    }
  }
}
