package io.medtrust.trust;

import io.medtrust.bus.LedgerEntry;
import java.util.ArrayList;
import java.util.List;

/** Collects the hashed texts of one verification and gives them out second by second. Pure. */
final class SecondBuffer {
  private final String session;
  private final String verification;
  private List<String> texts = new ArrayList<>();
  private long second = Long.MIN_VALUE;

  SecondBuffer(String session, String verification) {
    this.session = session;
    this.verification = verification;
  }

  /**
   * @param millis time in the text, epoch milliseconds; never falls
   * @return the entry of the second before, when this text begins a new one; else null
   */
  LedgerEntry add(String text, long millis) {
    long its = Math.floorDiv(millis, 1000L);
    var closed = its == second ? null : flush();
    second = its;
    texts.add(text);
    return closed;
  }

  /** The entry of the second under way, or null when there is none. Nothing may be added to it. */
  LedgerEntry flush() {
    if (texts.isEmpty()) return null;
    var entry = new LedgerEntry(session, verification, second, texts);
    texts = new ArrayList<>();
    return entry;
  }
}
