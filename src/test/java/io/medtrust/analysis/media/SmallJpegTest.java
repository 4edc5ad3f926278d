package io.medtrust.analysis.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallJpegTest {
  private static Picture plain(int width, int height, int y, int u, int v) {
    int cw = (width + 1) / 2;
    int ch = (height + 1) / 2;
    var luma = new byte[width * height];
    var blue = new byte[cw * ch];
    var red = new byte[cw * ch];
    Arrays.fill(luma, (byte) y);
    Arrays.fill(blue, (byte) u);
    Arrays.fill(red, (byte) v);
    return new Picture(luma, blue, red, width, height, width, cw, 0, 0, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "640,480,160,120",
    "1280,720,160,90",
    "480,908,80,151",
    "17,3,17,3",
    "1,1,1,1",
    "2,401,1,133"
  })
  void it_is_small_and_keeps_its_shape(int width, int height, int w, int h) throws IOException {
    var jpeg = SmallJpeg.of(plain(width, height, 90, 120, 140));
    assertTrue(jpeg.length <= 16_384);
    var image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertEquals(w, image.getWidth());
    assertEquals(h, image.getHeight());
  }

  @Test
  void colours_are_those_of_bt601() throws IOException {
    // Red of full saturation is Y 82, U 90, V 240.
    var image = ImageIO.read(new ByteArrayInputStream(SmallJpeg.of(plain(320, 240, 82, 90, 240))));
    int rgb = image.getRGB(40, 30);
    assertTrue((rgb >> 16 & 0xff) > 245 && (rgb >> 8 & 0xff) < 12 && (rgb & 0xff) < 12);
  }
}
