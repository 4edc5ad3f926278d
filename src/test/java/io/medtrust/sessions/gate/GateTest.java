package io.medtrust.sessions.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.sessions.gate.Measured.State;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Gate GATE = Gate.reference();
  private static final List<Mismatch> NONE = List.of();

  private static Measured ok(Part part, double score) {
    return new Measured(part, State.OK, score, "ok", "Good.");
  }

  private static Measured failed(Part part, double score) {
    return new Measured(part, State.FAILED, score, "failed", "Bad.");
  }

  private static Map<Part, Measured> all(double score) {
    var map = new EnumMap<Part, Measured>(Part.class);
    for (var part : Part.values()) map.put(part, ok(part, score));
    return map;
  }

  @Test
  void trustIsTheReferencesFormula() {
    var map = all(0);
    double[] scores = {90, 80, 70, 60, 50};
    double expected = 0.30 * 90 + 0.20 * 80 + 0.20 * 70 + 0.15 * 60 + 0.15 * 50;
    for (var part : Part.values()) map.put(part, ok(part, scores[part.ordinal()]));
    assertEquals((int) Math.round(expected), GATE.judge(map, NONE, 70).trust());
    assertEquals(100, GATE.judge(all(100), NONE, 70).trust());
    assertEquals(0, GATE.judge(all(0), NONE, 70).trust());
  }

  @Test
  void eachPartCountsByItsWeight() {
    for (var part : Part.values()) {
      var map = all(0);
      map.put(part, ok(part, 100));
      assertEquals((int) Math.round(100 * part.weight()), GATE.judge(map, NONE, 70).trust());
    }
    double sum = 0;
    for (var part : Part.values()) sum += part.weight();
    assertEquals(1, sum, 1e-12);
  }

  @Test
  void theThresholdItselfPassesAndJustBelowDoesNot() {
    assertInstanceOf(Verdict.Passed.class, GATE.judge(all(70), NONE, 70));
    assertInstanceOf(Verdict.NotEnough.class, GATE.judge(all(69), NONE, 70));
    assertInstanceOf(Verdict.Passed.class, GATE.judge(all(69), NONE, 60));
    assertInstanceOf(Verdict.NotEnough.class, GATE.judge(all(99), NONE, 100));
  }

  @Test
  void nothingKnownIsIncompleteAndHasNoTrust() {
    var verdict = assertInstanceOf(Verdict.Incomplete.class, GATE.judge(Map.of(), NONE, 0));
    assertNull(verdict.trust());
    assertEquals(5, verdict.missing().size());
  }

  /** Every one of the 32 sets of known parts: only the whole one passes, and none is a failure. */
  @Test
  void everySetOfUnknownPartsIsIncompleteAndNeverPassesOrBlocks() {
    for (int known = 0; known < 32; known++) {
      var map = new EnumMap<Part, Measured>(Part.class);
      for (var part : Part.values()) {
        boolean is = (known >> part.ordinal() & 1) == 1;
        map.put(part, is ? ok(part, 100) : Measured.unknown(part, "no_face", "No face."));
      }
      var verdict = GATE.judge(map, NONE, 0);
      if (known == 31) {
        assertInstanceOf(Verdict.Passed.class, verdict);
        continue;
      }
      var incomplete = assertInstanceOf(Verdict.Incomplete.class, verdict);
      assertEquals(5 - Integer.bitCount(known), incomplete.missing().size());
      assertEquals(known == 0 ? null : 100, verdict.trust());
    }
  }

  @Test
  void aPartThatFailedPassesNobodyHoweverGoodTheRestIs() {
    for (var part : Part.values()) {
      var map = all(100);
      map.put(part, failed(part, 99));
      var verdict = assertInstanceOf(Verdict.NotEnough.class, GATE.judge(map, NONE, 70));
      assertEquals(part, verdict.failed().getFirst().part());
    }
  }

  @Test
  void aPartThatIsNotRequiredMayBeUnknownButNotFailed() {
    var gate = new Gate(GATE.weights(), Set.of(Part.FACE, Part.VOICE));
    var map = all(80);
    map.remove(Part.PULSE);
    assertInstanceOf(Verdict.Passed.class, gate.judge(map, NONE, 70));
    map.put(Part.LIVENESS, failed(Part.LIVENESS, 80));
    assertInstanceOf(Verdict.NotEnough.class, gate.judge(map, NONE, 70));
    map.remove(Part.VOICE);
    assertInstanceOf(Verdict.Incomplete.class, gate.judge(map, NONE, 70));
  }

  @Test
  void aMismatchBlocksWhateverElseIsKnown() {
    var mismatch = List.of(new Mismatch("replayed", "It is a replay."));
    assertInstanceOf(Verdict.Blocked.class, GATE.judge(all(100), mismatch, 70));
    assertInstanceOf(Verdict.Blocked.class, GATE.judge(Map.of(), mismatch, 70));
  }

  @Test
  void aLowScoreAloneNeverBlocks() {
    assertInstanceOf(Verdict.NotEnough.class, GATE.judge(all(0), NONE, 70));
  }

  @Test
  void weightsAndRequirementsThatMakeNoSenseAreRefused() {
    var weights = GATE.weights();
    assertThrows(IllegalArgumentException.class, () -> new Gate(weights, Set.of(Part.VOICE)));
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      var changed = new EnumMap<>(weights);
      changed.put(Part.PULSE, wrong);
      assertThrows(IllegalArgumentException.class, () -> new Gate(changed, Set.of(Part.FACE)));
    }
    var none = new EnumMap<>(weights);
    none.put(Part.VOICE, 0.0);
    assertThrows(
        IllegalArgumentException.class, () -> new Gate(none, Set.of(Part.FACE, Part.VOICE)));
  }

  /**
   * No part makes a judgement better by becoming unknown, and none makes it worse by being better.
   */
  @Test
  void becomingUnknownNeverTurnsARefusalIntoAPass() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var map = new EnumMap<Part, Measured>(Part.class);
      for (var part : Part.values()) {
        double score = random.nextInt(101);
        switch (random.nextInt(3)) {
          case 0 -> map.put(part, ok(part, score));
          case 1 -> map.put(part, failed(part, score));
          default -> map.put(part, Measured.unknown(part, "x", "x"));
        }
      }
      boolean passed = GATE.judge(map, NONE, 70) instanceof Verdict.Passed;
      for (var part : EnumSet.copyOf(map.keySet())) {
        var less = new EnumMap<>(map);
        less.put(part, Measured.unknown(part, "x", "x"));
        assertTrue(!(GATE.judge(less, NONE, 70) instanceof Verdict.Passed));
        if (passed) {
          var better = new EnumMap<>(map);
          better.put(part, ok(part, 100));
          assertInstanceOf(Verdict.Passed.class, GATE.judge(better, NONE, 70));
        }
      }
    }
  }
}
