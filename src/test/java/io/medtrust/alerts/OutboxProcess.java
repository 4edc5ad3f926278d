package io.medtrust.alerts;

import io.medtrust.ops.Settings;
import io.medtrust.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.Map;

/** A process that does nothing but send what is in an outbox, to be killed by a test. */
final class OutboxProcess {
  private OutboxProcess() {}

  /** Words: the database, the provider's address, milliseconds between looks at the outbox. */
  public static void main(String[] words) {
    var vertx = Vertx.vertx();
    var pool = Database.postgres(vertx, words[0], 2);
    vertx
        .deployVerticle(
            new OutboxVerticle(pool, settings(words[1], words[2]), new SimpleMeterRegistry()))
        .onSuccess(_ -> System.out.println("sending"))
        .onFailure(
            cause -> {
              cause.printStackTrace();
              System.exit(1);
            });
  }

  static AlertsSettings settings(String url, String pollMillis) {
    return AlertsSettings.from(
        Settings.load(null, Map.of())
            .with(
                Map.of(
                    "alerts.sms", "twilio",
                    "alerts.sms_to", "+491701234567",
                    "alerts.twilio_url", url,
                    "alerts.twilio_account", "AC1",
                    "alerts.twilio_token", "secret",
                    "alerts.twilio_from", "+15005550006",
                    "alerts.outbox_poll_ms", pollMillis,
                    "alerts.outbox_attempts", "3",
                    "alerts.outbox_first_retry_ms", "10")));
  }
}
