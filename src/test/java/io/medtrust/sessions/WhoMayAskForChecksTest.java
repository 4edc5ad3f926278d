package io.medtrust.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.accounts.Principal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhoMayAskForChecksTest {
  private static final Session SESSION =
      new Session(
          "s",
          "doctor",
          "D",
          "patient",
          "P",
          "w",
          "W",
          "Room",
          SessionStatus.ACTIVE,
          null,
          null,
          null,
          "v",
          null);

  private static Principal who(String id, String role, String audience) {
    return Principal.fromMap(
        Map.of("v", 1, "id", id, "name", id, "role", role, "audience", audience, "ward", "w"));
  }

  @Test
  void the_patient_and_admins_may_and_the_doctor_displays_and_strangers_may_not() {
    assertTrue(SessionAccess.mayAskForCheck(who("patient", "patient", "user"), SESSION));
    assertTrue(SessionAccess.mayAskForCheck(who("boss", "admin", "user"), SESSION));
    assertFalse(SessionAccess.mayAskForCheck(who("doctor", "doctor", "user"), SESSION));
    assertFalse(SessionAccess.mayAskForCheck(who("wall", "display", "display"), SESSION));
    assertFalse(SessionAccess.mayAskForCheck(who("nurse", "nurse", "user"), SESSION));
    assertFalse(SessionAccess.mayAskForCheck(who("other", "patient", "user"), SESSION));
  }

  @Test
  void the_first_consent_text_does_not_name_checks_and_the_second_does() {
    assertFalse(new SessionService.Consent(true, "1", Instant.EPOCH).namesChecks());
    assertFalse(new SessionService.Consent(false, null, null).namesChecks());
    assertTrue(new SessionService.Consent(true, "2", Instant.EPOCH).namesChecks());
    assertFalse(ConsentText.load("1").text().contains("Light checks"));
    assertTrue(ConsentText.load("2").text().contains("Light checks"));
    assertEquals("2", ConsentText.load("2").version());
  }
}
