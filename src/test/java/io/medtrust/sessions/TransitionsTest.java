package io.medtrust.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Problem;
import io.medtrust.sessions.Transitions.By;
import io.medtrust.sessions.Transitions.Move;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  /** Written down a second time, by hand, so that a change of the table is a change of this. */
  private static final TreeMap<String, String> EXPECTED = new TreeMap<>();

  static {
    for (var line :
        List.of(
            "PENDING ACCEPT DOCTOR > DOCTOR_VERIFYING",
            "PENDING ACCEPT_WITHOUT_GATE DOCTOR > ACTIVE",
            "PENDING REJECT DOCTOR > ENDED",
            "PENDING CANCEL PATIENT > ENDED",
            "PENDING CANCEL ADMIN > ENDED",
            "DOCTOR_VERIFYING PASS NODE > ACTIVE",
            "DOCTOR_VERIFYING BLOCK NODE > BLOCKED",
            "DOCTOR_VERIFYING BREAK_GLASS DOCTOR > ACTIVE",
            "DOCTOR_VERIFYING BREAK_GLASS ADMIN > ACTIVE",
            "DOCTOR_VERIFYING CANCEL PATIENT > ENDED",
            "DOCTOR_VERIFYING CANCEL ADMIN > ENDED")) {
      var sides = line.split(" > ");
      EXPECTED.put(sides[0], sides[1]);
    }
    for (var from : List.of("PENDING", "DOCTOR_VERIFYING", "ACTIVE", "PAUSED")) {
      for (var by : By.values()) EXPECTED.put(from + " END " + by, "ENDED");
    }
  }

  @Test
  void everyMoveOfEverybodyFromEveryStateIsAllowedOrRefusedAsWritten() {
    for (var from : SessionStatus.values()) {
      for (var move : Move.values()) {
        for (var by : By.values()) {
          var key = from + " " + move + " " + by;
          var expected = EXPECTED.get(key);
          if (expected != null) {
            assertEquals(expected, Transitions.of(from, move, by).to().name(), key);
            continue;
          }
          var problem = assertThrows(Problem.class, () -> Transitions.of(from, move, by), key);
          boolean never =
              EXPECTED.keySet().stream().noneMatch(k -> k.endsWith(" " + move + " " + by));
          assertEquals(never ? 403 : 409, problem.status(), key);
          assertEquals(never ? "insufficient_permissions" : "wrong_state", problem.code(), key);
        }
      }
    }
  }

  @Test
  void nothingLeavesAStateThatIsOver() {
    for (var t : Transitions.TABLE) assertTrue(!t.from().over(), t.toString());
  }

  @Test
  void aMoveFromAStateByOnePersonIsWrittenOnce() {
    Set<String> seen = new HashSet<>();
    for (var t : Transitions.TABLE) {
      for (var by : t.by()) assertTrue(seen.add(t.from() + " " + t.move() + " " + by));
    }
  }

  @Test
  void onlyTheNodePassesAndBlocks() {
    for (var t : Transitions.TABLE) {
      if (t.move() == Move.PASS || t.move() == Move.BLOCK) assertEquals(Set.of(By.NODE), t.by());
    }
  }
}
