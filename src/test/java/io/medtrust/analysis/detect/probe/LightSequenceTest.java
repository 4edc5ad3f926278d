package io.medtrust.analysis.detect.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LightSequenceTest {
  private static final int DRAWS = 2000;
  private final SplittableRandom random = new SplittableRandom(7);

  private static double linear(double v) {
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  }

  /** The tint as the page lays it over what is under it. */
  private static double[] over(double[] page, float[] tint, double opacity) {
    var out = new double[3];
    for (int c = 0; c < 3; c++) out[c] = (1 - opacity) * page[c] + opacity * tint[c];
    return out;
  }

  @Test
  void fewer_than_three_changes_a_second() {
    assertTrue(1000.0 / LightSequence.STEP_MILLIS <= 3);
    assertEquals(10_000, LightSequence.MILLIS);
  }

  /**
   * WCAG 2.2, general flash: opposing changes of relative luminance of 10 % of the most. Over grey
   * pages our limit is 3 %, over any page, pure colours too, 9 %, at every opacity of the tint.
   */
  @Test
  void no_step_is_a_general_flash_over_any_page_colour() {
    var sequence = LightSequence.draw(random).colours();
    double grey = 0;
    double any = 0;
    for (double opacity = 0.1; opacity <= 1.001; opacity += 0.1) {
      for (int page = 0; page < 125; page++) {
        double[] under = {page % 5 / 4.0, page / 5 % 5 / 4.0, page / 25 / 4.0};
        double low = 1;
        double high = 0;
        for (var colour : sequence) {
          double l = luminance(over(under, colour, opacity));
          low = Math.min(low, l);
          high = Math.max(high, l);
        }
        any = Math.max(any, high - low);
        if (under[0] == under[1] && under[1] == under[2]) grey = Math.max(grey, high - low);
      }
    }
    assertTrue(grey <= 0.03, "worst change of luminance over grey " + grey);
    assertTrue(any <= 0.09, "worst change of luminance " + any);
  }

  /**
   * WCAG 2.2, red flash: a state with R/(R+G+B) of 0.8 or more, and a change of (R-G-B) × 320 of
   * more than 20; here no colour comes near the first.
   */
  @Test
  void no_colour_is_a_saturated_red() {
    for (int i = 0; i < DRAWS; i++) {
      for (var colour : LightSequence.draw(random).colours()) {
        double r = linear(colour[0]);
        double share = r / (r + linear(colour[1]) + linear(colour[2]));
        assertTrue(share <= 0.7, "red share " + share);
      }
    }
  }

  @Test
  void colours_are_equally_bright_and_within_the_screen() {
    for (var colour : LightSequence.draw(random).colours()) {
      assertEquals(0.35, luminance(new double[] {colour[0], colour[1], colour[2]}), 0.001);
      for (float v : colour) assertTrue(v >= 0 && v <= 1);
    }
  }

  @Test
  void axes_are_balanced_without_long_runs_and_hardly_correlate() {
    for (int i = 0; i < DRAWS; i++) {
      var s = LightSequence.draw(random);
      int red = 0;
      int blue = 0;
      int product = 0;
      int run = 0;
      for (int k = 0; k < LightSequence.STEPS; k++) {
        red += s.red(k);
        blue += s.blue(k);
        product += s.red(k) * s.blue(k);
        run = k > 0 && s.red(k) == s.red(k - 1) ? run + 1 : 1;
        assertTrue(run <= LightSequence.MAX_RUN);
      }
      assertTrue(Math.abs(red) <= 3 && Math.abs(blue) <= 3 && Math.abs(product) <= 5);
    }
  }

  @Test
  void draws_differ() {
    var seen = new HashSet<String>();
    for (int i = 0; i < DRAWS; i++) {
      seen.add(java.util.Arrays.deepToString(LightSequence.draw(random).colours()));
    }
    assertEquals(DRAWS, seen.size());
  }

  @Test
  void is_read_back_from_its_colours_and_from_no_others() {
    var s = LightSequence.draw(random);
    var colours = s.colours();
    var back = LightSequence.of(colours);
    assertNotNull(back);
    for (int k = 0; k < LightSequence.STEPS; k++) {
      assertEquals(s.red(k), back.red(k));
      assertEquals(s.blue(k), back.blue(k));
    }
    colours[3] = new float[] {0.5f, Float.NaN, 0.5f};
    assertNull(LightSequence.of(colours));
    assertNull(LightSequence.of(new float[3][3]));
  }
}
