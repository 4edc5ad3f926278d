package io.medtrust.lab.run;

import io.medtrust.bus.AnalysisCommand.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one template of each kind and model from the samples of a reference clip. */
public final class Templates {
  private Templates() {}

  /** The mean of the samples; brought to length 1 when all of them were. */
  public static List<Template> mean(List<Template> samples) {
    Map<String, List<Template>> groups = new LinkedHashMap<>();
    for (var t : samples) {
      groups
          .computeIfAbsent(
              t.kind() + "|" + t.model() + "|" + t.values().size(), _ -> new ArrayList<>())
          .add(t);
    }
    return groups.values().stream().map(Templates::one).toList();
  }

  private static Template one(List<Template> group) {
    var first = group.getFirst();
    var sum = new double[first.values().size()];
    double quality = 0;
    boolean unit = true;
    for (var t : group) {
      double length = 0;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += t.values().get(i);
        length += t.values().get(i) * (double) t.values().get(i);
      }
      unit &= Math.abs(length - 1) < 1e-3;
      quality += t.quality() / group.size();
    }
    double scale = group.size();
    if (unit) {
      scale = 0;
      for (double s : sum) scale += s * s;
      scale = Math.sqrt(scale);
    }
    var values = new ArrayList<Float>(sum.length);
    for (double s : sum) values.add((float) (s / Math.max(scale, 1e-12)));
    return new Template(first.kind(), first.model(), values, quality);
  }
}
