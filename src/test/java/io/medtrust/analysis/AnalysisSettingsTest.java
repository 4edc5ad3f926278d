package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.ops.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisSettingsTest {
  private static Map<String, String> detectors(Map<String, String> replaced) {
    return AnalysisSettings.from(Settings.load(null, Map.of()).with(replaced)).detectors();
  }

  @Test
  void detectorsAreToldTheModeOfTheNode() {
    assertEquals("development", detectors(Map.of()).get("app_mode"));
    assertEquals("production", detectors(Map.of("app.mode", "production")).get("app_mode"));
    assertEquals("", detectors(Map.of()).get("accept_unverified_models"));
  }

  @Test
  void aModelSlotThatDoesNotExistCannotBeAccepted() {
    var name = "analysis.detect.accept_unverified_models";
    assertEquals(
        "face_embedding, presentation",
        detectors(Map.of(name, "face_embedding, presentation")).get("accept_unverified_models"));
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> detectors(Map.of(name, "face_embeding")));
    assertTrue(wrong.getMessage().contains("face_embeding"));
  }
}
