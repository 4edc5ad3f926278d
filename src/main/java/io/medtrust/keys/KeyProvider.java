package io.medtrust.keys;

/**
 * Seals small secrets with a key that is kept apart from the data. May block for a moment (a file,
 * a token, a network vault): not for event loops. May be used from any thread.
 *
 * <p>Rotation: {@link #seal} uses the current key; {@link #open} finds the key by the id that the
 * sealed bytes carry, so older ones open as long as the provider has their key.
 */
public interface KeyProvider {
  /** The most that {@link #seal} takes, bytes. */
  int MAX_SECRET = 64 * 1024;

  /**
   * Encrypts and authenticates.
   *
   * @param context what the secret is and whose, as {@code totp:USER}; it is authenticated and not
   *     stored, so that a sealed secret moved to another row does not open
   * @throws KeyProblem when the provider cannot do it now
   */
  byte[] seal(byte[] secret, String context);

  /**
   * @throws KeyProblem when the bytes were changed, are of another context, or their key is gone
   */
  byte[] open(byte[] sealed, String context);

  /** Id of the key that seals now. */
  String currentKey();

  /** Id of the key that these bytes were sealed with, to find what a rotation has to seal anew. */
  String keyOf(byte[] sealed);
}
