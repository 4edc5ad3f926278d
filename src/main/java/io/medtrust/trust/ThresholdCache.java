package io.medtrust.trust;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thresholds in force: from Redis, where they are kept for 60 s, else from PostgreSQL. While
 * both are away, or what they hold makes no sense, the last good ones stay.
 */
final class ThresholdCache {
  /** Whoever changes {@code ai_thresholds} deletes this key. */
  static final String KEY = "thresholds:v1";

  private static final Logger LOG = LoggerFactory.getLogger(ThresholdCache.class);
  private static final int SECONDS = 60;

  private final Pool pool;
  private final Redis redis;
  private volatile Thresholds current = Thresholds.DEFAULT;
  private volatile boolean complained;

  ThresholdCache(Pool pool, Redis redis) {
    this.pool = pool;
    this.redis = redis;
  }

  Thresholds current() {
    return current;
  }

  /** Looks them up. Never fails. */
  Future<Void> refresh() {
    return cached()
        .otherwiseEmpty()
        .compose(cached -> cached != null ? Future.succeededFuture(cached) : stored())
        .map(
            values -> {
              current = Thresholds.of(values);
              complained = false;
              return (Void) null;
            })
        .recover(
            e -> {
              if (!complained) LOG.warn("the thresholds stay as they were: {}", e.getMessage());
              complained = true;
              return Future.succeededFuture();
            });
  }

  private Future<Map<String, Double>> cached() {
    return redis
        .send(Request.cmd(Command.GET).arg(KEY))
        .map(
            response -> {
              if (response == null) return null;
              var values = new HashMap<String, Double>();
              for (var entry : new JsonObject(response.toString())) {
                values.put(entry.getKey(), ((Number) entry.getValue()).doubleValue());
              }
              // What is cached wrongly is as good as not cached.
              Thresholds.of(values);
              return values;
            });
  }

  private Future<Map<String, Double>> stored() {
    return pool.query("select key, value from ai_thresholds")
        .execute()
        .map(
            rows -> {
              var values = new HashMap<String, Double>();
              for (var row : rows) values.put(row.getString("key"), row.getDouble("value"));
              Thresholds.of(values);
              var json = new JsonObject();
              values.forEach(json::put);
              redis
                  .send(Request.cmd(Command.SETEX).arg(KEY).arg(SECONDS).arg(json.encode()))
                  .onFailure(e -> LOG.debug("thresholds are not cached: {}", e.getMessage()));
              return values;
            });
  }
}
