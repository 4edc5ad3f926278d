package io.medtrust.accounts;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens and refresh families that were taken back, in Redis until they would be over anyway. */
final class RevocationList {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);

  // A store that hangs is a store that is away.
  private static final int REDIS_MILLIS = 1000;

  private final Redis redis;
  private final int accessSeconds;

  RevocationList(Redis redis, int accessSeconds) {
    this.redis = redis;
    this.accessSeconds = accessSeconds;
  }

  /**
   * False while Redis is away: then the epoch decides.
   *
   * @param family may be null
   */
  Future<Boolean> contains(String jti, String family) {
    var keys = family == null ? List.of(token(jti)) : List.of(token(jti), family(family));
    return RedisAPI.api(redis)
        .exists(keys)
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS)
        .map(response -> response.toInteger() > 0)
        .recover(
            cause -> {
              LOG.warn(
                  "Redis does not answer, revocations rest on the epoch: {}", cause.toString());
              return Future.succeededFuture(false);
            });
  }

  /**
   * @param expiresAt of the token, epoch seconds
   * @param family may be null
   */
  Future<Void> add(String jti, long expiresAt, String family) {
    long seconds = Math.max(1, expiresAt - System.currentTimeMillis() / 1000);
    return set(token(jti), seconds)
        .compose(_ -> family == null ? Future.succeededFuture() : addFamily(family));
  }

  Future<Void> addFamily(String family) {
    return set(family(family), accessSeconds);
  }

  private Future<Void> set(String key, long seconds) {
    return RedisAPI.api(redis)
        .setex(key, String.valueOf(seconds), "1")
        .<Void>mapEmpty()
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String token(String jti) {
    return "revoked:" + jti;
  }

  private static String family(String family) {
    return "revoked:family:" + family;
  }
}
