package io.medtrust.lab.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Conditions of a run in few words. */
final class Conditions {
  private static final Pattern ONE =
      Pattern.compile("(\\S+) (\\d+) kbit/s, (\\d+(?:\\.\\d+)?) % loss");

  /** All conditions of one codec. */
  private record Sent(Set<Double> rates, Set<Double> losses, Set<String> each) {
    Sent() {
      this(new TreeSet<>(), new TreeSet<>(), new LinkedHashSet<>());
    }

    String text(String codec) {
      if (each.size() < rates.size() * losses.size()) return String.join("; ", each);
      return "%s %s kbit/s, %s %% loss".formatted(codec, all(rates), all(losses));
    }
  }

  private Conditions() {}

  /**
   * @param conditions as "VP8 600 kbit/s, 0 % loss"
   * @return as "VP8 300/600 kbit/s, 0/2 % loss" where every combination is there; what has another
   *     form stands as it is
   */
  static String text(List<String> conditions) {
    var others = new ArrayList<String>();
    Map<String, Sent> byCodec = new LinkedHashMap<>();
    for (var condition : conditions) {
      var text = condition.replace(".0 % loss", " % loss");
      var m = ONE.matcher(text);
      if (!m.matches()) {
        others.add(text);
        continue;
      }
      var sent = byCodec.computeIfAbsent(m.group(1), _ -> new Sent());
      sent.rates.add(Double.valueOf(m.group(2)));
      sent.losses.add(Double.valueOf(m.group(3)));
      sent.each.add(text);
    }
    var parts = new ArrayList<String>();
    byCodec.forEach((codec, sent) -> parts.add(sent.text(codec)));
    parts.addAll(others);
    return String.join("; ", parts);
  }

  private static String all(Set<Double> values) {
    return values.stream().map(Say::plain).collect(Collectors.joining("/"));
  }
}
