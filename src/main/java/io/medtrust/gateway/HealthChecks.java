package io.medtrust.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the parts of the node whether they are well. Each check answers {@code true}, {@code false}
 * or a sentence that says what is wrong; one that fails or takes 2 s is not well.
 */
public final class HealthChecks {
  private static final int TIMEOUT_MILLIS = 2000;

  private final Map<String, Supplier<? extends Future<?>>> checks = new LinkedHashMap<>();

  /** Adds checks; before the node is deployed. */
  public HealthChecks add(String name, Supplier<? extends Future<?>> check) {
    checks.put(name, check);
    return this;
  }

  /** {@code {status: ok|degraded, service, timestamp, checks: {name: {ok, detail}}}}. */
  Future<JsonObject> run(Vertx vertx) {
    List<Future<JsonObject>> running = new ArrayList<>();
    checks.forEach((name, check) -> running.add(one(vertx, name, check)));
    return Future.join(running)
        .map(
            all -> {
              var results = new JsonObject();
              boolean ok = true;
              for (int i = 0; i < running.size(); i++) {
                JsonObject result = all.resultAt(i);
                ok &= result.getBoolean("ok");
                results.put((String) result.remove("name"), result);
              }
              return new JsonObject()
                  .put("status", ok ? "ok" : "degraded")
                  .put("service", "medtrust")
                  .put("timestamp", Instant.now().toString())
                  .put("checks", results);
            });
  }

  private static Future<JsonObject> one(
      Vertx vertx, String name, Supplier<? extends Future<?>> check) {
    Future<?> answer;
    try {
      answer = check.get();
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    return answer
        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .map(
            value ->
                switch (value) {
                  case null -> result(name, true, null);
                  case Boolean b -> result(name, b, b ? null : name + " is not well");
                  case String s when s.isEmpty() || s.equals("ok") -> result(name, true, null);
                  default -> result(name, false, value.toString());
                })
        .otherwise(cause -> result(name, false, name + " does not answer"));
  }

  private static JsonObject result(String name, boolean ok, String detail) {
    var json = new JsonObject().put("name", name).put("ok", ok);
    return detail == null ? json : json.put("detail", detail);
  }
}
