package io.medtrust.lab.report;

import io.medtrust.lab.stats.Interval;
import java.util.List;

/**
 * ROC and DET of one detector as an SVG file of its own, to be read on a light and on a dark page:
 * it brings its background.
 */
public final class PlotFile {
  /**
   * One kind of attack.
   *
   * @param points BPCER and APCER of each point, 0..1
   * @param band APCER and the interval of BPCER there, by rising APCER; may be empty
   * @param eer interval of the equal error rate, drawn where there is no band
   */
  public record Curve(String name, List<double[]> points, List<double[]> band, Interval eer) {}

  private static final int WIDTH = 660;
  private static final int PLOT_TOP = 44;
  private static final int PLOT_HEIGHT = 304;
  private static final int KEY_ROW = 18;
  private static final int KEY_COLUMN = 320;

  private static final String STYLE =
      """
      svg{color-scheme:light dark}
      text{font:11px system-ui,sans-serif;fill:#424a53}
      .title{font-size:13px;font-weight:600;fill:#1b1f24}
      .page{fill:#fff}.frame{fill:none;stroke:#8c959f}.grid{stroke:#e4e8ec}
      .chance{stroke:#8c959f;stroke-dasharray:3 4}
      @media (prefers-color-scheme:dark){
      text{fill:#b1bac4}.title{fill:#f0f3f6}.page{fill:#0d1117}.grid{stroke:#2b323b}
      .l5{stroke:#c9a227}.l6{stroke:#a58be0}.l7{stroke:#c0c0c0}
      .f5{fill:#c9a227}.f6{fill:#a58be0}.f7{fill:#c0c0c0}}
      """;

  private PlotFile() {}

  /**
   * @param title what was measured, one line
   * @param curves at least one
   */
  public static String of(String title, List<Curve> curves) {
    var lines = curves.stream().map(c -> new Plots.Line(c.name, c.points, c.band, c.eer)).toList();
    int rows = (curves.size() + 1) / 2;
    int height = PLOT_TOP + PLOT_HEIGHT + rows * KEY_ROW + 10;
    var svg =
        new StringBuilder(
            "<svg xmlns='http://www.w3.org/2000/svg' role='img' aria-label='%s' width='%d' height='%d' viewBox='0 0 %d %d'>"
                .formatted(Page.escaped(title), WIDTH, height, WIDTH, height));
    svg.append("<style>").append(STYLE.replace("\n", "")).append("</style>");
    svg.append("<rect class='page' width='%d' height='%d'/>".formatted(WIDTH, height));
    svg.append("<text class='title' x='12' y='20'>").append(Page.escaped(title)).append("</text>");
    svg.append("<text x='52' y='39'>ROC</text><text x='382' y='39'>DET</text>\n");
    svg.append(placed(Plots.roc(lines), 0)).append('\n');
    svg.append(placed(Plots.det(lines), 330)).append('\n');
    for (int i = 0; i < curves.size(); i++) {
      int x = 20 + i % 2 * KEY_COLUMN;
      int y = PLOT_TOP + PLOT_HEIGHT + 12 + i / 2 * KEY_ROW;
      svg.append(
          "<path class='l%d' fill='none' stroke-width='4' stroke='%s' d='M%d %dh22'/>"
              .formatted(i % Plots.COLOUR_COUNT, Plots.colour(i), x, y - 4));
      svg.append("<text x='%d' y='%d'>".formatted(x + 30, y))
          .append(Page.escaped(curves.get(i).name))
          .append("</text>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static String placed(String svg, int x) {
    return svg.replaceFirst("<svg ", "<svg x='%d' y='%d' ".formatted(x, PLOT_TOP - 4));
  }
}
