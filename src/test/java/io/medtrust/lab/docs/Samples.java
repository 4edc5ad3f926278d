package io.medtrust.lab.docs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Result files as the commands write them, with figures that tests can know again. */
final class Samples {
  private Samples() {}

  static JsonObject run() {
    var apart =
        new JsonObject()
            .put("species", "other_person")
            .put("attacks", answers(40, 38, 19))
            .put(
                "time_to_fail",
                new JsonObject()
                    .put("found", 36)
                    .put("misses", 4)
                    .put("p50_s", 3.5)
                    .put("p95_s", "infinite"))
            .put("auc", 0.987)
            .put("auc_95", new JsonArray().add(0.95).add(1.0))
            .put("eer", 0.031)
            .put("eer_95", new JsonArray().add(0.0).add(0.08))
            .put("min_cllr", 0.123)
            .put("apcer_at_bpcer_1", 0.5)
            .put("apcer_at_bpcer_5", 0.25)
            .put("apcer_at_bpcer_15", 0.0)
            .put("roc", rows(new double[][] {{0, 1}, {0, 0.5}, {0, 0.1}, {0.1, 0}, {1, 0}}))
            .put(
                "by",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("dimension", "bitrate")
                            .put("value", "300 kbit/s")
                            .put("genuine", 20)
                            .put("genuine_subjects", 20)
                            .put("attacks", 19)
                            .put("attack_subjects", 19)
                            .put("auc", 0.97)));
    var few =
        new JsonObject()
            .put("species", "generated_face")
            .put("attacks", answers(2, 0, 0))
            .put("time_to_fail", new JsonObject().put("found", 0).put("misses", 2))
            .put("not_measured", "0 subjects judged of one of the classes");
    return new JsonObject()
        .put("made", "2026-11-25T03:00:00Z")
        .put("build", "1.2.3")
        .put("data_sha256", "0123456789abcdef")
        .put(
            "conditions",
            new JsonArray()
                .add("Opus 32 kbit/s, 0 % loss")
                .add("VP8 300 kbit/s, 0 % loss")
                .add("VP8 600 kbit/s, 0 % loss"))
        .put(
            "trust", new JsonArray().add(trust("faces", 20, 0.25, 1)).add(trust("voices", 0, 0, 0)))
        .put(
            "detectors",
            new JsonArray()
                .add(
                    detector("face_identity", "faces", answers(20, 20, 20))
                        .put("species", new JsonArray().add(apart).add(few)))
                .add(
                    detector("light_probe", "faces", answers(20, 0, 0))
                        .put("species", new JsonArray())));
  }

  private static JsonObject trust(String judges, int subjects, double hours, int alarms) {
    return new JsonObject()
        .put("judges", judges)
        .put("genuine_subjects", subjects)
        .put("hours", hours)
        .put("false_alarms", alarms)
        .put("false_alarms_by_trigger", new JsonObject().put("face_presence:no_face", alarms));
  }

  private static JsonObject detector(String name, String judges, JsonObject genuine) {
    return new JsonObject()
        .put("detector", name)
        .put("judges", judges)
        .put("genuine", genuine)
        .put(
            "genuine_failed",
            new JsonObject()
                .put("calls", 0)
                .put("subjects", 0)
                .put("subject_share_upper_95", 0.1391));
  }

  private static JsonObject answers(int calls, int judged, int subjects) {
    return new JsonObject()
        .put("calls", calls)
        .put("calls_judged", judged)
        .put("subjects", Math.max(1, subjects))
        .put("subjects_judged", subjects)
        .put("unknown_share", 0.25);
  }

  static JsonArray rows(double[][] rows) {
    var array = new JsonArray();
    for (var row : rows) {
      var one = new JsonArray();
      for (double v : row) one.add(v);
      array.add(one);
    }
    return array;
  }

  static JsonObject attack() {
    return new JsonObject()
        .put("made", "2026-11-25T02:30:00Z")
        .put("build", "1.2.3")
        .put("data_sha256", "0123456789abcdef")
        .put("condition", "VP8 600 kbit/s, Opus 32 kbit/s, 0.0 % loss")
        .put("horizon_s", 30.0)
        .put("genuine_hours_before_attacks", 0.11)
        .put("false_alarms_before", 0)
        .put("cuts", 7)
        .put(
            "kinds",
            new JsonArray()
                .add(kind("frozen", 30, 0, 4.25, 6.0))
                .add(kind("synthetic_voice", 30, 12, 20.0, "infinite")));
  }

  private static JsonObject kind(String kind, int runs, int missed, double p50, Object p95) {
    return new JsonObject()
        .put("kind", kind)
        .put("runs", runs)
        .put("persons", 9)
        .put("alert_misses", missed)
        .put("alert_p50_s", p50)
        .put("alert_p95_s", p95)
        .put("alert_missed_share_upper_95", missed == 0 ? 0.095 : 0.56)
        .put("alert_beyond_cut_p50_s", p50 + 1)
        .put("alert_beyond_cut_p95_s", "infinite")
        .put("detector_misses", 1)
        .put("detector_p50_s", 4.0)
        .put("detector_p95_s", 5.0)
        .put("alert_triggers", new JsonObject().put("frame_integrity:frozen", 29).put("none", 1))
        .put(
            "by_detector",
            new JsonObject()
                .put(
                    "frame_integrity",
                    new JsonObject().put("found", 29).put("p50_s", 4.0).put("p95_s", 5.0)))
        .put("false_alarms_before", 0);
  }

  static JsonObject alarms(String kind, double hours, int alarms) {
    return new JsonObject()
        .put("kind", kind)
        .put("title", "genuine calls of " + kind)
        .put("command", "./medtrust lab " + kind)
        .put("date", "2026-11-25")
        .put(
            "results",
            new JsonObject().put("persons", 75).put("hours", hours).put("false_alarms", alarms));
  }

  static JsonObject figures() {
    return new JsonObject()
        .put("kind", "figures")
        .put("about", "replay")
        .put("title", "Loops and later calls")
        .put("command", "SignalReport replay --json FILE")
        .put("date", "2026-11-25")
        .put("data", new JsonObject().put("name", "real clips").put("sha256", "0123456789abcdef"))
        .put(
            "shares",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("what", "loop found within 10 s")
                        .put("count", 26)
                        .put("of", 26)
                        .put("persons", 12)
                        .put("persons_wrong", 0)
                        .put("good", "high")
                        .put("p50_s", 5.1)
                        .put("longest_s", 6.7)
                        .put("headline", true)))
        .put(
            "tables",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("columns", new JsonArray().add("rate").add("found"))
                        .put("rows", new JsonArray().add(new JsonArray().add(150).add("13 | 13")))))
        .put("not_measured", new JsonArray().add("a television in the background"));
  }
}
