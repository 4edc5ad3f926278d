package io.medtrust.ledger;

import java.util.Arrays;

/** Whether the newest stored segment of a chain is the one that was written. */
final class HeadCheck {
  private HeadCheck() {}

  /**
   * @param ours what this writer wrote last, or null when it wrote nothing in this term
   * @param stored the newest that the database holds, or null
   * @return what is wrong, or null
   */
  static ChainBreak of(Segment ours, Segment stored) {
    if (ours == null) {
      return stored == null || recomputes(stored) ? null : changed(stored);
    }
    if (stored == null || stored.firstBlock() < ours.firstBlock()) {
      return new ChainBreak(
          ours.verification(),
          ours.firstBlock(),
          ours.second(),
          "gap",
          "Block " + ours.firstBlock() + " was stored and is missing now");
    }
    if (stored.firstBlock() > ours.firstBlock()) {
      return new ChainBreak(
          stored.verification(),
          stored.firstBlock(),
          stored.second(),
          "foreign",
          "Block " + stored.firstBlock() + " was stored by somebody else than the writer");
    }
    return stored.equals(ours) && recomputes(stored) ? null : changed(stored);
  }

  /**
   * Where the chain goes on: behind what this writer knows to be true, so that the verifier later
   * finds the changed row; behind a foreign row when one has taken the next number.
   */
  static Segment continueFrom(Segment ours, Segment stored) {
    if (ours == null) return stored;
    return stored != null && stored.lastBlock() > ours.lastBlock() ? stored : ours;
  }

  private static boolean recomputes(Segment s) {
    var chain = new HashChain();
    var hash = s.prevHash();
    for (var text : s.texts()) hash = HashChain.hex(chain.block(hash, text));
    return hash.equals(s.headHash()) && Arrays.equals(s.content(), s.contentHash());
  }

  private static ChainBreak changed(Segment stored) {
    return new ChainBreak(
        stored.verification(),
        stored.firstBlock(),
        stored.second(),
        "changed",
        "Blocks "
            + stored.firstBlock()
            + " to "
            + stored.lastBlock()
            + " are not what was written");
  }
}
