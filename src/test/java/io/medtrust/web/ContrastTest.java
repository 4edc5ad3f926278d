package io.medtrust.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The colours of css/tokens.css against WCAG 2.2, in the light and in the dark theme. */
class ContrastTest {
  private static final Pattern PAIR =
      Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");

  /** 1.4.3: text needs 4.5:1. */
  @ParameterizedTest
  @CsvSource({
    "ink, paper",
    "ink, surface",
    "ink, sunken",
    "ink-soft, paper",
    "ink-soft, surface",
    "ink-soft, sunken",
    "accent, paper",
    "accent, surface",
    "accent, sunken",
    "on-accent, accent",
    "on-accent, accent-strong",
    "safe, surface",
    "safe, safe-wash",
    "suspicious, surface",
    "suspicious, suspicious-wash",
    "alert, surface",
    "alert, paper",
    "alert, alert-wash",
    "unknown, surface",
    "unknown, unknown-wash",
    "unknown, alert-wash",
    "ink, alert-wash",
    "ink-soft, alert-wash",
    "ink, unknown-wash",
    "ink, safe-wash",
    "ink, suspicious-wash",
    "ink-soft, unknown-wash",
    "paper, ink"
  })
  void textCanBeRead(String text, String ground) throws IOException {
    check(text, ground, 4.5);
  }

  /** 1.4.11: the edges of controls and the focus need 3:1. */
  @ParameterizedTest
  @CsvSource({
    "line-strong, paper",
    "line-strong, surface",
    "focus, paper",
    "focus, surface",
    "focus, sunken",
    "focus, alert-wash"
  })
  void controlsCanBeSeen(String edge, String ground) throws IOException {
    check(edge, ground, 3);
  }

  private static void check(String text, String ground, double least) throws IOException {
    var tokens = tokens();
    for (int theme = 0; theme < 2; theme++) {
      double contrast = contrast(tokens.get(text)[theme], tokens.get(ground)[theme]);
      assertTrue(
          contrast >= least,
          "%s on %s in the %s theme: %.2f"
              .formatted(text, ground, theme == 0 ? "light" : "dark", contrast));
    }
  }

  private static Map<String, int[]> tokens() throws IOException {
    try (var in = ContrastTest.class.getResourceAsStream("/webroot/css/tokens.css")) {
      var css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var tokens = new HashMap<String, int[]>();
      var pairs = PAIR.matcher(css);
      while (pairs.find()) {
        tokens.put(pairs.group(1), new int[] {rgb(pairs.group(2)), rgb(pairs.group(3))});
      }
      return tokens;
    }
  }

  private static int rgb(String hex) {
    return Integer.parseInt(hex.substring(1), 16);
  }

  /** WCAG 2.2, "contrast ratio": 1 to 21. */
  private static double contrast(int a, int b) {
    double x = luminance(a);
    double y = luminance(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 255)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
