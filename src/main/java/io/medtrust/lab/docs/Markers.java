package io.medtrust.lab.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The blocks of a page that are written by the lab: what stands between the lines {@code <!--
 * lab:begin NAME -->} and {@code <!-- lab:end NAME -->}.
 */
final class Markers {
  private static final Pattern MARKER =
      Pattern.compile("^<!-- lab:(begin|end) ([a-z_-]+) -->$", Pattern.MULTILINE);
  private static final Pattern LIKE_ONE = Pattern.compile("^<!--\\s*lab:.*$", Pattern.MULTILINE);

  private Markers() {}

  /** Whether a page has any block. */
  static boolean in(String page) {
    return MARKER.matcher(page).find();
  }

  /** Names in order. */
  static List<String> names(String page) {
    var names = new ArrayList<String>();
    var m = MARKER.matcher(page);
    while (m.find()) if (m.group(1).equals("begin")) names.add(m.group(2));
    return names;
  }

  /**
   * The page with its blocks written anew.
   *
   * @param page its name, for messages
   * @param block text of a name
   * @throws Malformed when a marker has no partner
   */
  static String fill(String page, String text, UnaryOperator<String> block) {
    var out = new StringBuilder();
    var m = MARKER.matcher(text);
    int copied = 0;
    String open = null;
    while (m.find()) {
      boolean begin = m.group(1).equals("begin");
      if (begin == (open != null) || !begin && !m.group(2).equals(open)) {
        throw new Malformed(page, "the marker \"%s\" has no partner".formatted(m.group()));
      }
      if (begin) {
        open = m.group(2);
        out.append(text, copied, m.end()).append("\n\n").append(block.apply(open)).append('\n');
      } else {
        open = null;
        out.append(m.group());
      }
      copied = m.end();
    }
    var like = LIKE_ONE.matcher(text);
    while (like.find()) {
      if (!MARKER.matcher(like.group()).matches()) {
        throw new Malformed(page, "\"%s\" is no marker".formatted(like.group()));
      }
    }
    if (open != null) {
      throw new Malformed(page, "the marker of \"%s\" has no partner".formatted(open));
    }
    return out.append(text.substring(copied)).toString();
  }
}
