package io.medtrust.ledger;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The hashed text of one block: {@code 2026-11-22T14:48:07.529Z:63}, or {@code unknown} in place of
 * the score. There is exactly one way to write each block, so that a text which merely looks the
 * same cannot stand in for another. Parsed by hand: the verifier does it for every block there is.
 */
final class BlockText {
  private static final String TIME = "0000-00-00T00:00:00.000Z:";
  private static final int MAX_LENGTH = TIME.length() + "unknown".length();

  private BlockText() {}

  /**
   * @return the block's time, epoch milliseconds, or -1 when the text is not a block's text
   */
  static long millis(String text) {
    if (text == null || text.length() <= TIME.length() || text.length() > MAX_LENGTH) return -1;
    for (int i = 0; i < TIME.length(); i++) {
      char form = TIME.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) return -1;
    }
    if (!isScore(text, TIME.length())) return -1;
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) return -1;
    try {
      var day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
      long seconds = day.toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second;
      return Math.max(-1, seconds * 1000 + number(text, 20, 3));
    } catch (DateTimeException e) {
      return -1;
    }
  }

  /** 0 to 100 without leading zeros, or unknown. */
  private static boolean isScore(String text, int from) {
    int digits = text.length() - from;
    char first = text.charAt(from);
    return switch (digits) {
      case 1 -> isDigit(first);
      case 2 -> isDigit(first) && first != '0' && isDigit(text.charAt(from + 1));
      case 3 -> text.endsWith("100");
      default -> text.startsWith("unknown", from) && digits == "unknown".length();
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) value = value * 10 + text.charAt(i) - '0';
    return value;
  }
}
