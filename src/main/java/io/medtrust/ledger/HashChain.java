package io.medtrust.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The block formula: the lower-case hex SHA-256 (FIPS 180-4) of the UTF-8 text {@code
 * prev:timestamp:trust}. The first block of a verification follows {@link #GENESIS}. Not
 * thread-safe: an instance keeps its digest.
 */
public final class HashChain {
  /** What the first block has before it: 64 zeros. */
  public static final String GENESIS = "0".repeat(64);

  private final MessageDigest sha256 = newSha256();

  /**
   * @param prev hash of the block before, 64 lower-case hex digits
   * @param text {@code timestamp:trust} of this block
   * @return hash of this block, 32 bytes
   */
  public byte[] block(String prev, String text) {
    sha256.update(prev.getBytes(StandardCharsets.US_ASCII));
    sha256.update((byte) ':');
    return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
