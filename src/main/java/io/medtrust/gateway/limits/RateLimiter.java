package io.medtrust.gateway.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests in fixed windows that begin at another moment for every principal. While Redis is
 * away every node counts for itself, which health says. One per node, for any thread.
 */
public final class RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
  private static final int REDIS_MILLIS = 300;
  private static final long RETRY_MILLIS = 1000;
  private static final int MOST_WINDOWS = 50_000;

  /** Raises the count by a lease; the window ends by itself. */
  private static final String SCRIPT =
      """
      local n = redis.call('incrby', KEYS[1], ARGV[1])
      if n == tonumber(ARGV[1]) then redis.call('pexpire', KEYS[1], ARGV[2]) end
      return n
      """;

  /**
   * @param allowed whether the request may go on
   * @param limit requests in a window
   * @param remaining of them, as far as this node knows
   * @param resetSeconds until the window ends, at least 1
   */
  public record Decision(
      boolean allowed, int limit, int remaining, int resetSeconds, int windowSeconds) {}

  private record Key(String principal, Tier tier) {}

  /** A window with those that wait for its next lease. */
  private static final class Slot {
    Window window;
    boolean leasing;
    final Queue<Promise<Decision>> waiting = new ArrayDeque<>();
  }

  private final LimitSettings settings;
  private final Redis redis;
  private final LongSupplier millis;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();
  private volatile long awayUntil;
  private volatile boolean away;

  public RateLimiter(LimitSettings settings, Redis redis) {
    this(settings, redis, System::currentTimeMillis);
  }

  RateLimiter(LimitSettings settings, Redis redis, LongSupplier millis) {
    this.settings = settings;
    this.redis = redis;
    this.millis = millis;
  }

  /** Counts one request. Succeeded at once while a lease lasts. Never fails. */
  public Future<Decision> count(String principal, Tier tier) {
    long now = millis.getAsLong();
    if (slots.size() > MOST_WINDOWS) purge(now);
    var key = new Key(principal, tier);
    var slot = slots.computeIfAbsent(key, _ -> new Slot());
    Promise<Decision> promise;
    synchronized (slot) {
      if (slot.window == null || slot.window.endsMillis <= now) {
        slot.window = new Window(settings.limit(principal, tier), ends(key, now));
      }
      if (slot.window.take()) return Future.succeededFuture(decide(slot.window, true, tier, now));
      if (slot.window.exhausted()) {
        return Future.succeededFuture(decide(slot.window, false, tier, now));
      }
      promise = Promise.promise();
      slot.waiting.add(promise);
      if (slot.leasing) return promise.future();
      slot.leasing = true;
    }
    lease(key, slot, now);
    return promise.future();
  }

  private long ends(Key key, long now) {
    int window = LimitSettings.windowMillis(key.tier());
    // Java's string hash is the same on all nodes; Tier's own hash is not
    int hash = key.principal().hashCode() * 31 + key.tier().ordinal();
    long phase = Math.floorMod(hash, window);
    return (Math.floorDiv(now - phase, window) + 1) * window + phase;
  }

  private void lease(Key key, Slot slot, long now) {
    Window window;
    synchronized (slot) {
      window = slot.window;
    }
    boolean ask = now >= awayUntil;
    Future<Long> count =
        ask ? shared(key, window, now) : Future.failedFuture("Redis was away a moment ago");
    count.onComplete(
        answer -> {
          if (answer.succeeded()) away = false;
          else if (ask) missed(answer.cause());
          settle(key, slot, window, answer.succeeded() ? answer.result() : -1);
        });
  }

  private Future<Long> shared(Key key, Window window, long now) {
    return RedisAPI.api(redis)
        .eval(
            List.of(
                SCRIPT,
                "1",
                name(key, window.endsMillis),
                String.valueOf(window.lease),
                String.valueOf(Math.max(1, window.endsMillis - now))))
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS)
        .map(response -> response.toLong());
  }

  private void missed(Throwable cause) {
    awayUntil = millis.getAsLong() + RETRY_MILLIS;
    if (!away) LOG.warn("Redis does not answer, requests are counted here: {}", cause.toString());
    away = true;
  }

  /**
   * @param count the shared one, or -1: then this node's own goes on
   */
  private void settle(Key key, Slot slot, Window window, long count) {
    long now = millis.getAsLong();
    synchronized (slot) {
      window.leased(count >= 0 ? count : window.countedHere() + window.lease);
      Promise<Decision> next;
      while ((next = slot.waiting.peek()) != null) {
        boolean allowed = window.take();
        // another lease is needed for those that still wait
        if (!allowed && !window.exhausted()) break;
        slot.waiting.remove();
        next.complete(decide(window, allowed, key.tier(), now));
      }
      slot.leasing = !slot.waiting.isEmpty();
      if (!slot.leasing) return;
    }
    lease(key, slot, now);
  }

  private static Decision decide(Window window, boolean allowed, Tier tier, long now) {
    int reset = (int) Math.max(1, (window.endsMillis - now + 999) / 1000);
    return new Decision(
        allowed,
        window.limit(),
        window.remaining(),
        reset,
        LimitSettings.windowMillis(tier) / 1000);
  }

  private void purge(long now) {
    slots.values().removeIf(slot -> stale(slot, now));
    // All current: a flood of addresses. Forgetting them only costs leases.
    if (slots.size() > MOST_WINDOWS) slots.values().removeIf(slot -> stale(slot, Long.MAX_VALUE));
  }

  private static boolean stale(Slot slot, long now) {
    synchronized (slot) {
      return !slot.leasing && (slot.window == null || slot.window.endsMillis <= now);
    }
  }

  /** Redis holds no address and no id in clear. */
  private static String name(Key key, long ends) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((key.tier() + " " + key.principal()).getBytes(StandardCharsets.UTF_8));
      return "limit:" + HexFormat.of().formatHex(digest, 0, 12) + ":" + ends;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code ok}, or that nodes count for themselves. */
  public String health() {
    return away ? "Redis does not answer: every node counts requests for itself" : "ok";
  }

  int windows() {
    return slots.size();
  }
}
