package io.medtrust.lab.report;

import java.util.List;

/** One self-contained HTML page: no script, nothing from elsewhere. */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light; }
      body { font: 15px/1.45 system-ui, sans-serif; color: #1b1f24; background: #fff;
             max-width: 1420px; margin: 2rem auto; padding: 0 1.2rem; }
      h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem;
             border-top: 1px solid #d0d7de; padding-top: 1.2rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
      p, ul { max-width: 76ch; } .small { color: #57606a; font-size: .87rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: .4rem 0 1rem; font-size: .87rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .22rem .5rem; border-bottom: 1px solid #d8dee4; text-align: right; white-space: nowrap; vertical-align: top; }
      th { font-weight: 600; background: #f6f8fa; } td:first-child, th:first-child, .second td:nth-child(2), .second th:nth-child(2) { text-align: left; }
      .plots { display: flex; flex-wrap: wrap; gap: 1.2rem; align-items: flex-start; }
      figure { margin: 0; } figcaption { font-size: .87rem; font-weight: 600; margin-bottom: .2rem; }
      svg text { font: 11px system-ui, sans-serif; fill: #57606a; }
      .frame { fill: none; stroke: #8c959f; } .grid { stroke: #eaeef2; } .axis { stroke: #8c959f; }
      .chance { stroke: #8c959f; stroke-dasharray: 3 4; }
      .key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .87rem; margin: .2rem 0 .6rem; }
      .key i { display: inline-block; width: 1.3em; height: .25em; vertical-align: middle; margin-right: .4em; }
      """;

  private static final List<String> NAMES =
      List.of("against", "class", "generator", "codec", "bitrate", "loss", "light");

  private final StringBuilder html = new StringBuilder();

  Page(String title) {
    html.append("<!doctype html><html lang='en'><head><meta charset='utf-8'>")
        .append("<meta name='viewport' content='width=device-width, initial-scale=1'><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><main><h1>")
        .append(escaped(title))
        .append("</h1>");
  }

  Page heading(int level, String text) {
    html.append("<h%d>%s</h%d>".formatted(level, escaped(text), level));
    return this;
  }

  Page text(String text) {
    html.append("<p>").append(escaped(text)).append("</p>");
    return this;
  }

  Page small(String text) {
    html.append("<p class='small'>").append(escaped(text)).append("</p>");
    return this;
  }

  Page list(List<String> items) {
    html.append("<ul>");
    for (var item : items) html.append("<li>").append(escaped(item)).append("</li>");
    html.append("</ul>");
    return this;
  }

  Page table(List<String> heading, List<List<String>> rows) {
    // The second column of a table is a name as well, unless it counts something.
    boolean named = heading.size() > 1 && NAMES.contains(heading.get(1));
    html.append("<div class='wide'><table")
        .append(named ? " class='second'" : "")
        .append("><thead><tr>");
    for (var cell : heading) html.append("<th scope='col'>").append(escaped(cell)).append("</th>");
    html.append("</tr></thead><tbody>");
    for (var row : rows) {
      html.append("<tr>");
      for (var cell : row) html.append("<td>").append(escaped(cell)).append("</td>");
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
    return this;
  }

  /** A key of coloured lines. */
  Page key(List<String> names) {
    html.append("<ul class='key'>");
    for (int i = 0; i < names.size(); i++) {
      html.append("<li><i style='background:%s'></i>".formatted(Plots.colour(i)))
          .append(escaped(names.get(i)))
          .append("</li>");
    }
    html.append("</ul>");
    return this;
  }

  /** Plots beside each other: caption and SVG in turn. */
  Page plots(String... captionsAndSvg) {
    html.append("<div class='plots'>");
    for (int i = 0; i < captionsAndSvg.length; i += 2) {
      html.append("<figure><figcaption>")
          .append(escaped(captionsAndSvg[i]))
          .append("</figcaption>")
          .append(captionsAndSvg[i + 1])
          .append("</figure>");
    }
    html.append("</div>");
    return this;
  }

  String end() {
    return html.append("</main></body></html>").toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
