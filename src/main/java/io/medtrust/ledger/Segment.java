package io.medtrust.ledger;

import io.medtrust.bus.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of one verification and one second, as stored: immutable.
 *
 * @param second epoch second that all blocks belong to
 * @param firstBlock number of the first block, from 1
 * @param prevHash hash of the block before the first
 * @param headHash hash of the last block
 * @param texts of the blocks, in order
 * @param marks the first {@value #MARK_BYTES} bytes of each block's hash: with them the verifier
 *     names the block that was changed and not only its second
 * @param epoch of the writer
 * @param writtenMicros when the writer took it, epoch microseconds (what the column can hold)
 * @param contentHash SHA-256 of everything else in the row, which the block formula leaves out
 */
record Segment(
    String session,
    String verification,
    long second,
    long firstBlock,
    String prevHash,
    String headHash,
    List<String> texts,
    byte[] marks,
    long epoch,
    long writtenMicros,
    byte[] contentHash) {
  static final int MAX_BLOCKS = 1000;
  static final int MARK_BYTES = 4;

  /** Where a chain stands: the number and hash of its last block, and its last second. */
  record Head(long block, String hash, long second) {
    static final Head GENESIS = new Head(0, HashChain.GENESIS, Long.MIN_VALUE);
  }

  /** Chains an entry behind {@code head}; the entry has been validated. */
  static Segment chain(Head head, LedgerEntry entry, long epoch, long writtenMicros) {
    var chain = new HashChain();
    var marks = new byte[entry.texts().size() * MARK_BYTES];
    var hash = head.hash();
    for (int i = 0; i < entry.texts().size(); i++) {
      byte[] block = chain.block(hash, entry.texts().get(i));
      System.arraycopy(block, 0, marks, i * MARK_BYTES, MARK_BYTES);
      hash = HashChain.hex(block);
    }
    var open =
        new Segment(
            entry.session(),
            entry.verification(),
            entry.second(),
            head.block() + 1,
            head.hash(),
            hash,
            List.copyOf(entry.texts()),
            marks,
            epoch,
            writtenMicros,
            null);
    return open.sealed(open.content());
  }

  long lastBlock() {
    return firstBlock + texts.size() - 1;
  }

  Head head() {
    return new Head(lastBlock(), headHash, second);
  }

  LedgerEntry.Appended appended(boolean intact) {
    return new LedgerEntry.Appended(
        verification, second, lastBlock(), headHash, beforeLast(), intact);
  }

  /** The content hash as it must be, over one line per field in a fixed order. */
  byte[] content() {
    var text = new StringBuilder(256);
    text.append("medtrust segment 1\n").append(session).append('\n').append(verification);
    text.append('\n').append(second).append('\n').append(firstBlock).append('\n').append(epoch);
    text.append('\n').append(writtenMicros).append('\n').append(prevHash).append('\n');
    text.append(headHash).append('\n').append(HashChain.hex(marks));
    for (var block : texts) text.append('\n').append(block);
    return HashChain.newSha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Segment sealed(byte[] content) {
    return new Segment(
        session,
        verification,
        second,
        firstBlock,
        prevHash,
        headHash,
        texts,
        marks,
        epoch,
        writtenMicros,
        content);
  }

  private String beforeLast() {
    var chain = new HashChain();
    var hash = prevHash;
    for (var text : texts.subList(0, texts.size() - 1))
      hash = HashChain.hex(chain.block(hash, text));
    return hash;
  }

  // Arrays compare by identity in records.
  @Override
  public boolean equals(Object other) {
    return other instanceof Segment that
        && Arrays.equals(contentHash, that.contentHash)
        && Arrays.equals(content(), that.content());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(contentHash);
  }
}
