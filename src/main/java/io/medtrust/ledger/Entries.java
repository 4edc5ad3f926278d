package io.medtrust.ledger;

import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Problem;
import java.util.UUID;

/** What the ledger takes: anything else is refused before it can reach a chain. */
final class Entries {
  private static final long MAX_AGE_SECONDS = 86_400;
  private static final long MAX_AHEAD_SECONDS = 60;

  private Entries() {}

  /**
   * @param nowMillis epoch milliseconds
   * @return the problem, or null when the entry may be chained
   */
  static Problem problem(LedgerEntry entry, long nowMillis) {
    if (!isUuid(entry.session()) || !isUuid(entry.verification())) {
      return bad("The session and the verification must be UUIDs in lower case");
    }
    long age = nowMillis / 1000 - entry.second();
    if (age > MAX_AGE_SECONDS || age < -MAX_AHEAD_SECONDS) {
      return bad("The second " + entry.second() + " is too far from now");
    }
    var texts = entry.texts();
    if (texts == null || texts.isEmpty() || texts.size() > Segment.MAX_BLOCKS) {
      return bad("An entry holds 1 to " + Segment.MAX_BLOCKS + " blocks");
    }
    long last = Long.MIN_VALUE;
    for (var text : texts) {
      long millis = BlockText.millis(text);
      if (millis < 0 || Math.floorDiv(millis, 1000L) != entry.second() || millis <= last) {
        return bad("Every text must be a time within the second, rising, and a score");
      }
      last = millis;
    }
    return null;
  }

  private static boolean isUuid(String text) {
    try {
      return text != null && UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Problem bad(String message) {
    return new Problem(400, "bad_entry", message);
  }
}
