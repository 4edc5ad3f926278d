package io.medtrust.analysis.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.model.ModelNotAccepted;
import io.medtrust.analysis.model.ModelSlot;
import io.medtrust.analysis.model.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithModelTest {
  private static final ModelSlot SLOT = ModelSlot.FACE_EMBEDDING;

  @Test
  void productionRefusesAModelOfUnknownProvenanceUntilItIsNamed() {
    var production = Map.of("app_mode", "production", "accept_unverified_models", "");
    assertThrows(ModelNotAccepted.class, () -> SLOT.find(production));
    var refusal = WithModel.refusal(production, SLOT);
    assertEquals("model_not_accepted", refusal.code());
    assertEquals(Verdict.State.UNKNOWN, refusal.state());
    assertTrue(refusal.reason().contains("accept_unverified_models"));
    var other = Map.of("app_mode", "production", "accept_unverified_models", "presentation");
    assertThrows(ModelNotAccepted.class, () -> SLOT.find(other));
    var named =
        Map.of(
            "app_mode", "production", "accept_unverified_models", "presentation, face_embedding");
    assertTrue(SLOT.find(named).isPresent());
    assertNull(WithModel.refusal(named, SLOT));
  }

  @Test
  void otherModesUseItAndSayWhatIsNotKnown() {
    assertTrue(SLOT.find(Map.of("app_mode", "development")).isPresent());
    assertEquals(Provenance.UNKNOWN, SLOT.provenance(Map.of()));
  }

  @Test
  void modelsOfKnownProvenanceNeedNoNaming() {
    var production = Map.of("app_mode", "production");
    assertTrue(ModelSlot.FACE_DETECTOR.find(production).isPresent());
    assertTrue(ModelSlot.FACE_MESH.find(production).isPresent());
  }

  @Test
  void everySlotOfTheBuildHasADataSheet() {
    for (var slot : ModelSlot.values()) {
      assertTrue(Files.exists(Path.of("docs/models/" + slot.key() + ".md")), slot.key());
    }
  }

  @Test
  void anOperatorsFileIsCheckedByItsHashAndTheOperatorAnswersForIt(@TempDir Path folder)
      throws Exception {
    var file = Files.write(folder.resolve("own.tflite"), new byte[] {1, 2, 3});
    var right = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
    var own =
        Map.of(
            "app_mode",
            "production",
            "model.face_embedding.file",
            file.toString(),
            "model.face_embedding.sha256",
            right);
    assertEquals("own.tflite@039058c6", SLOT.find(own).orElseThrow().name());
    assertEquals(Provenance.OPERATOR, SLOT.provenance(own));
    var wrong = Map.of("model.face_embedding.file", file.toString());
    assertEquals("model_unusable", WithModel.refusal(wrong, SLOT).code());
  }

  @Test
  void aDetectorWithoutItsModelSaysSoOnceASecondAndJudgesNothing() {
    var factory =
        Detectors.all().stream()
            .filter(f -> f.name().equals("face_identity"))
            .findFirst()
            .orElseThrow();
    var detector = (VideoDetector) factory.create().apply(Map.of("app_mode", "production"));
    int said = 0;
    for (int i = 0; i < 100; i++) {
      var observation = new Observations().at(i / 10.0).build();
      for (var output : detector.observe(observation)) {
        said++;
        assertEquals("model_not_accepted", ((Verdict) output).code());
      }
    }
    assertEquals(10, said);
  }
}
