package io.medtrust.lab.stats;

/** A confidence interval; both ends NaN when there was too little to tell. */
public record Interval(double low, double high) {
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  public boolean known() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
