package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What a new password must be: 8 to 128 characters (Unicode code points), not the account's e-mail
 * address nor the part before its {@code @} (in any case), and no character 7 or more times in a
 * row. No classes of characters are asked for, and nothing expires (NIST SP 800-63B §3.1.1.2).
 * Pure.
 */
public final class PasswordRule {
  public static final int MIN = 8;
  public static final int MAX = 128;

  /** So many equal characters in a row are refused. */
  public static final int RUN = 7;

  private PasswordRule() {}

  /**
   * @return what is wrong in one sentence, or null when the password is good
   */
  public static String fault(String password, String email) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN || length > MAX) {
      return "A password has " + MIN + " to " + MAX + " characters";
    }
    var lower = password.toLowerCase(Locale.ROOT);
    var address = email.toLowerCase(Locale.ROOT);
    int at = address.indexOf('@');
    if (lower.equals(address) || (at > 0 && lower.equals(address.substring(0, at)))) {
      return "A password is not the e-mail address nor its first part";
    }
    if (longestRun(password) >= RUN) {
      return "A password has no character " + RUN + " or more times in a row";
    }
    return null;
  }

  /**
   * @throws Problem 400 {@code weak_password} with the fault
   */
  static void check(String password, String email, String field) {
    var fault = fault(password, email);
    if (fault == null) return;
    throw new Problem(
        400,
        "weak_password",
        fault,
        JsonArray.of(new JsonObject().put("field", field).put("message", fault)));
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    int previous = -1;
    for (var points = text.codePoints().iterator(); points.hasNext(); ) {
      int point = points.nextInt();
      run = point == previous ? run + 1 : 1;
      previous = point;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
