package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.proto.Reading;
import io.medtrust.analysis.proto.ReadingState;
import org.junit.jupiter.api.Test;

/** What a reading rests on is told by all of the hash, not by its beginning. */
class ModelHashTest {
  private static final String HASH = "0123abcd" + "e".repeat(56);

  private static io.medtrust.bus.Reading told(String hash) {
    return WorkerAnswers.reading(
        "session",
        "verification",
        Reading.newBuilder()
            .setDetector("face_identity")
            .setState(ReadingState.READING_UNKNOWN)
            .setCode("warming_up")
            .setModel("faces.tflite@0123abcd")
            .setModelSha256(hash)
            .build());
  }

  @Test
  void theWholeHashGoesFromTheFileToTheNode() {
    new ModelFile("faces.tflite@0123abcd", new byte[1], HASH);
    assertEquals(HASH, ModelFile.sha256Of("faces.tflite@0123abcd"));
    assertEquals("", ModelFile.sha256Of("signal"));
    assertEquals(HASH, told(ModelFile.sha256Of("faces.tflite@0123abcd")).modelSha256());
  }

  @Test
  void whatIsNoHashIsNotBelieved() {
    for (var wrong : new String[] {"", "0123abcd", HASH.toUpperCase(), HASH + "0", "'; drop"}) {
      assertNull(told(wrong).modelSha256(), wrong);
    }
  }
}
