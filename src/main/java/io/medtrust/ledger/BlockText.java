package io.medtrust.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * The hashed text of one block: {@code 2026-11-22T14:48:07.529Z:63}, or {@code unknown} in place of
 * the score. There is exactly one way to write each block, so that a text which merely looks the
 * same cannot stand in for another.
 */
final class BlockText {
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z:(?:unknown|0|[1-9]\\d?|100)");
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int TIMESTAMP_LENGTH = 24;

  private BlockText() {}

  /**
   * @return the block's time, epoch milliseconds, or -1 when the text is not a block's text
   */
  static long millis(String text) {
    if (text == null || text.length() > 40 || !FORM.matcher(text).matches()) return -1;
    try {
      var time = text.substring(0, TIMESTAMP_LENGTH);
      long millis = Instant.parse(time).toEpochMilli();
      // 24:00:00 and leap seconds parse, and would be a second spelling of the same moment.
      return ISO.format(Instant.ofEpochMilli(millis)).equals(time) ? millis : -1;
    } catch (DateTimeParseException e) {
      return -1;
    }
  }
}
