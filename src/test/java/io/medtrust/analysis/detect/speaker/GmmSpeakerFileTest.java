package io.medtrust.analysis.detect.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.ModelSlot;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GmmSpeakerFileTest {
  private static final ModelFile SHIPPED = ModelSlot.SPEAKER.require(Map.of());

  private static ModelFile with(byte[] bytes) {
    return new ModelFile("test@0", bytes, "0");
  }

  @Test
  void theShippedModelSaysWhatItWasTrainedOnAndIsSmall() {
    var model = GmmSpeakerFile.read(SHIPPED);
    assertTrue(model.sheet().licences().contains("CC BY 4.0"), model.sheet().toString());
    assertEquals(64, model.sheet().data().length());
    assertTrue(SHIPPED.bytes().length < 3_000_000);
  }

  @Test
  void whatIsReadIsWrittenAgainByteByByte() {
    assertArrayEquals(SHIPPED.bytes(), GmmSpeakerFile.write(GmmSpeakerFile.read(SHIPPED)));
  }

  @Test
  void aFileCutAnywhereIsRefusedWithASentence() {
    for (int length = 0; length < SHIPPED.bytes().length; length += 9973) {
      var cut = with(Arrays.copyOf(SHIPPED.bytes(), length));
      var e = assertThrows(IllegalStateException.class, () -> GmmSpeakerFile.read(cut));
      assertTrue(e.getMessage().startsWith("test@0 is not a"), e.getMessage());
    }
    var longer = with(Arrays.copyOf(SHIPPED.bytes(), SHIPPED.bytes().length + 1));
    assertThrows(IllegalStateException.class, () -> GmmSpeakerFile.read(longer));
  }

  @Test
  void flippedBitsAreRefusedOrReadButNeverCrash() {
    var random = new Random(1);
    for (int round = 0; round < 200; round++) {
      var bytes = SHIPPED.bytes().clone();
      for (int n = 0; n < 3; n++)
        bytes[random.nextInt(round % 2 == 0 ? 300 : bytes.length)] ^=
            (byte) (1 << random.nextInt(8));
      try {
        GmmSpeakerFile.read(with(bytes));
      } catch (IllegalStateException e) {
        assertTrue(e.getMessage().startsWith("test@0 is not a"), e.getMessage());
      }
    }
  }

  @Test
  void theMixtureSharesAFrameByBayesRule() {
    var gmm =
        new Gmm(new double[] {0.25, 0.75}, new double[][] {{0}, {2}}, new double[][] {{1}, {1}});
    var p = new double[2];
    double logs = gmm.posteriors(new double[] {1}, p);
    // Half way between equal components only the weights decide.
    assertEquals(0.25, p[0], 1e-12);
    assertEquals(Math.log(Math.exp(-0.5) / Math.sqrt(2 * Math.PI)), logs, 1e-12);
  }

  @Test
  void theSupervectorMovesHalfTheWayAfterTheRelevanceFactor() {
    // Two components far apart; normalised frames are -1 and 1, eight of each.
    var gmm =
        new Gmm(
            new double[] {0.5, 0.5}, new double[][] {{-0.5}, {0.5}}, new double[][] {{.01}, {.01}});
    var frames = new float[16][1];
    for (int i = 0; i < 16; i++) frames[i][0] = i % 2 == 0 ? 3 : 7;
    var v = GmmSpeaker.supervector(frames, gmm, 8);
    // (8 frames * 0.5) / (8 + 8) = 0.25 away, by sigma 0.1, by the root of the weight.
    assertEquals(Math.sqrt(0.5) * 0.25 / 0.1, v[1], 1e-6);
    assertEquals(-v[1], v[0], 1e-6);
  }
}
