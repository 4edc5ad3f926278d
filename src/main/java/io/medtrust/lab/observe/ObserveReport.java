package io.medtrust.lab.observe;

import io.medtrust.analysis.detect.capture.SkinTone;
import io.medtrust.lab.stats.Bounds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the lines of calls. Pure. */
final class ObserveReport {
  private static final double CONFIDENCE = 0.95;

  /** Shorter absences raise no alarm: the face must be gone for the detector's time and trust's. */
  private static final double ALARMING_AWAY = 8;

  private static final double ALARMING_MUTED = 12;

  private int calls;
  private double seconds;
  private double spent;
  private double trust;
  private int falseAlarms;
  private int facts;
  private int awayLong;
  private int mutedLong;
  private long probes;
  private long challenges;
  private long readings;
  private final Map<String, Integer> falseBy = new TreeMap<>();
  private final Map<String, Integer> factsBy = new TreeMap<>();
  private final Map<String, double[]> tones = new TreeMap<>();
  private final Map<String, Said> detectors = new TreeMap<>();
  private final JsonArray every = new JsonArray();

  private static final class Said {
    long ok;
    long failed;
    double cpu;
    final Map<String, Long> unknown = new TreeMap<>();

    boolean exercised() {
      return ok + failed > 0;
    }

    long unknown() {
      return unknown.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private ObserveReport() {}

  /**
   * @param lines of finished calls, as {@link ObservedCall#run} gives them
   * @return kind, title, command, date, build, data, conditions, results, not_measured
   */
  static JsonObject of(
      List<JsonObject> lines,
      String command,
      String date,
      String build,
      String fingerprint,
      String speech) {
    var report = new ObserveReport();
    for (var line : lines) report.add(line);
    return new JsonObject()
        .put("kind", "observe")
        .put("title", "False alarms of synthetic people, as observations without pixels")
        .put("command", command)
        .put("date", date)
        .put("build", build)
        .put(
            "data",
            new JsonObject()
                .put("name", "synthetic people as observations, another one each call")
                .put("fingerprint", fingerprint)
                .put("persons", report.calls))
        .put("conditions", conditions(speech))
        .put("results", report.results())
        .put("not_measured", report.notMeasured());
  }

  private void add(JsonObject line) {
    calls++;
    double length = line.getDouble("seconds");
    seconds += length;
    spent += line.getDouble("spent_seconds");
    trust += line.getDouble("trust_seconds");
    readings += line.getLong("readings");
    probes += line.getLong("light_probes");
    challenges += line.getLong("challenges");
    awayLong += longer(line.getJsonArray("away"), ALARMING_AWAY);
    mutedLong += longer(line.getJsonArray("muted"), ALARMING_MUTED);
    var tone =
        tones.computeIfAbsent(SkinTone.group(line.getDouble("ita")), _ -> new double[] {0, 0, 0});
    tone[0]++;
    tone[1] += length / 3600;
    for (var item : line.getJsonArray("alarms")) {
      var alarm = (JsonObject) item;
      var trigger = alarm.getString("trigger");
      if (alarm.getBoolean("fact")) {
        facts++;
        factsBy.merge(trigger, 1, Integer::sum);
        continue;
      }
      falseAlarms++;
      tone[2]++;
      falseBy.merge(trigger, 1, Integer::sum);
      every.add(new JsonObject().put("call", line.getLong("call")).mergeIn(alarm));
    }
    for (var entry : line.getJsonObject("detectors")) {
      var said = (JsonObject) entry.getValue();
      var sum = detectors.computeIfAbsent(entry.getKey(), _ -> new Said());
      sum.ok += said.getLong("ok");
      sum.failed += said.getLong("failed");
      sum.cpu += said.getDouble("cpu_seconds");
      for (var code : said.getJsonObject("unknown")) {
        sum.unknown.merge(code.getKey(), ((Number) code.getValue()).longValue(), Long::sum);
      }
    }
  }

  private static int longer(JsonArray spells, double seconds) {
    int n = 0;
    for (var spell : spells) if (((Number) spell).doubleValue() >= seconds) n++;
    return n;
  }

  private static JsonArray conditions(String speech) {
    return new JsonArray()
        .add("640 × 480, 30 pictures a second, 15 meshes a second; two voice windows a second")
        .add(
            "calls of 20 to 40 minutes; six room lights; 40 % with glasses; camera noise 0.6 to"
                + " 1.6")
        .add(
            "turns, looking away and down, nods, closed eyes, walking off, microphone off, long"
                + " listening, glasses put on and off")
        .add("light probes as the node makes them, prompts as a patient may ask for them, all done")
        .add("detectors and trust as shipped: no calibration curve, so alarms rest on facts")
        .add("no codec, no loss, no overload: readings arrive 150 ms after their media")
        .add(
            speech.equals("energy")
                ? "speech is told from noise by energy and not by the model (quicker)"
                : "speech is told from noise by the model");
  }

  private JsonObject results() {
    double hours = seconds / 3600;
    var byTone = new JsonObject();
    tones.forEach(
        (name, t) ->
            byTone.put(
                name,
                new JsonObject()
                    .put("calls", (int) t[0])
                    .put("hours", rounded(t[1]))
                    .put("false_alarms", (int) t[2])));
    var exercised = new JsonObject();
    var not = new JsonObject();
    detectors.forEach(
        (name, said) -> {
          if (said.exercised()) exercised.put(name, exercised(said));
          else not.put(name, new JsonObject().put("only_says", usual(said)));
        });
    return new JsonObject()
        .put("hours", rounded(hours))
        .put("calls", calls)
        .put("false_alarms", falseAlarms)
        .put(
            "false_alarms_per_100h_upper_95",
            rounded(100 * Bounds.poissonUpper(falseAlarms, Math.max(hours, 1e-9), CONFIDENCE)))
        .put("false_alarms_by_trigger", json(falseBy))
        .put("false_alarms_each", every)
        .put("true_alarms", facts)
        .put("true_alarms_by_trigger", json(factsBy))
        .put("absences_of_8_s_and_more", awayLong)
        .put("microphone_off_for_12_s_and_more", mutedLong)
        .put("light_probes", probes)
        .put("prompts", challenges)
        .put("readings", readings)
        .put("skin_tones", byTone)
        .put("detectors_exercised", exercised)
        .put("detectors_not_exercised", not)
        .put("times_real_time", rounded(seconds / Math.max(spent, 1e-9)))
        .put("trust_share_of_time", rounded(trust / Math.max(spent, 1e-9)));
  }

  private JsonObject exercised(Said said) {
    double all = said.ok + said.failed + said.unknown();
    return new JsonObject()
        .put("readings", (long) all)
        .put("known_share", rounded((said.ok + said.failed) / all))
        .put("failed", said.failed)
        .put("ms_per_second_of_call", rounded(1000 * said.cpu / seconds));
  }

  private static String usual(Said said) {
    return said.unknown.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("nothing");
  }

  private static JsonObject json(Map<String, Integer> counts) {
    var out = new JsonObject();
    counts.forEach(out::put);
    return out;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private JsonArray notMeasured() {
    var out = new JsonArray();
    detectors.forEach(
        (name, said) -> {
          if (!said.exercised()) {
            out.add(
                "%s: not exercised at this level, it only says %s".formatted(name, usual(said)));
          }
        });
    return out.add("people: nothing here carries over to real ones")
        .add("pixels: what decoder, tracker, codec and loss do to a picture")
        .add(
            "masks, hands before the face, somebody else in the picture, a person who ignores"
                + " prompts")
        .add("alarms of accumulated evidence and of scores: the build brings no curve");
  }
}
