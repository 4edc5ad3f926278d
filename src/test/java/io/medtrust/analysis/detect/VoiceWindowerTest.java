package io.medtrust.analysis.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.Sound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceWindowerTest {
  private final List<VoiceWindow> windows = new ArrayList<>();
  private final VoiceWindower windower = new VoiceWindower(windows::add);

  private void packet(long micros, boolean missing) {
    var samples = new float[320];
    Arrays.fill(samples, missing ? 0 : 0.5f);
    windower.add(new Sound(samples, 320, micros, missing));
  }

  @Test
  void a_window_of_one_second_comes_every_half_second() {
    for (int n = 0; n < 100; n++) packet(5_000_000 + n * 20_000L, false);
    assertEquals(3, windows.size());
    assertEquals(
        List.of(5_000_000L, 5_500_000L, 6_000_000L),
        windows.stream().map(VoiceWindow::startMicros).toList());
    for (var window : windows) {
      assertEquals(0, window.missingShare());
      for (float s : window.samples()) assertEquals(0.5f, s);
    }
  }

  @Test
  void lost_stretches_are_missing_and_unsent_ones_are_silence() {
    for (int n = 0; n < 50; n++) {
      if (n >= 10 && n < 15) packet(n * 20_000L, true);
      else if (n < 30 || n >= 40) packet(n * 20_000L, false);
    }
    var window = windows.getFirst();
    assertEquals(0.1, window.missingShare(), 1e-9);
    assertTrue(window.missing()[12]);
    assertFalse(window.missing()[35]);
    assertEquals(0, window.samples()[35 * 320]);
    assertEquals(0.5f, window.samples()[45 * 320]);
  }

  @Test
  void a_drifting_clock_makes_no_holes() {
    // 200 ppm fast for 100 s.
    for (int n = 0; n < 5000; n++) packet(n * 20_004L, false);
    for (var window : windows) {
      for (float s : window.samples()) assertEquals(0.5f, s);
    }
    assertEquals(199, windows.size());
    assertEquals(4900 * 20_004L, windows.getLast().startMicros() - 1_000_000, 300_000);
  }

  @Test
  void a_long_pause_begins_a_new_time_line() {
    for (int n = 0; n < 40; n++) packet(n * 20_000L, false);
    for (int n = 0; n < 50; n++) packet(60_000_000 + n * 20_000L, false);
    assertEquals(1, windows.size());
    assertEquals(60_000_000, windows.getFirst().startMicros());
  }
}
