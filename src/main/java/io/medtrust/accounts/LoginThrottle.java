package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts sign-ins that failed, per address and account and per address alone. An attempt is counted
 * before the password is looked at, so that many at once cannot pass, and forgotten when it
 * succeeds. Beyond the limit every further attempt doubles the wait, from 30 s to the whole window.
 *
 * <p>While Redis is away this node counts for itself.
 */
final class LoginThrottle {
  private static final Logger LOG = LoggerFactory.getLogger(LoginThrottle.class);
  private static final int FIRST_WAIT_SECONDS = 30;
  private static final int MAX_LOCAL = 10_000;
  private static final int REDIS_MILLIS = 1000;

  /** Counts one attempt; beyond the limit it sets and returns the wait, else returns 0. */
  private static final String SCRIPT =
      """
      local wait = redis.call('ttl', KEYS[2])
      if wait > 0 then return wait end
      local n = redis.call('incr', KEYS[1])
      if n == 1 or redis.call('ttl', KEYS[1]) < 0 then redis.call('expire', KEYS[1], ARGV[2]) end
      local over = n - tonumber(ARGV[1])
      if over <= 0 then return 0 end
      local limit = tonumber(ARGV[2])
      local pause = math.min(limit, tonumber(ARGV[3]) * 2 ^ math.min(over - 1, 10))
      redis.call('set', KEYS[2], '1', 'EX', math.floor(pause))
      redis.call('expire', KEYS[1], math.floor(limit + pause))
      return math.floor(pause)
      """;

  private record Local(int count, long untilMillis) {}

  private final Redis redis;
  private final AccountsSettings settings;
  private final Map<String, Local> local =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Local> eldest) {
          return size() > MAX_LOCAL;
        }
      };

  LoginThrottle(Redis redis, AccountsSettings settings) {
    this.redis = redis;
    this.settings = settings;
  }

  /** Fails with 429 {@code rate_limited} when the address must wait. */
  Future<Void> attempt(String address, String email) {
    return count("login:" + address, settings.loginAddressFailures())
        .compose(_ -> count(key(address, email), settings.loginFailures()));
  }

  /** Counts something else that strangers may do, per address or account. */
  Future<Void> other(String what, String whose) {
    return count(what + ":" + whose, settings.strangerAttempts());
  }

  void forget(String what, String whose) {
    var key = what + ":" + whose;
    synchronized (local) {
      local.remove(key);
    }
    RedisAPI.api(redis).del(List.of(key, key + ":wait"));
  }

  /** The sign-in was right: forget the account's failures from there. */
  void succeeded(String address, String email) {
    var key = key(address, email);
    synchronized (local) {
      local.remove(key);
    }
    var api = RedisAPI.api(redis);
    api.del(List.of(key, key + ":wait"));
    api.decr("login:" + address);
  }

  private Future<Void> count(String key, int limit) {
    return RedisAPI.api(redis)
        .eval(
            List.of(
                SCRIPT,
                "2",
                key,
                key + ":wait",
                String.valueOf(limit),
                String.valueOf(settings.loginWindowSeconds()),
                String.valueOf(Math.min(FIRST_WAIT_SECONDS, settings.loginWindowSeconds()))))
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS)
        .map(response -> response.toInteger())
        .recover(
            cause -> {
              LOG.warn("Redis does not answer, counting sign-ins here: {}", cause.toString());
              return Future.succeededFuture(countLocally(key, limit));
            })
        .compose(
            wait ->
                wait <= 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Problem(
                            429,
                            "rate_limited",
                            "Too many attempts; try again in " + wait + " seconds")));
  }

  private int countLocally(String key, int limit) {
    long now = System.currentTimeMillis();
    synchronized (local) {
      var seen = local.get(key);
      if (seen == null || seen.untilMillis < now) {
        seen = new Local(0, now + settings.loginWindowSeconds() * 1000L);
      }
      local.put(key, new Local(seen.count + 1, seen.untilMillis));
      return seen.count < limit ? 0 : (int) Math.max(1, (seen.untilMillis - now) / 1000);
    }
  }

  /** The account is hashed: Redis holds no personal data. */
  private static String key(String address, String email) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return "login:" + address + ":" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
