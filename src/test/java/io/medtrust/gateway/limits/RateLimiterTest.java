package io.medtrust.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.ops.Settings;
import io.medtrust.store.Database;
import io.medtrust.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final LimitSettings LIMITS =
      new LimitSettings(200, 60, 10, Map.of("user:own", 1000));
  private static Vertx vertx;
  private static Redis redis;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    redis = Database.redis(vertx, TestServers.redisUrl());
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static String someone() {
    return "user:" + UUID.randomUUID();
  }

  private static RateLimiter.Decision count(RateLimiter limiter, String who) throws Exception {
    return limiter.count(who, Tier.GENERAL).await(5, TimeUnit.SECONDS);
  }

  @Test
  void the_limit_is_exact_on_one_node_and_told_in_every_decision() throws Exception {
    var limiter = new RateLimiter(LIMITS, redis);
    var who = someone();
    for (int i = 0; i < 200; i++) {
      var decision = count(limiter, who);
      assertTrue(decision.allowed());
      assertEquals(199 - i, decision.remaining());
      assertEquals(200, decision.limit());
    }
    var refused = count(limiter, who);
    assertTrue(!refused.allowed() && refused.remaining() == 0);
    assertTrue(refused.resetSeconds() >= 1 && refused.resetSeconds() <= 900);
    assertTrue(count(limiter, someone()).allowed(), "others are not concerned");
  }

  @Test
  void limits_of_two_nodes_add_up_and_never_exceed_the_limit() throws Exception {
    var one = new RateLimiter(LIMITS, redis);
    var two = new RateLimiter(LIMITS, redis);
    var who = someone();
    int allowed = 0;
    for (int i = 0; i < 300; i++) if (count(i % 2 == 0 ? one : two, who).allowed()) allowed++;
    assertEquals(200, allowed);
  }

  @Test
  void many_at_once_are_counted_once_each() throws Exception {
    var limiter = new RateLimiter(LIMITS, redis);
    var who = someone();
    var all = new ArrayList<Future<RateLimiter.Decision>>();
    for (int i = 0; i < 500; i++) all.add(limiter.count(who, Tier.GENERAL));
    Future.all(all).await(5, TimeUnit.SECONDS);
    assertEquals(200, all.stream().filter(f -> f.result().allowed()).count());
  }

  @Test
  void tiers_and_principals_have_limits_of_their_own() throws Exception {
    var limiter = new RateLimiter(LIMITS, redis);
    var who = someone();
    int admin = 0;
    for (int i = 0; i < 50; i++) {
      if (limiter.count(who, Tier.ADMIN).await(5, TimeUnit.SECONDS).allowed()) admin++;
    }
    assertEquals(10, admin);
    assertTrue(count(limiter, who).allowed());
    assertEquals(1000, count(limiter, "user:own").limit());
    assertEquals(Tier.ANALYSIS, Tier.of("/api/v1/analyze/frame/x"));
    assertEquals(Tier.ADMIN, Tier.of("/api/v1/admin/users"));
    assertEquals(Tier.GENERAL, Tier.of("/api/v1/wall"));
  }

  @Test
  void a_new_window_begins_when_the_old_one_ends() throws Exception {
    var clock = new AtomicLong(1_700_000_000_000L);
    var limiter = new RateLimiter(LIMITS, redis, clock::get);
    var who = someone();
    RateLimiter.Decision last = null;
    for (int i = 0; i < 201; i++) last = count(limiter, who);
    assertTrue(!last.allowed());
    clock.addAndGet(last.resetSeconds() * 1000L);
    assertTrue(count(limiter, who).allowed());
  }

  @Test
  void without_redis_a_node_counts_for_itself_says_so_and_finds_back() throws Exception {
    var nowhere = Database.redis(vertx, "redis://127.0.0.1:1");
    var clock = new AtomicLong(1_700_000_000_000L);
    var limiter = new RateLimiter(LIMITS, nowhere, clock::get);
    assertEquals("ok", limiter.health());
    var who = someone();
    int allowed = 0;
    for (int i = 0; i < 300; i++) if (count(limiter, who).allowed()) allowed++;
    assertEquals(200, allowed);
    assertNotEquals("ok", limiter.health());
  }

  @Test
  void a_flood_of_principals_does_not_fill_the_memory() throws Exception {
    var nowhere = Database.redis(vertx, "redis://127.0.0.1:1");
    var limiter = new RateLimiter(LIMITS, nowhere);
    for (int i = 0; i < 120_000; i++) limiter.count("ip:" + i, Tier.GENERAL);
    assertTrue(limiter.windows() <= 60_000, limiter.windows() + " windows");
  }

  @Test
  void own_limits_that_make_no_sense_are_refused_by_name() {
    var settings = Settings.load(null, Map.of());
    assertEquals(2000, LimitSettings.from(settings).general());
    var own = LimitSettings.from(settings.with(Map.of("gateway.limits.own", "user:a=5, ip:::1=7")));
    assertEquals(5, own.limit("user:a", Tier.ADMIN));
    assertEquals(7, own.limit("ip:::1", Tier.GENERAL));
    for (var wrong : new String[] {"user:a", "=5", "user:a=0", "user:a=many"}) {
      var why =
          assertThrows(
              IllegalArgumentException.class,
              () -> LimitSettings.from(settings.with(Map.of("gateway.limits.own", wrong))));
      assertTrue(why.getMessage().contains("gateway.limits.own"));
    }
  }
}
