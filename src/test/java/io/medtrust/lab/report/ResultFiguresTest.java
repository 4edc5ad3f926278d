package io.medtrust.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ResultFiguresTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

  @Test
  void trials_are_counted_by_person_and_a_miss_takes_longer_than_anything() {
    var figures = new Figures("replay", "Loops", "Program --json FILE").data("made", null);
    var found = figures.found("loop").headline();
    found.add("a", true, 4);
    found.add("a", true, 6);
    found.add("b", true, 5);
    found.add("b", false, Double.NaN);
    var alarms = figures.alarms("false");
    alarms.add("a", false);
    alarms.during(1800);
    var json = figures.json(DAY);
    assertEquals("2026-11-25", json.getString("date"));
    var share = json.getJsonArray("shares").getJsonObject(0);
    assertEquals(3, share.getInteger("count"));
    assertEquals(4, share.getInteger("of"));
    assertEquals(2, share.getInteger("persons"));
    assertEquals(1, share.getInteger("persons_wrong"));
    assertEquals(5.0, share.getDouble("p50_s"));
    assertEquals("infinite", share.getString("longest_s"));
    var none = json.getJsonArray("shares").getJsonObject(1);
    assertEquals(0, none.getInteger("persons_wrong"));
    assertEquals(0.5, none.getDouble("hours"));
    assertNull(none.getValue("p50_s"));
  }

  @Test
  void numbers_of_tables_are_short_and_say_when_there_is_none() {
    var figures = new Figures("pulse", "t", "c");
    figures.table("t", "a", "b", "c", "d").row(600, 0.30499, Double.NaN, Double.POSITIVE_INFINITY);
    var row = figures.json(DAY).getJsonArray("tables").getJsonObject(0).getJsonArray("rows");
    assertEquals("[[\"600\",\"0.30\",\"–\",\"∞\"]]", row.encode());
  }
}
