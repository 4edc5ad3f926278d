package io.medtrust.lab.report;

import io.medtrust.lab.stats.Interval;
import io.medtrust.lab.stats.Probit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plots as inline SVG. Colours are Okabe and Ito's, told apart also without colour vision. */
final class Plots {
  /**
   * A line of a plot.
   *
   * @param points BPCER and APCER of each point, 0..1
   * @param band APCER and the interval of BPCER there, by rising APCER; may be empty
   * @param eer the interval of the equal error rate, drawn where there is no band
   */
  record Line(String name, List<double[]> points, List<double[]> band, Interval eer) {
    Line(String name, List<double[]> points) {
      this(name, points, List.of(), Interval.UNKNOWN);
    }
  }

  /** Where a point of APCER and BPCER is drawn, in pixels. */
  private interface Place {
    double[] of(double apcer, double bpcer);
  }

  /**
   * Bars of one class.
   *
   * @param shares by score, 0..1
   */
  record Bars(String name, List<Double> shares) {}

  static final String GENUINE = "#0072b2";
  private static final String[] COLOURS = {
    "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#806000", "#5b3c88", "#444444"
  };
  static final int COLOUR_COUNT = COLOURS.length;
  private static final int SIDE = 250;
  private static final int LEFT = 52;
  private static final int TOP = 10;
  private static final int BELOW = 44;
  private static final double[] DET_TICKS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8};
  private static final double DET_LOW = Probit.of(0.006);
  private static final double DET_HIGH = Probit.of(0.9);

  private Plots() {}

  static String colour(int index) {
    return COLOURS[index % COLOUR_COUNT];
  }

  /** Accepted genuine calls over accepted attacks. */
  static String roc(List<Line> lines) {
    var svg = begin("ROC: genuine calls accepted over attacks accepted");
    for (int i = 0; i <= 4; i++) {
      double v = i / 4.0;
      xTick(svg, v, ticked(v));
      yTick(svg, v, ticked(v));
    }
    text(svg, "attacks accepted (APCER), %", "genuine accepted (1 − BPCER), %");
    svg.append(
        "<line x1='%d' y1='%d' x2='%d' y2='%d' class='chance'/>"
            .formatted(LEFT, TOP + SIDE, LEFT + SIDE, TOP));
    lines(svg, lines, (apcer, bpcer) -> at(apcer, 1 - bpcer));
    return svg.append("</svg>").toString();
  }

  /** Both errors on probit axes. */
  static String det(List<Line> lines) {
    var svg = begin("DET: genuine calls refused over attacks accepted, probit axes");
    for (double t : DET_TICKS) {
      xTick(svg, scaled(t), ticked(t));
      yTick(svg, scaled(t), ticked(t));
    }
    text(svg, "attacks accepted (APCER), %", "genuine refused (BPCER), %");
    svg.append(
        "<line x1='%d' y1='%d' x2='%d' y2='%d' class='chance'/>"
            .formatted(LEFT, TOP + SIDE, LEFT + SIDE, TOP));
    lines(svg, lines, (apcer, bpcer) -> at(scaled(apcer), scaled(bpcer)));
    return svg.append("</svg>").toString();
  }

  private static void lines(StringBuilder svg, List<Line> lines, Place place) {
    for (int i = 0; i < lines.size(); i++) interval(svg, lines.get(i), place, i);
    for (int i = 0; i < lines.size(); i++) {
      var points = lines.get(i).points().stream().map(p -> place.of(p[1], p[0])).toList();
      path(svg, points, i);
    }
  }

  /** The interval of the curve, or of its equal error rate along the line of equal errors. */
  private static void interval(StringBuilder svg, Line line, Place place, int index) {
    if (!line.band().isEmpty()) {
      var around = new ArrayList<double[]>();
      for (var b : line.band()) around.add(place.of(b[0], b[1]));
      for (var b : line.band().reversed()) around.add(place.of(b[0], b[2]));
      svg.append(
          "<polygon class='f%d' fill='%s' fill-opacity='.13' points='"
              .formatted(index % COLOUR_COUNT, colour(index)));
      points(svg, around);
      svg.append("'/>");
    } else if (line.eer().known()) {
      svg.append(
          "<polyline class='l%d' fill='none' stroke-width='7' stroke-opacity='.35' stroke='%s' points='"
              .formatted(index % COLOUR_COUNT, colour(index)));
      points(
          svg,
          List.of(
              place.of(line.eer().low(), line.eer().low()),
              place.of(line.eer().high(), line.eer().high())));
      svg.append("'/>");
    }
  }

  /** Place on a probit axis, 0..1; what lies outside is drawn at the edge. */
  private static double scaled(double p) {
    return Math.clamp((Probit.of(Math.clamp(p, 0, 1)) - DET_LOW) / (DET_HIGH - DET_LOW), 0.0, 1.0);
  }

  /** Scores of each class, one below the other. */
  static String histograms(Bars genuine, List<Bars> attacks) {
    int row = 56;
    int rows = attacks.size() + 1;
    int width = 300;
    int height = rows * row + 34;
    var svg =
        new StringBuilder(
            "<svg role='img' aria-label='Scores of genuine calls and of attacks' width='%d' height='%d' viewBox='0 0 %d %d'>"
                .formatted(width + 20, height, width + 20, height));
    row(svg, genuine, GENUINE, 0, row, width);
    for (int i = 0; i < attacks.size(); i++) {
      row(svg, attacks.get(i), colour(i), (i + 1) * row, row, width);
    }
    for (int v = 0; v <= 100; v += 25) {
      svg.append(
          "<text x='%d' y='%d' text-anchor='middle'>%d</text>"
              .formatted(10 + width * v / 100, rows * row + 14, v));
    }
    svg.append(
        "<text x='%d' y='%d' text-anchor='middle'>score (higher = more authentic)</text></svg>"
            .formatted(10 + width / 2, rows * row + 30));
    return svg.toString();
  }

  private static void row(
      StringBuilder svg, Bars bars, String colour, int top, int row, int width) {
    double most = bars.shares().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    int n = Math.max(1, bars.shares().size());
    for (int i = 0; i < bars.shares().size() && most > 0; i++) {
      double h = bars.shares().get(i) / most * (row - 20);
      if (h == 0) continue;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s to %d:"
                  + " %s</title></rect>",
              10 + width * i / (double) n,
              top + row - 2 - h,
              width / (double) n - 1,
              h,
              colour,
              i * 100 / n,
              (i + 1) * 100 / n,
              percent(bars.shares().get(i))));
    }
    svg.append(
        "<line x1='10' y1='%d' x2='%d' y2='%d' class='axis'/><text x='10' y='%d'>%s%s</text>"
            .formatted(
                top + row - 2,
                10 + width,
                top + row - 2,
                top + 12,
                Page.escaped(bars.name()),
                most == 0 ? " (never judged)" : ""));
  }

  private static StringBuilder begin(String label) {
    int w = LEFT + SIDE + 16;
    int h = TOP + SIDE + BELOW;
    return new StringBuilder(
            "<svg role='img' aria-label='%s' width='%d' height='%d' viewBox='0 0 %d %d'>"
                .formatted(label, w, h, w, h))
        .append(
            "<rect x='%d' y='%d' width='%d' height='%d' class='frame'/>"
                .formatted(LEFT, TOP, SIDE, SIDE));
  }

  private static void xTick(StringBuilder svg, double share, String label) {
    double x = LEFT + share * SIDE;
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' class='grid'/><text x='%.1f' y='%d'"
                + " text-anchor='middle'>%s</text>",
            x,
            TOP,
            x,
            TOP + SIDE,
            x,
            TOP + SIDE + 15,
            label));
  }

  private static void yTick(StringBuilder svg, double share, String label) {
    double y = TOP + SIDE - share * SIDE;
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' class='grid'/><text x='%d' y='%.1f'"
                + " text-anchor='end'>%s</text>",
            LEFT,
            y,
            LEFT + SIDE,
            y,
            LEFT - 4,
            y + 4,
            label));
  }

  private static void text(StringBuilder svg, String x, String y) {
    svg.append(
        "<text x='%d' y='%d' text-anchor='middle'>%s</text>"
            .formatted(LEFT + SIDE / 2, TOP + SIDE + 34, x));
    svg.append(
        "<text transform='translate(12 %d) rotate(-90)' text-anchor='middle'>%s</text>"
            .formatted(TOP + SIDE / 2, y));
  }

  private static double[] at(double x, double y) {
    return new double[] {LEFT + x * SIDE, TOP + SIDE - y * SIDE};
  }

  private static void path(StringBuilder svg, List<double[]> points, int index) {
    svg.append(
        "<polyline class='l%d' fill='none' stroke-width='2' stroke='%s' points='"
            .formatted(index % COLOUR_COUNT, colour(index)));
    points(svg, bent(points));
    svg.append("'/>");
  }

  private static void points(StringBuilder svg, List<double[]> points) {
    for (var p : points) svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", p[0], p[1]));
    svg.setLength(svg.length() - (points.isEmpty() ? 0 : 1));
  }

  /** Without the points in the middle of a step. */
  private static List<double[]> bent(List<double[]> points) {
    var bent = new ArrayList<double[]>();
    for (int i = 0; i < points.size(); i++) {
      var p = points.get(i);
      if (!bent.isEmpty() && i < points.size() - 1) {
        var a = bent.getLast();
        var b = points.get(i + 1);
        if (near(a[0], p[0]) && near(p[0], b[0]) || near(a[1], p[1]) && near(p[1], b[1])) continue;
      }
      bent.add(p);
    }
    return bent;
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) < 0.05;
  }

  private static String ticked(double share) {
    return Long.toString(Math.round(share * 100));
  }

  static String percent(double share) {
    double p = share * 100;
    return p == Math.rint(p)
        ? String.format(Locale.ROOT, "%.0f %%", p)
        : String.format(Locale.ROOT, "%.1f %%", p);
  }
}
