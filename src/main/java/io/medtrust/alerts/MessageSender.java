package io.medtrust.alerts;

import io.vertx.core.Future;

/** Sends a message out of the house. */
interface MessageSender {
  /** Its name in the outbox, as {@code twilio}. */
  String name();

  /**
   * Sends once. Succeeds with the provider's own id (or null) when the provider took the message;
   * fails with {@link Refused} when it never will, with anything else when it may later.
   */
  Future<String> send(String recipient, String body);

  /** The provider will not take this message, however often it is sent. */
  final class Refused extends RuntimeException {
    Refused(String why) {
      super(why, null, false, false);
    }
  }
}
