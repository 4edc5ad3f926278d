package io.medtrust.bus;

import java.util.List;

/**
 * The trust computations of one verification in one second, to be chained and stored as one
 * segment. The reply, {@link Appended}, is sent after the commit. Sending the same entry again
 * (same verification, {@code second} and texts) is answered with what is stored; other texts for a
 * stored second are refused. At most one entry of a verification may be on its way.
 *
 * @param second epoch second that the texts belong to
 * @param texts in order, each {@code timestamp:trust} as hashed: ISO-8601 UTC with milliseconds,
 *     then the score as an integer or {@code unknown}
 */
public record LedgerEntry(String session, String verification, long second, List<String> texts) {
  /**
   * @param block number of the last block of this segment, from 1
   * @param head its hash, 64 lower-case hex digits
   * @param prev hash of the block before it
   * @param intact false once the writer found that a stored segment of this chain was changed
   */
  public record Appended(
      String verification, long second, long block, String head, String prev, boolean intact) {}
}
