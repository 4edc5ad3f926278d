package io.medtrust.alerts;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends nothing: writes the message to the log, and says so. */
final class LogSender implements MessageSender {
  private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Future<String> send(String recipient, String body) {
    LOG.warn("no SMS provider is configured; nobody was sent this message: {}", body);
    return Future.succeededFuture();
  }
}
