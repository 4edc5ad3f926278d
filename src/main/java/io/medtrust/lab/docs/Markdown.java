package io.medtrust.lab.docs;

import java.util.Collections;
import java.util.List;

/** Parts of a page. What comes from a file can end no cell, no block and no page. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown paragraph(String line) {
    if (!text.isEmpty()) text.append('\n');
    text.append(line).append('\n');
    return this;
  }

  /** Nothing when there are no rows. */
  Markdown table(List<String> heading, List<List<String>> rows) {
    if (rows.isEmpty()) return this;
    if (!text.isEmpty()) text.append('\n');
    row(heading);
    text.append('|')
        .append(String.join("|", Collections.nCopies(heading.size(), "---")))
        .append("|\n");
    for (var row : rows) row(row);
    return this;
  }

  private void row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Folded away until it is asked for. */
  Markdown folded(String summary, Markdown inside) {
    if (inside.text.isEmpty()) return this;
    return paragraph("<details><summary>" + summary + "</summary>")
        .paragraph(inside.text.toString())
        .paragraph("</details>");
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Text of a file for a cell or a paragraph. */
  static String safe(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("|", "\\|");
  }

  /** Text of a file as code. */
  static String code(String text) {
    return "`" + text.strip().replaceAll("\\s+", " ").replace('`', '\'').replace("|", "\\|") + "`";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
