package io.medtrust.analysis.detect.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceMemoryTest {
  private static final int SIZE = 192;
  private final Random random = new Random(7);
  private final float[] alice = person();
  private final float[] bob = person();
  private final FaceMemory memory = new FaceMemory(0.5, 0.4);
  private long micros;

  private float[] person() {
    var v = new float[SIZE];
    for (int i = 0; i < SIZE; i++) v[i] = (float) random.nextGaussian();
    return Vectors.unit(v);
  }

  /** A sample whose cosine with the person is about 0.85. */
  private float[] sample(float[] person) {
    var v = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      v[i] = (float) (person[i] + 0.6 * random.nextGaussian() / Math.sqrt(SIZE));
    }
    return Vectors.unit(v);
  }

  private void see(float[] features) {
    memory.add(micros += 1_000_000, features, 0.8);
  }

  @Test
  void nothingIsKnownBeforeThreeSamplesAgree() {
    see(sample(alice));
    see(sample(alice));
    assertNull(memory.now(micros));
    assertTrue(Double.isNaN(memory.toBeginning(alice)));
    see(sample(alice));
    assertNotNull(memory.now(micros));
    assertTrue(memory.toBeginning(alice) > 0.9);
  }

  @Test
  void anotherFaceIsNoticedAtItsThirdSample() {
    for (int i = 0; i < 20; i++) see(sample(alice));
    see(sample(bob));
    see(sample(bob));
    assertFalse(memory.changed());
    see(sample(bob));
    assertTrue(memory.changed());
    assertEquals(21_000_000, memory.changedAt());
    for (int i = 0; i < 100; i++) see(sample(bob));
    assertTrue(memory.changed(), "it stays for as long as the other face does");
    assertEquals(1, memory.changes());
  }

  @Test
  void theFirstFaceIsTakenBackAtItsThirdSample() {
    for (int i = 0; i < 10; i++) see(sample(alice));
    for (int i = 0; i < 5; i++) see(sample(bob));
    see(sample(alice));
    see(sample(alice));
    assertTrue(memory.changed());
    see(sample(alice));
    assertFalse(memory.changed());
    assertEquals(1, memory.changes());
  }

  @Test
  void samplesThatAgreeWithNothingAreNoOtherPerson() {
    for (int i = 0; i < 10; i++) see(sample(alice));
    for (int i = 0; i < 50; i++) {
      see(person());
      assertFalse(memory.changed(), "sample " + i);
      assertFalse(i > 2 && memory.settled());
    }
  }

  @Test
  void aFaceThatTurnsIntoAnotherStepByStepIsNoticed() {
    int noticed = -1;
    for (int i = 0; i < 600 && noticed < 0; i++) {
      float share = Math.min(1, i / 400f);
      var v = new float[SIZE];
      for (int k = 0; k < SIZE; k++) v[k] = (1 - share) * alice[k] + share * bob[k];
      see(sample(Vectors.unit(v)));
      if (memory.changed()) noticed = i;
    }
    assertTrue(noticed > 0, "the beginning must not creep along");
  }

  @Test
  void oldSamplesAreNotTheFaceOfNow() {
    for (int i = 0; i < 5; i++) see(sample(alice));
    assertNotNull(memory.now(micros + 5_000_000));
    assertNull(memory.now(micros + 9_000_000));
    assertEquals(0, memory.samples());
  }

  @Test
  void aTemplateIsOfOnePersonAndComesAtMostEveryFiveSeconds() {
    var collector = new TemplateCollector(0.5);
    int templates = 0;
    for (int i = 0; i < 7; i++) {
      assertNull(collector.add(micros += 1_000_000, sample(alice), 0.9, "m"));
    }
    for (int i = 0; i < 20; i++) {
      var t = collector.add(micros += 1_000_000, sample(alice), 0.9, "m");
      if (t == null) continue;
      templates++;
      assertTrue(Vectors.cosine(alice, t.values()) > 0.95);
      assertEquals(0.9, t.quality(), 1e-6);
    }
    assertEquals(4, templates);
    for (int i = 0; i < 7; i++) {
      assertNull(collector.add(micros += 1_000_000, sample(bob), 0.9, "m"), "begins anew");
    }
    var t = collector.add(micros += 1_000_000, sample(bob), 0.9, "m");
    assertTrue(Vectors.cosine(bob, t.values()) > 0.9);
    assertNull(collector.add(micros += 9_000_000, sample(bob), 0.3, "m"), "poor samples are none");
  }
}
