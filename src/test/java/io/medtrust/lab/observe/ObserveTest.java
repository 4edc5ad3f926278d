package io.medtrust.lab.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.lab.person.PersonObservations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserveTest {
  @Test
  void a_call_without_a_face_is_a_fact_only_while_the_person_is_away() {
    var truth = new AlarmTruth(t -> t >= 10 && t < 20, t -> t >= 30 && t < 60, 3, 5);
    assertTrue(truth.fact("no_face", 15));
    assertTrue(truth.fact("no_face", 13.1), "the earliest that it can be raised");
    assertFalse(truth.fact("no_face", 11), "away for too short a time to alarm of it");
    assertFalse(truth.fact("no_face", 25));
    assertTrue(truth.fact("silent", 40));
    assertFalse(truth.fact("silent", 15), "away and not muted");
    assertFalse(truth.fact("frozen", 15), "nothing else is true of a genuine person");
  }

  @Test
  void every_call_is_another_one_and_the_same_number_the_same() {
    var seen = new HashSet<Object>();
    for (long n = 0; n < 50; n++) {
      var script = CallScript.of(n);
      assertEquals(script.settings(), CallScript.of(n).settings());
      assertEquals(script.scene().actions(), CallScript.of(n).scene().actions());
      assertTrue(seen.add(script.settings()));
      assertTrue(script.seconds() >= 1200 && script.seconds() <= 2400);
    }
    assertNotEquals(CallScript.of(1).seed(), CallScript.of(2).seed());
  }

  @Test
  void nobody_speaks_in_another_room() {
    for (long n = 0; n < 30; n++) {
      var script = CallScript.of(n);
      for (var spell : script.away()) assertEquals(0, script.talk(spell.from() + 0.1));
    }
  }

  @Test
  void false_alarms_and_facts_are_never_mixed_and_hours_add_up() {
    var lines =
        List.of(
            line(0, 3600, 50, alarm("no_face", true)),
            line(1, 1800, 50, alarm("looped", false)),
            line(2, 1800, -40));
    var report = ObserveReport.of(lines, "c", "2026-01-01", "b", "f", "energy");
    var r = report.getJsonObject("results");
    assertEquals(2, r.getDouble("hours"));
    assertEquals(1, r.getInteger("false_alarms"));
    assertEquals(1, r.getInteger("true_alarms"));
    // 4.744 is the upper bound of a mean that gave one event.
    assertEquals(237.2, r.getDouble("false_alarms_per_100h_upper_95"), 0.1);
    assertEquals(1, r.getJsonObject("false_alarms_by_trigger").getInteger("looped"));
    assertEquals(
        1, r.getJsonObject("skin_tones").getJsonObject("light").getInteger("false_alarms"));
    assertEquals(1, r.getJsonObject("skin_tones").getJsonObject("dark").getInteger("calls"));
  }

  @Test
  void a_detector_that_never_judged_is_named() {
    var report =
        ObserveReport.of(List.of(line(0, 3600, 50)), "c", "2026-01-01", "b", "f", "energy");
    var r = report.getJsonObject("results");
    assertTrue(r.getJsonObject("detectors_exercised").containsKey("liveness"));
    assertTrue(r.getJsonObject("detectors_not_exercised").containsKey("presentation"));
    assertTrue(report.getJsonArray("not_measured").getString(0).startsWith("presentation"));
  }

  private static JsonObject alarm(String trigger, boolean fact) {
    return new JsonObject().put("trigger", trigger).put("seconds", 1.0).put("fact", fact);
  }

  private static JsonObject line(long call, double seconds, double ita, JsonObject... alarms) {
    var said = new JsonObject().put("ok", 5).put("failed", 1).put("cpu_seconds", 0.1);
    var silent = new JsonObject().put("ok", 0).put("failed", 0).put("cpu_seconds", 0.1);
    return new JsonObject()
        .put("call", call)
        .put("seconds", seconds)
        .put("ita", ita)
        .put("away", new JsonArray().add(12.5))
        .put("muted", new JsonArray())
        .put("light_probes", 2)
        .put("challenges", 1)
        .put("readings", 12)
        .put("alarms", new JsonArray(List.of((Object[]) alarms)))
        .put(
            "detectors",
            new JsonObject()
                .put("liveness", said.put("unknown", new JsonObject()))
                .put("presentation", silent.put("unknown", new JsonObject().put("warming_up", 9))))
        .put("trust_seconds", 0.1)
        .put("spent_seconds", 10.0);
  }

  @Test
  void who_walks_off_moves_through_several_pictures() {
    for (long call : new long[] {4, 11, 16, 17, 19, 24, 29}) {
      var script = CallScript.of(call);
      var person =
          new PersonObservations(script.seed(), script.settings(), script.scene(), 0, script::talk);
      for (var away : script.away()) {
        long first = Math.round(away.from() * PersonObservations.RATE);
        float[] last = null;
        for (long frame = first; frame < first + 75; frame++) {
          var grid = person.observe(frame).frame().grid();
          if (last != null) {
            double change = change(last, grid);
            assertTrue(change < 10, "call " + call + " changes by " + change + " in one picture");
          }
          last = grid;
        }
      }
    }
  }

  private static double change(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
    return sum / a.length;
  }
}
