package io.medtrust.analysis.detect;

import java.util.Map;

/** Reads a detector's numbers from the settings it is made with. */
public final class Tuning {
  private Tuning() {}

  /**
   * @param name below {@code analysis.detect}
   * @param standard what holds when the name is not given
   * @throws IllegalArgumentException with one sentence when it is no number from min to max
   */
  public static double number(
      Map<String, String> settings, String name, double standard, double min, double max) {
    var text = settings.get(name);
    if (text == null) return standard;
    try {
      double value = Double.parseDouble(text.trim());
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(name + " must be a number from " + min + " to " + max);
  }
}
