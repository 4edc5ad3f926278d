package io.medtrust.alerts;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * SMS by Twilio's HTTP API ({@code POST /2010-04-01/Accounts/{sid}/Messages.json}), or by whatever
 * speaks it at another address.
 */
final class TwilioSender implements MessageSender {
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MAX_ANSWER = 64 * 1024;

  private final HttpClient client;
  private final AlertsSettings.Twilio settings;

  TwilioSender(Vertx vertx, AlertsSettings.Twilio settings) {
    this.client = vertx.createHttpClient();
    this.settings = settings;
  }

  @Override
  public String name() {
    return "twilio";
  }

  @Override
  public Future<String> send(String recipient, String body) {
    var form =
        form("From", settings.from()) + "&" + form("To", recipient) + "&" + form("Body", body);
    var key = settings.account() + ":" + settings.token();
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(
                settings.url() + "/2010-04-01/Accounts/" + settings.account() + "/Messages.json")
            .setHeaders(
                MultiMap.caseInsensitiveMultiMap()
                    .add("Content-Type", "application/x-www-form-urlencoded")
                    .add(
                        "Authorization",
                        "Basic "
                            + Base64.getEncoder()
                                .encodeToString(key.getBytes(StandardCharsets.UTF_8))));
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(form)))
        .compose(
            answer -> {
              int status = answer.statusCode();
              return answer.body().map(text -> taken(status, text));
            })
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static String form(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The message's id. A wrong key or too many requests may be mended; a bad request is not. */
  private static String taken(int status, Buffer answer) {
    if (status == 400 || status == 404) throw new Refused("the provider answered " + status);
    if (status / 100 != 2) throw new IllegalStateException("the provider answered " + status);
    if (answer.length() > MAX_ANSWER) return null;
    try {
      return new JsonObject(answer).getString("sid");
    } catch (DecodeException | ClassCastException e) {
      // It was taken; only its id is not known.
      return null;
    }
  }
}
