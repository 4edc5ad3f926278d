package io.medtrust.sessions;

import io.medtrust.bus.Problem;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads identifiers that strangers sent. */
public final class Ids {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  /**
   * @param what named in the error, as {@code stream ID}
   * @throws Problem 400 {@code invalid_id} when the text is not a UUID in its usual form
   */
  public static UUID uuid(String text, String what) {
    if (text == null || !UUID_FORM.matcher(text).matches()) {
      throw new Problem(400, "invalid_id", "Invalid " + what);
    }
    return UUID.fromString(text);
  }

  public static boolean isUuid(String text) {
    return text != null && UUID_FORM.matcher(text).matches();
  }
}
