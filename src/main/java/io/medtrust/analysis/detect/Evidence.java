package io.medtrust.analysis.detect;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects what a score rests on. Numbers are rounded so that readings stay short. */
public final class Evidence {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** A number to three decimals; one that is not finite is left out. */
  public Evidence put(String name, double value) {
    if (Double.isFinite(value)) values.put(name, Math.round(value * 1000) / 1000.0);
    return this;
  }

  public Evidence put(String name, int value) {
    values.put(name, value);
    return this;
  }

  public Evidence put(String name, boolean value) {
    values.put(name, value);
    return this;
  }

  public Evidence put(String name, String value) {
    values.put(name, value);
    return this;
  }

  public Map<String, Object> map() {
    return values;
  }
}
