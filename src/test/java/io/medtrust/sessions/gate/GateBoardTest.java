package io.medtrust.sessions.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Reading;
import io.medtrust.sessions.gate.Measured.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateBoardTest {
  private static final long FRESH = 5_000;
  private final GateBoard board = new GateBoard(FRESH);
  private long now = 1_000_000;

  private void says(String detector, Reading.State state, Double score, String code) {
    board.update(
        new Reading("s", "v", detector, state, score, null, code, "Why.", Map.of(), now, "m", "c"),
        now);
  }

  private void ok(String detector, double score) {
    says(detector, Reading.State.OK, score, "ok");
  }

  private void failed(String detector, String code) {
    says(detector, Reading.State.FAILED, 10.0, code);
  }

  private void unknown(String detector, String code) {
    says(detector, Reading.State.UNKNOWN, null, code);
  }

  private Measured part(Part part) {
    return board.parts(now).get(part);
  }

  private void good() {
    for (var part : Part.values()) ok(part.detector(), 90);
  }

  private Verdict judge() {
    return Gate.reference().judge(board.parts(now), board.mismatches(now), 70);
  }

  private List<String> mismatches() {
    return board.mismatches(now).stream().map(Mismatch::code).toList();
  }

  @Test
  void everyPartIsTakenFromItsDetector() {
    assertInstanceOf(Verdict.Incomplete.class, judge());
    good();
    assertInstanceOf(Verdict.Passed.class, judge());
    for (var part : Part.values()) assertEquals(90, part(part).score());
  }

  @Test
  void aWorkerThatWasKilledPassesNothing() {
    good();
    board.lost();
    assertInstanceOf(Verdict.Incomplete.class, judge());
    for (var part : Part.values()) assertEquals(State.UNKNOWN, part(part).state());
  }

  @Test
  void aWorkerThatFellSilentPassesNothingAfterAWhile() {
    good();
    now += FRESH;
    assertInstanceOf(Verdict.Passed.class, judge());
    now++;
    assertInstanceOf(Verdict.Incomplete.class, judge());
    assertEquals("late", part(Part.FACE).code());
  }

  @Test
  void whatSaysThatThereIsNothingToJudgeIsUnknownAtOnce() {
    good();
    unknown("face_identity", "masked");
    assertEquals(State.UNKNOWN, part(Part.FACE).state());
    assertEquals("masked", part(Part.FACE).code());
    // Late for a moment is not blind.
    good();
    unknown("pulse", "late");
    assertEquals(State.OK, part(Part.PULSE).state());
  }

  @Test
  void readingsThatMakeNoSenseAreNotTaken() {
    says("face_identity", Reading.State.OK, 101.0, "ok");
    says("face_identity", Reading.State.OK, Double.NaN, "ok");
    says("face_identity", Reading.State.OK, null, "ok");
    says("face_identity", Reading.State.UNKNOWN, 50.0, "x");
    says("face_identity", null, 50.0, "x");
    assertEquals(State.UNKNOWN, part(Part.FACE).state());
    for (int i = 0; i < 10_000; i++) ok("stranger" + i, 50);
    ok("face_identity", 50);
    assertEquals(State.UNKNOWN, part(Part.FACE).state(), "the board does not grow without bound");
  }

  @Test
  void anotherPersonIsAMismatchOnlyAfterFiveSeconds() {
    good();
    for (int i = 0; i < 5; i++) {
      failed("face_identity", "not_enrolled_person");
      assertEquals(List.of(), mismatches());
      assertInstanceOf(Verdict.NotEnough.class, judge(), "it does not pass meanwhile");
      now += 1000;
      good(Part.FACE);
    }
    failed("face_identity", "not_enrolled_person");
    assertEquals(List.of("not_enrolled_person"), mismatches());
    assertInstanceOf(Verdict.Blocked.class, judge());
  }

  private void good(Part except) {
    for (var part : Part.values()) if (part != except) ok(part.detector(), 90);
  }

  @Test
  void aMatchInBetweenBeginsTheCountAnewAndALookAwayDoesNot() {
    for (int i = 0; i < 4; i++) {
      failed("face_identity", "not_enrolled_person");
      now += 1000;
    }
    ok("face_identity", 90);
    now += 1000;
    failed("face_identity", "not_enrolled_person");
    now += 4000;
    unknown("face_identity", "face_turned");
    assertEquals(List.of(), mismatches());
    now += 1000;
    failed("face_identity", "not_enrolled_person");
    assertEquals(List.of("not_enrolled_person"), mismatches());
    ok("face_identity", 90);
    assertEquals(List.of(), mismatches(), "the judgement is of now");
  }

  @Test
  void aReplayCountsForAWhileThoughItIsOver() {
    failed("replay", "replayed");
    now += 1000;
    failed("replay", "replayed");
    ok("replay", 80);
    assertEquals(List.of("replayed"), mismatches());
    now += 15_001;
    assertEquals(List.of(), mismatches());
  }

  @Test
  void oneCutIsAnotherCameraAndTwoAreAMismatch() {
    good();
    failed("injection", "cut");
    now += 1000;
    failed("injection", "cut");
    assertEquals(List.of(), mismatches());
    ok("injection", 80);
    now += 6000;
    failed("injection", "cut");
    assertEquals(List.of("cut"), mismatches());
  }

  @Test
  void everyMismatchComesFromItsOwnDetectorAlone() {
    for (var rule : MismatchRule.TABLE) {
      for (var code : rule.codes()) {
        var fresh = new GateBoardTest();
        for (int i = 0; i < 10; i++) {
          fresh.failed("voice", code);
          fresh.failed("presentation", code);
          fresh.now += 1000;
        }
        assertEquals(List.of(), fresh.mismatches());
        for (int i = 0; i < 10; i++) {
          fresh.failed(rule.detector(), code);
          fresh.now += 1000;
        }
        assertTrue(fresh.mismatches().contains(rule.code()), rule.code());
      }
    }
  }

  @Test
  void opinionsNeverBlock() {
    for (int i = 0; i < 60; i++) {
      for (var part : Part.values()) failed(part.detector(), "changed");
      failed("voice_identity", "not_enrolled_voice");
      failed("presentation", "screen_or_print");
      failed("light_probe", "no_reflection");
      now += 1000;
    }
    assertEquals(List.of(), mismatches());
    assertInstanceOf(Verdict.NotEnough.class, judge());
  }

  @Test
  void aChallengeThatWasNotAnsweredFailsLivenessUntilOneIs() {
    good();
    failed("challenge", "not_answered");
    assertEquals(State.FAILED, part(Part.LIVENESS).state());
    assertInstanceOf(Verdict.NotEnough.class, judge());
    ok("challenge", 80);
    assertEquals(State.OK, part(Part.LIVENESS).state());
  }
}
