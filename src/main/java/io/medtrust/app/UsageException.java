package io.medtrust.app;

/**
 * The command cannot run as it was asked to or configured; the message is one sentence for the
 * operator.
 */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message, null, false, false);
  }
}
