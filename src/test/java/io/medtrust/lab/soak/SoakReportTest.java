package io.medtrust.lab.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakReportTest {
  private static JsonObject line(String print, int minutes, int fps, boolean behind, String... of) {
    return new JsonObject()
        .put("fingerprint", print)
        .put("fps", fps)
        .put("media_ms", minutes * 60_000L)
        .put("behind", behind)
        .put("alarms", new JsonArray(List.of((Object[]) of)));
  }

  private static JsonObject report(List<JsonObject> lines, List<JsonObject> added) {
    return SoakReport.of(lines, added, "c", "2026-01-01", "b", "now");
  }

  @Test
  void hours_of_another_program_are_not_mixed_with_those_of_this_one() {
    var r =
        report(
                List.of(
                    line("now", 60, 30, false),
                    line("now", 60, 15, false, "frozen"),
                    line("now", 60, 15, true, "frozen"),
                    line("old", 600, 30, false, "looped")),
                List.of())
            .getJsonObject("results");
    assertEquals(2, r.getDouble("hours"));
    assertEquals(1, r.getDouble("hours_at_15_fps"));
    assertEquals(1, r.getInteger("false_alarms"));
    assertEquals(1, r.getInteger("calls_not_counted"));
    assertEquals(4.744 / 2, r.getDouble("false_alarms_per_hour_upper_95"), 0.01);
    assertEquals(2, r.getJsonArray("by_program").size());
  }

  @Test
  void reports_of_other_machines_add_up_and_never_twice() {
    var there = report(List.of(line("now", 120, 30, false, "silent")), List.of());
    var here = report(List.of(line("now", 60, 30, false)), List.of(there));
    var r = here.getJsonObject("results");
    assertEquals(3, r.getDouble("hours"));
    assertEquals(1, r.getJsonObject("false_alarms_by_trigger").getInteger("silent"));
    assertThrows(
        IllegalArgumentException.class, () -> report(List.of(), List.of(there, there.copy())));
    assertThrows(
        IllegalArgumentException.class,
        () -> report(List.of(), List.of(new JsonObject().put("kind", "run"))));
  }
}
