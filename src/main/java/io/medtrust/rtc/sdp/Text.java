package io.medtrust.rtc.sdp;

/** What texts of a description may consist of. */
final class Text {
  private Text() {}

  /** A token of RFC 8866 §9 (token-char), which cannot end a line or a value. */
  static boolean isToken(String text, int maxLength) {
    if (text.isEmpty() || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ok = c > 0x20 && c < 0x7F && "\"(),/:;<=>?@[\\]".indexOf(c) < 0;
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  /** RFC 8839 §5.1: letters, digits, + and /. */
  static boolean isIceChars(String text, int minLength, int maxLength) {
    if (text.length() < minLength || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ok =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '+'
              || c == '/';
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  /** Printable ASCII without a space at either end. */
  static boolean isPrintable(String text, int maxLength) {
    if (text.length() > maxLength || !text.equals(text.strip())) {
      return false;
    }
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }

  /** A decimal number 0..max, or -1. */
  static int number(String text, int max) {
    long value = longNumber(text, max);
    return (int) value;
  }

  /** A decimal number 0..max, or -1. */
  static long longNumber(String text, long max) {
    if (text.isEmpty() || text.length() > 19) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
      if (value > max || value < 0) {
        return -1;
      }
    }
    return value;
  }
}
