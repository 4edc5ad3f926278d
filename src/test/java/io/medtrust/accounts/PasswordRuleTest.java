package io.medtrust.accounts;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordRuleTest {
  private static final String EMAIL = "Jane.Doe-Smith@clinic.example";

  private static String fault(String password) {
    return PasswordRule.fault(password, EMAIL);
  }

  @Test
  void lengthIsCountedInCodePoints() {
    assertNotNull(fault("abcdefg"));
    assertNull(fault("abcdefgh"));
    assertNull(fault("ab".repeat(64)));
    assertNotNull(fault("ab".repeat(64) + "c"));
    // Two UTF-16 units each.
    assertNotNull(fault("😀😁😂🤣😃😄😅"));
    assertNull(fault("😀😁😂🤣😃😄😅😆"));
    assertNull(fault("😀😁".repeat(64)));
  }

  @Test
  void sevenEqualCharactersInARowAreTooMany() {
    assertNull(fault("xaaaaaay"));
    assertNotNull(fault("xaaaaaaay"));
    assertNotNull(fault("aaaaaaaa"));
    assertTrue(fault("-😀😀😀😀😀😀😀-").contains("in a row"));
    // Seven in all, but not in a row.
    assertNull(fault("abababababababa"));
    // Case makes another character.
    assertNull(fault("aaaAaaaAaaa"));
  }

  @Test
  void neitherTheAddressNorItsFirstPartIsAPassword() {
    assertNotNull(fault("jane.doe-smith@clinic.example"));
    assertNotNull(fault("JANE.DOE-SMITH"));
    assertNull(fault("jane.doe-smith1"));
  }
}
