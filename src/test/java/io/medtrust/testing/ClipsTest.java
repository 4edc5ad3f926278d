package io.medtrust.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClipsTest {
  @Test
  void a_barcode_is_read_back_and_doubt_is_not_a_number() throws Exception {
    var frame = Clips.face();
    for (int n : new int[] {0, 1, 299, 8191, 16383}) {
      Barcode.burn(frame, n);
      assertEquals(n, Barcode.read(frame, Clips.WIDTH));
    }
    Arrays.fill(frame, 0, Clips.WIDTH * Clips.HEIGHT, (byte) 128);
    assertEquals(-1, Barcode.read(frame, Clips.WIDTH));
  }

  @Test
  void a_real_clip_becomes_frames_of_one_size() {
    var media = Clips.mediaFolder();
    assumeTrue(media.isPresent(), "needs the media folder");
    var frames = Clips.video(media.get().resolve("face/attack/screen-d10.mp4"), 20);
    assertEquals(20, frames.size());
    assertTrue(frames.stream().allMatch(f -> f.length == Clips.WIDTH * Clips.HEIGHT * 3 / 2));
  }

  @Test
  void real_speech_is_read_at_48_kHz() {
    var media = Clips.mediaFolder();
    assumeTrue(media.isPresent(), "needs the media folder");
    for (var name : new String[] {"ls-1688-142285-0001.flac", "LJ050-0131.wav"}) {
      var samples = Sounds.read(media.get().resolve("speech/human").resolve(name), 3);
      assertEquals(3 * 48_000, samples.length);
      double power = 0;
      for (short s : samples) power += (double) s * s;
      assertTrue(Math.sqrt(power / samples.length) > 200, "it is not silent");
    }
  }
}
