package io.medtrust.gateway.scoped;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ids that may be used once, on whatever node. While Redis is away nobody can say whether one was
 * used, so the answer is 503: a client has its access token for that time.
 */
final class OnceOnly {
  private static final int REDIS_MILLIS = 1000;

  private final Redis redis;

  OnceOnly(Redis redis) {
    this.redis = redis;
  }

  /** True for the first use, false after it; fails with 503 {@code storage_unavailable}. */
  Future<Boolean> use(String kind, String id, long seconds) {
    return RedisAPI.api(redis)
        .set(
            List.of(
                "once:" + kind + ':' + id, "1", "NX", "EX", String.valueOf(Math.max(1, seconds))))
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS)
        .map(response -> response != null)
        .recover(
            _ ->
                Future.failedFuture(
                    new Problem(
                        503,
                        "storage_unavailable",
                        "Whether this was used before is not known now")));
  }
}
