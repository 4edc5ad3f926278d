package io.medtrust.rtc.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Hash of a certificate, as in {@code a=fingerprint} (RFC 8122 §5). SHA-1 and MD5 are not accepted:
 * the fingerprint is all that ties the media to the signaling.
 */
public final class Fingerprint {
  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private final String algorithm;
  private final byte[] digest;

  private Fingerprint(String algorithm, byte[] digest) {
    this.algorithm = algorithm;
    this.digest = digest;
  }

  /**
   * Reads {@code sha-256 AB:CD:…}; also sha-384 and sha-512.
   *
   * @return null when it is not of that form
   */
  public static Fingerprint parse(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      return null;
    }
    String algorithm = text.substring(0, space).toLowerCase(Locale.ROOT);
    int length = lengthOf(algorithm);
    String hex = text.substring(space + 1).strip();
    if (length == 0 || hex.length() != 3 * length - 1) {
      return null;
    }
    try {
      return new Fingerprint(algorithm, HEX.parseHex(hex));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static int lengthOf(String algorithm) {
    return switch (algorithm) {
      case "sha-256" -> 32;
      case "sha-384" -> 48;
      case "sha-512" -> 64;
      default -> 0;
    };
  }

  /** The SHA-256 fingerprint of a certificate in DER. */
  public static Fingerprint ofCertificate(byte[] der) {
    return new Fingerprint("sha-256", hash("sha-256", der));
  }

  /** Whether this is the fingerprint of that certificate; compared in constant time. */
  public boolean matches(byte[] certificateDer) {
    return MessageDigest.isEqual(digest, hash(algorithm, certificateDer));
  }

  private static byte[] hash(String algorithm, byte[] der) {
    try {
      return MessageDigest.getInstance(algorithm).digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && algorithm.equals(that.algorithm)
        && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** As it stands after {@code a=fingerprint:}. */
  @Override
  public String toString() {
    return algorithm + " " + HEX.formatHex(digest);
  }
}
