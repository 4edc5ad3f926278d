package io.medtrust.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SessionStatusTest {
  @Test
  void onlyAnActiveSessionHasAnOpenRoom() {
    for (var status : SessionStatus.values()) {
      assertEquals(status == SessionStatus.ACTIVE, status.open());
    }
  }

  @Test
  void whatTheDatabaseMayHoldCanBeRead() {
    for (var status : SessionStatus.values()) {
      assertEquals(status, SessionStatus.of(status.text()));
    }
  }

  @Test
  void theConsentTextIsNamedByItsHash() {
    var text = ConsentText.load("1");
    assertEquals(64, text.hash().length());
    assertThrows(IllegalArgumentException.class, () -> ConsentText.load("none"));
  }
}
