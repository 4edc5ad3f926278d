package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.detect.identity.IdentitySamples.Sample;
import io.medtrust.analysis.lab.MediaFigures;
import io.medtrust.lab.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How well features tell people apart, by bitrate. {@code IdentityReport FILE MEDIA} prints, for
 * single cuts and for means of several:
 *
 * <ul>
 *   <li>clips: template from the first 40 % of a clip at 600 kbit/s (an actor's neutral clip),
 *       probes from the rest (the actor's other expressions); impostors are all other persons'
 *       probes;
 *   <li>stills: the pairs of master.csv, which are different pictures on different days.
 * </ul>
 */
final class IdentityReport {
  private static final int TEMPLATE_RATE = 600_000;
  private static final double MIN_QUALITY = 0.25;
  private static final double MATCH = 0.5;
  private static final double NO_MATCH = 0.45;

  private IdentityReport() {}

  public static void main(String[] args) throws IOException {
    var json = Figures.file(args);
    args = Figures.without(args);
    var all = IdentitySamples.read(Path.of(args[0]));
    var figures =
        MediaFigures.of(
                "face_identity",
                "Pairs of faces, and switches of person, a cut a second",
                "IdentitySamples DIR SAMPLES; IdentityReport SAMPLES DIR")
            .conditions("source, VP8 150/300/600/1200 kbit/s");
    var pairs =
        figures.table(
            "Cosine of the same person and of others",
            "of",
            "VP8, kbit/s",
            "same: lowest / 2 % / median",
            "pairs",
            "other: highest / 99.9 %",
            "pairs");
    for (int window : new int[] {1, 4}) {
      System.out.println("clips, mean of " + window + " cuts");
      for (int rate : IdentitySamples.RATES) clips(all, rate, window, figures, pairs);
    }
    System.out.println("changes within a call, a cut a second");
    for (int rate : IdentitySamples.RATES) changes(all, rate, figures);
    System.out.println("stills");
    for (int rate : IdentitySamples.RATES) stills(all, rate, Path.of(args[1]), pairs);
    figures
        .note(
            "The limits (match %s, no match %s) were chosen on these data: in-sample."
                .formatted(MATCH, NO_MATCH))
        .notMeasured("relatives and twins")
        .notMeasured("enrollment and call on different days by one camera")
        .write(json);
  }

  private static void clips(
      List<Sample> all, int rate, int window, Figures figures, Figures.Table table) {
    var enroll = new TreeMap<String, List<Sample>>();
    var probe = new TreeMap<String, List<Sample>>();
    for (var s : all) {
      if (s.still()) continue;
      boolean mead = s.clip().startsWith("mead-");
      double length = mead ? 0 : length(all, s.clip());
      boolean first = mead ? s.clip().contains("neutral") : s.seconds() < 0.4 * length;
      if (first && s.rate() == TEMPLATE_RATE) {
        enroll.computeIfAbsent(s.person(), _ -> new ArrayList<>()).add(s);
      }
      if (!first && s.rate() == rate) {
        probe.computeIfAbsent(s.clip(), _ -> new ArrayList<>()).add(s);
      }
    }
    // What an alert goes by: the mean of several cuts.
    boolean counted = window > 1 && rate == 300_000;
    var refused =
        counted
            ? figures
                .alarms("same person below the limit, means of cuts, VP8 300 kbit/s")
                .headline()
            : null;
    var confused =
        counted
            ? figures
                .alarms("another person above the limit, means of cuts, VP8 300 kbit/s")
                .headline()
            : null;
    var same = new ArrayList<Double>();
    var other = new ArrayList<Double>();
    var worst = new TreeMap<String, Double>();
    var persons = new TreeSet<String>();
    var pairs = new TreeSet<String>();
    int low = 0;
    int used = 0;
    for (var clip : probe.values()) {
      for (int i = 0; i + window <= clip.size(); i++) {
        // Neighbouring cuts are 0.2 s apart; in use they are a second apart, as here.
        var cuts = new ArrayList<Sample>();
        for (int k = i; k < clip.size() && cuts.size() < window; k += 5) cuts.add(clip.get(k));
        if (cuts.size() < window) break;
        var mean = mean(cuts);
        if (mean == null) {
          low++;
          continue;
        }
        used++;
        var who = clip.getFirst().person();
        persons.add(who);
        for (var e : enroll.entrySet()) {
          var template = mean(e.getValue());
          if (template == null) continue;
          double c = Vectors.cosine(mean, template);
          if (e.getKey().equals(who)) {
            same.add(c);
            if (counted) refused.add(who, c < NO_MATCH);
            worst.merge(who, c, Math::min);
          } else {
            other.add(c);
            if (counted) confused.add(who, c >= MATCH);
            pairs.add(who + " " + e.getKey());
          }
        }
      }
    }
    row(table, window == 1 ? "one cut" : window + " cuts", rate, same, other);
    print(rate, same, other, persons.size() + " persons, " + pairs.size() + " ordered pairs", low);
    if (rate == 300_000) System.out.println("   worst by person " + worst);
  }

  /**
   * The memory on one person's cuts after another's, for every ordered pair of persons and five
   * phases; and on each person alone, an actor's expressions one after the other.
   */
  private static void changes(List<Sample> all, int rate, Figures figures) {
    var what = rate == 0 ? "source" : "VP8 " + rate / 1000 + " kbit/s";
    var told = figures.found("switch to another person told within 10 cuts, " + what);
    var falsely = figures.alarms("change told of one person alone, " + what);
    if (rate == 300_000) {
      told.headline();
      falsely.headline();
    }
    var cuts = new TreeMap<String, List<Sample>>();
    for (var s : all) {
      if (s.still() || s.rate() != rate || s.quality() < MIN_QUALITY) continue;
      cuts.computeIfAbsent(s.person(), _ -> new ArrayList<>()).add(s);
    }
    int switches = 0;
    int missed = 0;
    int falses = 0;
    int genuine = 0;
    var seconds = new ArrayList<Double>();
    for (var first : cuts.values()) {
      for (int phase = 0; phase < 5; phase++) {
        var before = every(first, phase);
        genuine += before.size();
        var alone = new FaceMemory(MATCH, NO_MATCH);
        for (int i = 0; i < before.size(); i++) see(alone, i, before.get(i));
        falses += alone.changes();
        falsely.add(first.getFirst().person(), alone.changes() > 0);
        falsely.during(before.size());
        for (var second : cuts.values()) {
          var after = every(second, phase);
          if (first == second || before.size() < 4 || after.size() < 4) continue;
          var memory = new FaceMemory(MATCH, NO_MATCH);
          for (int i = 0; i < before.size(); i++) see(memory, i, before.get(i));
          int n = 0;
          while (n < after.size() && !memory.changed()) {
            see(memory, before.size() + n, after.get(n));
            n++;
          }
          switches++;
          told.add(first.getFirst().person(), memory.changed() && n <= 10, n);
          if (memory.changed()) seconds.add((double) n);
          else missed++;
        }
      }
    }
    seconds.sort(null);
    System.out.printf(
        "%8d %d persons, %d switches, missed %d, seconds to flag median %.0f 95%% %.0f max %.0f |"
            + " %d false changes in %d cuts of one person%n",
        rate,
        cuts.size(),
        switches,
        missed,
        at(seconds, 0.5),
        at(seconds, 0.95),
        at(seconds, 1),
        falses,
        genuine);
  }

  private static List<Sample> every(List<Sample> samples, int phase) {
    var some = new ArrayList<Sample>();
    for (int i = phase; i < samples.size(); i += 5) some.add(samples.get(i));
    return some;
  }

  private static void see(FaceMemory memory, int second, Sample s) {
    memory.add(second * 1_000_000L, s.features(), s.quality());
  }

  private static double length(List<Sample> all, String clip) {
    double longest = 0;
    for (var s : all) if (s.clip().equals(clip)) longest = Math.max(longest, s.seconds());
    return longest;
  }

  private static float[] mean(List<Sample> samples) {
    float[] sum = null;
    for (var s : samples) {
      if (s.quality() < MIN_QUALITY || s.features() == null) continue;
      if (sum == null) sum = new float[s.features().length];
      for (int i = 0; i < sum.length; i++) sum[i] += s.quality() * s.features()[i];
    }
    return sum == null ? null : Vectors.unit(sum);
  }

  private static void stills(List<Sample> all, int rate, Path media, Figures.Table table)
      throws IOException {
    var same = new ArrayList<Double>();
    var other = new ArrayList<Double>();
    int missing = 0;
    var rows = Files.readAllLines(media.resolve("face/verify-pairs/master.csv"));
    for (var row : rows.subList(1, rows.size())) {
      var cells = row.split(",");
      var a = mean(of(all, cells[0].trim(), rate));
      var b = mean(of(all, cells[1].trim(), rate));
      if (a == null || b == null) {
        missing++;
        continue;
      }
      (cells[2].trim().equals("Yes") ? same : other).add(Vectors.cosine(a, b));
    }
    row(table, "stills of other days", rate, same, other);
    print(rate, same, other, "pairs", missing);
  }

  private static List<Sample> of(List<Sample> all, String clip, int rate) {
    return all.stream()
        .filter(s -> s.clip().equals(clip) && s.rate() == rate && s.seconds() > 0.5)
        .toList();
  }

  private static void print(
      int rate, List<Double> same, List<Double> other, String what, int unusable) {
    same.sort(null);
    other.sort(null);
    System.out.printf(
        "%8d same n %5d min %.3f 1%% %.3f 2%% %.3f median %.3f | other n %6d max %.3f 99.9%% %.3f"
            + " 99%% %.3f median %.3f | gap %.3f | %s, unusable %d%n",
        rate,
        same.size(),
        at(same, 0),
        at(same, 0.01),
        at(same, 0.02),
        at(same, 0.5),
        other.size(),
        at(other, 1),
        at(other, 0.999),
        at(other, 0.99),
        at(other, 0.5),
        at(same, 0) - at(other, 1),
        what,
        unusable);
  }

  private static void row(
      Figures.Table table, String of, int rate, List<Double> same, List<Double> other) {
    same.sort(null);
    other.sort(null);
    table.row(
        of,
        rate == 0 ? "source" : rate / 1000,
        "%.3f / %.3f / %.3f".formatted(at(same, 0), at(same, 0.02), at(same, 0.5)),
        same.size(),
        "%.3f / %.3f".formatted(at(other, 1), at(other, 0.999)),
        other.size());
  }

  private static double at(List<Double> sorted, double share) {
    if (sorted.isEmpty()) return Double.NaN;
    return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
  }
}
