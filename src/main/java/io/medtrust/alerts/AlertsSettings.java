package io.medtrust.alerts;

import io.medtrust.ops.Settings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * @param provider {@code log} or {@code twilio}
 * @param recipients telephone numbers (E.164); the one word {@code log} where nothing is sent
 * @param pollMillis how often the outbox is looked at
 * @param attempts after which a message is given up
 * @param firstRetryMillis pause after the first failure; it doubles
 * @param leaseMillis how long a message belongs to the node that sends it; more than a minute
 */
public record AlertsSettings(
    String provider,
    List<String> recipients,
    Twilio twilio,
    int pollMillis,
    int attempts,
    int firstRetryMillis,
    int leaseMillis) {
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /**
   * @param url of the API, without a path
   */
  public record Twilio(String url, String account, String token, String from) {}

  /**
   * @throws IllegalArgumentException with one sentence when a setting is wrong
   */
  public static AlertsSettings from(Settings s) {
    var provider = s.text("alerts.sms");
    var numbers = s.list("alerts.sms_to");
    var twilio =
        new Twilio(
            s.text("alerts.twilio_url"),
            s.text("alerts.twilio_account"),
            s.text("alerts.twilio_token"),
            s.text("alerts.twilio_from"));
    for (var number : numbers) {
      if (!NUMBER.matcher(number).matches()) {
        throw new IllegalArgumentException(
            "alerts.sms_to: a number is + and 7 to 15 digits, not " + number);
      }
    }
    switch (provider) {
      case "log" -> numbers = numbers.isEmpty() ? List.of("log") : numbers;
      case "twilio" -> {
        if (numbers.isEmpty()
            || twilio.account.isBlank()
            || twilio.token.isBlank()
            || twilio.from.isBlank()) {
          throw new IllegalArgumentException(
              "alerts.sms: twilio needs sms_to, twilio_account, twilio_token and twilio_from");
        }
      }
      default -> throw new IllegalArgumentException("alerts.sms is log or twilio");
    }
    return new AlertsSettings(
        provider,
        numbers,
        twilio,
        s.integer("alerts.outbox_poll_ms", 50, 3_600_000),
        s.integer("alerts.outbox_attempts", 1, 100),
        s.integer("alerts.outbox_first_retry_ms", 10, 3_600_000),
        s.integer("alerts.outbox_lease_ms", 61_000, 3_600_000));
  }
}
