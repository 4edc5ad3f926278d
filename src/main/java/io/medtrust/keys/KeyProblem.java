package io.medtrust.keys;

/** A key is missing or does not fit, or its provider does not answer. Never tells a secret. */
public final class KeyProblem extends RuntimeException {
  public KeyProblem(String message) {
    super(message);
  }

  public KeyProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
