package io.medtrust.lab.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private record Sent(Set<Double> rates, Set<Double> losses) {
    Sent() {
      this(new TreeSet<>(), new TreeSet<>());
    }
  }

  private Conditions() {}

  /**
   * @param conditions as "VP8 600 kbit/s, 0 % loss"
   * @return as "VP8 300/600 kbit/s, 0/2 % loss"; what has another form stands as it is
   */
  static String text(List<String> conditions) {
    var parts = new ArrayList<String>();
    Map<String, Sent> byCodec = new LinkedHashMap<>();
    for (var condition : conditions) {
      var m = ONE.matcher(condition);
      if (!m.matches()) {
        parts.add(condition.replace(".0 % loss", " % loss"));
        continue;
      }
      var sent = byCodec.computeIfAbsent(m.group(1), _ -> new Sent());
      sent.rates.add(Double.valueOf(m.group(2)));
      sent.losses.add(Double.valueOf(m.group(3)));
    }
    byCodec.forEach(
        (codec, sent) ->
            parts.add(
                "%s %s kbit/s, %s %% loss".formatted(codec, all(sent.rates), all(sent.losses))));
    return String.join("; ", parts);
  }

  private static String all(Set<Double> values) {
    return values.stream().map(Say::plain).collect(Collectors.joining("/"));
  }
}
