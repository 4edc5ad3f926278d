package io.medtrust.analysis.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.PictureDecoder.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureDecoderTest {
  private static VideoDecoders decoders;

  private final List<Picture> pictures = new ArrayList<>();

  @BeforeAll
  static void find() {
    decoders = VideoDecoders.find();
    assertEquals(VideoDecoders.LAVC, decoders);
  }

  private Outcome decode(PictureDecoder decoder, byte[] data, int n, boolean damaged) {
    return decoder.decode(
        new EncodedPicture(data.clone(), n * 33_333L, n * 3000, damaged),
        picture -> pictures.add(TestPictures.copy(picture)));
  }

  private static PictureDecoder open(VideoCodec codec) {
    return new PictureDecoder(codec, decoders, DecoderLimits.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource
  void decodes_what_a_browser_s_encoder_makes(VideoCodec codec) {
    try (var encoder = new TestEncoder(codec, 320, 240);
        var decoder = open(codec)) {
      for (int n = 0; n < 20; n++) {
        var original = TestPictures.draw(320, 240, n);
        assertEquals(
            Outcome.PICTURE, decode(decoder, encoder.encode(original, false).data(), n, false));
        var picture = pictures.getLast();
        assertTrue(TestPictures.psnr(original, picture) > 30, "frame " + n);
        assertEquals(n * 33_333L, picture.captureTimeMicros());
        assertEquals(n * 3000, picture.rtpTimestamp());
        assertEquals(n == 0, picture.keyFrame());
        assertFalse(picture.damaged());
      }
    }
  }

  @Test
  void the_java_decoder_gives_the_same_h264_pictures() {
    try (var encoder = new TestEncoder(VideoCodec.H264, 320, 240);
        var reference = open(VideoCodec.H264);
        var decoder =
            new PictureDecoder(VideoCodec.H264, VideoDecoders.JCODEC, DecoderLimits.DEFAULT)) {
      for (int n = 0; n < 8; n++) {
        var data = encoder.encode(TestPictures.draw(320, 240, n), false).data();
        assertEquals(Outcome.PICTURE, decode(reference, data, n, false));
        assertEquals(Outcome.PICTURE, decode(decoder, data, n, false));
        assertTrue(TestPictures.psnr(pictures.get(2 * n), pictures.get(2 * n + 1)) > 60);
      }
    }
    assertFalse(VideoDecoders.JCODEC.decodes(VideoCodec.VP8));
  }

  @ParameterizedTest
  @EnumSource
  void waits_for_a_key_frame(VideoCodec codec) {
    try (var encoder = new TestEncoder(codec, 320, 240);
        var decoder = open(codec)) {
      encoder.encode(TestPictures.draw(320, 240, 0), true);
      var inter = encoder.encode(TestPictures.draw(320, 240, 1), false).data();
      assertEquals(Outcome.NO_KEY_FRAME, decode(decoder, inter, 1, false));
      assertTrue(pictures.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void damage_stays_marked_until_a_key_frame(VideoCodec codec) {
    try (var encoder = new TestEncoder(codec, 320, 240);
        var decoder = open(codec)) {
      for (int n = 0; n < 6; n++) {
        var data = encoder.encode(TestPictures.draw(320, 240, n), n == 5).data();
        if (n == 2) continue;
        if (n == 1) data = java.util.Arrays.copyOf(data, 2);
        decode(decoder, data, n, n == 3 || n == 4);
      }
      assertTrue(pictures.stream().anyMatch(Picture::damaged));
      assertFalse(pictures.getLast().damaged());
      assertTrue(pictures.getLast().keyFrame());
    }
  }

  @Test
  void an_error_marks_all_until_the_next_key_frame() {
    try (var encoder = new TestEncoder(VideoCodec.VP8, 320, 240);
        var decoder = open(VideoCodec.VP8)) {
      decode(decoder, encoder.encode(TestPictures.draw(320, 240, 0), true).data(), 0, false);
      assertEquals(Outcome.FAILED, decode(decoder, new byte[] {1, 0}, 1, false));
      decode(decoder, encoder.encode(TestPictures.draw(320, 240, 1), false).data(), 2, false);
      assertTrue(pictures.getLast().damaged());
      decode(decoder, encoder.encode(TestPictures.draw(320, 240, 2), true).data(), 3, false);
      assertFalse(pictures.getLast().damaged());
    }
  }

  @Test
  void a_forged_size_of_16383_never_reaches_the_decoder() {
    try (var encoder = new TestEncoder(VideoCodec.VP8, 320, 240);
        var decoder = open(VideoCodec.VP8)) {
      var data = encoder.encode(TestPictures.draw(320, 240, 0), true).data();
      assertEquals(Outcome.PICTURE, decode(decoder, data, 0, false));
      var bomb = data.clone();
      bomb[6] = (byte) 0xff;
      bomb[7] = 0x3f;
      bomb[8] = (byte) 0xff;
      bomb[9] = 0x3f;
      for (int n = 0; n < 1000; n++) {
        assertEquals(Outcome.REFUSED, decode(decoder, bomb, n, false));
      }
      assertEquals(1, pictures.size());
      assertEquals(Outcome.PICTURE, decode(decoder, data, 1001, false));
    }
  }

  @Test
  void a_size_change_makes_a_new_decoder() {
    try (var decoder = open(VideoCodec.VP8)) {
      int n = 0;
      for (int width : new int[] {320, 640, 160}) {
        try (var encoder = new TestEncoder(VideoCodec.VP8, width, width * 3 / 4)) {
          for (int i = 0; i < 3; i++, n++) {
            var original = TestPictures.draw(width, width * 3 / 4, i);
            decode(decoder, encoder.encode(original, false).data(), n, false);
            assertEquals(width, pictures.getLast().width());
            assertTrue(TestPictures.psnr(original, pictures.getLast()) > 28);
          }
        }
      }
      assertEquals(9, pictures.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void mangled_frames_never_throw(VideoCodec codec) {
    var random = new Random(7);
    var seen = new EnumMap<Outcome, Integer>(Outcome.class);
    try (var encoder = new TestEncoder(codec, 160, 120)) {
      var key = encoder.encode(TestPictures.draw(160, 120, 0), true).data();
      var inter = encoder.encode(TestPictures.draw(160, 120, 1), false).data();
      try (var decoder = open(codec)) {
        for (int n = 0; n < 600; n++) {
          var data = (n % 5 == 0 ? key : inter).clone();
          switch (random.nextInt(4)) {
            case 0 -> data = java.util.Arrays.copyOf(data, random.nextInt(data.length));
            case 1 -> data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
              for (int i = 0; i < 20; i++) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
              }
            }
            default -> {}
          }
          seen.merge(
              decoder.decode(new EncodedPicture(data, n, n, false), _ -> {}), 1, Integer::sum);
        }
      }
    }
    assertNotEquals(null, seen.get(Outcome.PICTURE));
    assertNotEquals(null, seen.get(Outcome.FAILED));
  }
}
