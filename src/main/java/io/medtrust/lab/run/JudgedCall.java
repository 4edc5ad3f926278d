package io.medtrust.lab.run;

import java.util.List;
import java.util.Locale;

/** A call that was made. */
record JudgedCall(PlannedCall planned, CallResult result) {
  String species() {
    return planned.species();
  }

  String subject() {
    return planned.clip().subject();
  }

  /** Mean of the known scores of a detector, 0..100; NaN when it never judged. */
  double score(String detector) {
    return result.of(detector).stream()
        .filter(CallResult.Line::known)
        .mapToDouble(CallResult.Line::score)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean of the log-likelihood ratios; NaN when there are none. */
  double llr(String detector) {
    return result.of(detector).stream()
        .filter(r -> r.llr() != null)
        .mapToDouble(CallResult.Line::llr)
        .average()
        .orElse(Double.NaN);
  }

  /** Seconds until a detector first said failed; NaN when it never did. */
  double failedAfterSeconds(String detector) {
    return result.of(detector).stream()
        .filter(r -> r.state().equals("FAILED"))
        .mapToDouble(r -> Math.max(0, r.at()) / 1000.0)
        .min()
        .orElse(Double.NaN);
  }

  /** Seconds until the first alert; NaN when there was none. */
  double alertAfterSeconds() {
    return alerts().stream().mapToDouble(a -> a.at() / 1000.0).min().orElse(Double.NaN);
  }

  List<CallResult.AlertLine> alerts() {
    return result.alerts().stream().filter(CallResult.AlertLine::active).toList();
  }

  /**
   * Light of the picture by the mean luma that frame integrity saw: {@code dark}, {@code dim},
   * {@code usual}, {@code bright}, or {@code not known}.
   */
  String light() {
    double brightness =
        result.of("frame_integrity").stream()
            .map(r -> r.evidence() == null ? null : r.evidence().get("brightness"))
            .filter(Number.class::isInstance)
            .mapToDouble(v -> ((Number) v).doubleValue())
            .average()
            .orElse(Double.NaN);
    if (Double.isNaN(brightness)) return "not known";
    if (brightness < 50) return "dark";
    if (brightness < 90) return "dim";
    return brightness <= 170 ? "usual" : "bright";
  }

  String by(String dimension) {
    var condition = planned.condition();
    return switch (dimension) {
      case "codec" -> condition.codecName();
      case "bitrate" -> String.format(Locale.ROOT, "%4d kbit/s", condition.kbps());
      case "loss" -> condition.loss() + " %";
      case "light" -> light();
      case "generator" -> planned.clip().generator();
      default -> throw new IllegalArgumentException(dimension);
    };
  }
}
