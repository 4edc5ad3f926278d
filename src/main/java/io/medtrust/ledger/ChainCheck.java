package io.medtrust.ledger;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recomputes chains block by block. Feed every segment, ordered by verification and first block;
 * each answer is the first thing that is wrong in that segment.
 *
 * <p>A linear chain shows a change, an insertion and a gap. It does not show that its end was cut
 * off, nor that someone who may write the whole table computed all of it anew: that takes
 * checkpoints kept elsewhere.
 */
final class ChainCheck {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final HashChain chain = new HashChain();
  private String verification;
  private String session;
  private Segment.Head head = Segment.Head.GENESIS;
  private long lastMillis;
  private long epoch;
  private long blocks;
  private long segments;
  private long verifications;

  long blocks() {
    return blocks;
  }

  long segments() {
    return segments;
  }

  long verifications() {
    return verifications;
  }

  /**
   * Checks the next segment.
   *
   * @return what is wrong first, or nothing. After a break the check goes on from what is stored.
   */
  Optional<ChainBreak> next(Segment s) {
    if (!s.verification().equals(verification)) begin(s);
    segments++;
    blocks += s.texts().size();
    var found = check(s);
    head = s.head();
    epoch = Math.max(epoch, s.epoch());
    session = s.session();
    return Optional.ofNullable(found);
  }

  private void begin(Segment s) {
    if (verification != null && s.verification().compareTo(verification) < 0) {
      throw new IllegalArgumentException("segments must come ordered by verification");
    }
    verification = s.verification();
    session = s.session();
    head = Segment.Head.GENESIS;
    lastMillis = Long.MIN_VALUE;
    epoch = 0;
    verifications++;
  }

  private ChainBreak check(Segment s) {
    if (s.texts().isEmpty() || s.texts().size() > Segment.MAX_BLOCKS) {
      return wrong(s, s.firstBlock(), "blocks", "holds " + s.texts().size() + " blocks");
    }
    if (s.firstBlock() > head.block() + 1) {
      return wrong(
          s,
          head.block() + 1,
          "gap",
          "blocks "
              + (head.block() + 1)
              + " to "
              + (s.firstBlock() - 1)
              + " are missing before the second "
              + s.second());
    }
    if (s.firstBlock() <= head.block()) {
      return wrong(s, s.firstBlock(), "duplicate", "the number is already taken");
    }
    if (!s.prevHash().equals(head.hash())) {
      return wrong(
          s, s.firstBlock(), "prev_hash", "does not follow the hash of the block before it");
    }
    var inTexts = checkTexts(s);
    if (inTexts != null) return inTexts;
    if (s.second() <= head.second()) {
      return wrong(s, s.firstBlock(), "order", "its second is not after the second before it");
    }
    if (s.epoch() < epoch) {
      return wrong(
          s, s.firstBlock(), "epoch", "was written by an older writer than its forerunner");
    }
    if (!s.session().equals(session)) {
      return wrong(s, s.firstBlock(), "session", "names another session than its forerunner");
    }
    if (!Arrays.equals(s.content(), s.contentHash())) {
      return wrong(
          s,
          s.firstBlock(),
          "content_hash",
          "the row's other fields are not those that were written");
    }
    return null;
  }

  private ChainBreak checkTexts(Segment s) {
    var hash = s.prevHash();
    int size = s.texts().size();
    boolean marked = s.marks().length == size * Segment.MARK_BYTES;
    for (int i = 0; i < size; i++) {
      long number = s.firstBlock() + i;
      var text = s.texts().get(i);
      byte[] block = chain.block(hash, text);
      hash = HashChain.hex(block);
      if (marked && !markMatches(s.marks(), i, block)) {
        return wrong(s, number, "block_hash", "its text or its hash was changed");
      }
      long millis = BlockText.millis(text);
      if (millis < 0) {
        return wrong(s, number, "text", "its text is not a time and a score");
      }
      if (Math.floorDiv(millis, 1000L) != s.second()) {
        return wrong(s, number, "second", "its time is not in the second of its segment");
      }
      if (millis <= lastMillis) {
        return wrong(s, number, "order", "its time is not after that of the block before it");
      }
      lastMillis = millis;
    }
    if (!marked) {
      return wrong(s, s.firstBlock(), "blocks", "the number of block hashes is not that of texts");
    }
    if (!HASH.matcher(s.headHash()).matches() || !hash.equals(s.headHash())) {
      return wrong(s, s.lastBlock(), "head_hash", "the stored head is not the hash of this block");
    }
    return null;
  }

  private static boolean markMatches(byte[] marks, int index, byte[] block) {
    int at = index * Segment.MARK_BYTES;
    return Arrays.equals(marks, at, at + Segment.MARK_BYTES, block, 0, Segment.MARK_BYTES);
  }

  private static ChainBreak wrong(Segment s, long block, String code, String what) {
    return new ChainBreak(
        s.verification(), block, s.second(), code, "Block " + block + " is broken: " + what);
  }
}
