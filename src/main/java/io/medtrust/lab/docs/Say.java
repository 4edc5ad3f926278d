package io.medtrust.lab.docs;

import io.medtrust.lab.stats.Bounds;
import io.medtrust.lab.stats.Interval;
import java.util.Locale;

/** Numbers and words as the pages write them. */
final class Say {
  static final String NOT_MEASURED = "not measured";
  static final String NOTHING = "–";

  private Say() {}

  static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Without needless zeros. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Percent without its sign: whole ones, tenths below 10. */
  static String hundredths(double share) {
    double percent = share * 100;
    return fixed(percent, percent == Math.rint(percent) || percent >= 10 ? 0 : 1);
  }

  /** A bound is never made smaller by rounding. */
  static String upTo(double share) {
    double percent = share * 100;
    double step = percent < 10 ? 10 : 1;
    return hundredths(Math.ceil(percent * step - 1e-9) / step / 100) + " %";
  }

  /** A share, or a dash. */
  static String percent(Double share) {
    return share == null ? NOTHING : hundredths(share) + " %";
  }

  static String percent(Double share, Interval interval) {
    if (share == null) return NOTHING;
    return percent(share)
        + (interval.known()
            ? " [%s, %s]".formatted(hundredths(interval.low()), hundredths(interval.high()))
            : " [–]");
  }

  static String figure(Double value, Interval interval) {
    if (value == null) return NOTHING;
    if (value == 1 && interval.low() == 1) return "1.00 [no overlap]";
    return fixed(value, 2)
        + (interval.known()
            ? " [%s, %s]".formatted(fixed(interval.low(), 2), fixed(interval.high(), 2))
            : " [–]");
  }

  /**
   * An equal error rate. Where nobody was judged wrongly every bootstrap draw says 0, which is no
   * interval: the bound is then that of so many subjects.
   *
   * @param subjects of the smaller class
   */
  static String eer(Double eer, Interval interval, int subjects) {
    if (eer == null || eer > 0 || !interval.known() || interval.high() > 0) {
      return percent(eer, interval);
    }
    return "0 % [none wrong, at most " + upTo(Bounds.shareUpper(0, subjects, 0.95)) + "]";
  }

  /** A time; ∞ when it never came, a dash when there is none. */
  static String seconds(double value) {
    if (Double.isNaN(value)) return NOTHING;
    return Double.isInfinite(value) ? "∞" : fixed(value, 1) + " s";
  }

  static String hours(double hours) {
    return fixed(hours, hours < 10 ? 2 : hours < 100 ? 1 : 0) + " h";
  }

  /**
   * @param perHour upper bound of a rate
   */
  static String rate(double perHour) {
    if (Double.isInfinite(perHour)) return NOTHING;
    if (perHour >= 10) return "%s an hour".formatted(fixed(Math.ceil(perHour), 0));
    if (perHour >= 0.1) return "%s an hour".formatted(fixed(Math.ceil(perHour * 100) / 100, 2));
    return "%s in 100 h".formatted(fixed(Math.ceil(perHour * 1e4) / 100, 2));
  }

  static String count(int n, String one) {
    return "%d %s%s".formatted(n, one, n == 1 ? "" : "s");
  }

  static String words(String name) {
    return name.replace('_', ' ');
  }
}
