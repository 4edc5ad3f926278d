package io.medtrust.lab.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakSumTest {
  @Test
  void calls_that_count_are_added_up_and_others_are_only_counted() {
    var sum =
        SoakSum.of(
            List.of(
                "{\"call\":0,\"media_ms\":1800000,\"behind\":false,\"alarms\":[]}",
                "{\"call\":1,\"media_ms\":5400000,\"behind\":false,\"alarms\":[\"cut\",\"cut\"]}",
                "{\"call\":2,\"media_ms\":3600000,\"behind\":true,\"alarms\":[\"no_face\"]}",
                "{\"call\":3,\"media"));
    assertEquals(new SoakSum(2, 1, 2, Map.of("cut", 2)), sum);
    // Garwood: two events, 95 %: 6.296.
    assertEquals(3.148, sum.perHourUpper(), 0.001);
    var json = sum.json("2026-11-25", "1.0");
    assertEquals("soak", json.getString("kind"));
    assertEquals(2, json.getJsonObject("results").getInteger("false_alarms"));
    assertEquals(1, json.getJsonObject("results").getInteger("calls_not_counted"));
  }
}
