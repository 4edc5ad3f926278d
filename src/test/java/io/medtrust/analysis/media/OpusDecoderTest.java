package io.medtrust.analysis.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpusDecoderTest {
  private record Heard(float[] samples, long at, boolean missing) {}

  private final List<Heard> heard = new ArrayList<>();

  private void keep(Sound sound) {
    var copy = java.util.Arrays.copyOf(sound.samples(), sound.length());
    heard.add(new Heard(copy, sound.captureTimeMicros(), sound.missing()));
  }

  private static double rms(float[] samples) {
    double sum = 0;
    for (float s : samples) sum += s * s;
    return Math.sqrt(sum / samples.length);
  }

  @Test
  void decodes_to_16_khz_mono() {
    try (var encoder = new TestOpus();
        var decoder = new OpusDecoder()) {
      for (int n = 0; n < 25; n++) {
        assertTrue(decoder.decode(encoder.tone(n, 440), n * 20_000L, 0, this::keep));
      }
      assertEquals(25, heard.size());
      var last = heard.getLast();
      assertEquals(320, last.samples().length);
      assertEquals(480_000, last.at());
      assertEquals(0.4 / Math.sqrt(2), rms(last.samples()), 0.05);
    }
  }

  @Test
  void lost_packets_are_missing_and_not_invented() {
    try (var encoder = new TestOpus();
        var decoder = new OpusDecoder()) {
      for (int n = 0; n < 10; n++) decoder.decode(encoder.tone(n, 440), n * 20_000L, 0, this::keep);
      for (int n = 10; n < 13; n++) encoder.tone(n, 440);
      decoder.decode(encoder.tone(13, 440), 13 * 20_000L, 3, this::keep);
      var gap = heard.get(10);
      assertTrue(gap.missing());
      assertEquals(960, gap.samples().length);
      assertEquals(200_000, gap.at());
      assertEquals(0, rms(gap.samples()));
      assertFalse(heard.get(11).missing());
    }
  }

  @Test
  void noise_as_opus_is_missing_or_sound_and_never_an_exception() {
    var random = new Random(3);
    try (var decoder = new OpusDecoder()) {
      int refused = 0;
      for (int n = 0; n < 3000; n++) {
        var noise = new byte[random.nextInt(n % 100 == 0 ? 70_000 : 300)];
        random.nextBytes(noise);
        if (!decoder.decode(noise, n * 20_000L, random.nextInt(60), this::keep)) refused++;
      }
      assertTrue(refused > 100, "refused " + refused);
      for (var h : heard) {
        for (float s : h.samples()) assertTrue(Float.isFinite(s));
      }
    }
  }
}
