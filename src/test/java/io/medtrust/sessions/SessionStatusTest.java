package io.medtrust.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.medtrust.bus.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStatusTest {
  @ParameterizedTest
  @EnumSource(
      value = SessionStatus.class,
      names = {"PENDING", "DOCTOR_VERIFYING", "ACTIVE", "PAUSED"})
  void whatIsNotOverCanEnd(SessionStatus status) {
    assertEquals(SessionStatus.ENDED, status.after(SessionStatus.Move.END));
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionStatus.class,
      names = {"ENDED", "BLOCKED"})
  void whatIsOverStaysSo(SessionStatus status) {
    var problem = assertThrows(Problem.class, () -> status.after(SessionStatus.Move.END));
    assertEquals(409, problem.status());
  }

  @Test
  void onlyAnActiveSessionHasAnOpenRoom() {
    for (var status : SessionStatus.values()) {
      assertEquals(status == SessionStatus.ACTIVE, status.open());
    }
  }

  @Test
  void theConsentTextIsNamedByItsHash() {
    var text = ConsentText.load("1");
    assertEquals(64, text.hash().length());
    assertThrows(IllegalArgumentException.class, () -> ConsentText.load("none"));
  }
}
