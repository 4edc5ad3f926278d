package io.medtrust.trust;

import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest update of each session in Redis, for those who ask and do not listen. A Redis
 * that is slow or away loses updates and holds up nobody.
 */
final class LiveScores {
  private static final Logger LOG = LoggerFactory.getLogger(LiveScores.class);

  private final Redis redis;
  private final int seconds;
  private final Set<String> onTheirWay = ConcurrentHashMap.newKeySet();
  private volatile boolean complained;

  LiveScores(Redis redis, int seconds) {
    this.redis = redis;
    this.seconds = seconds;
  }

  static String key(String session) {
    return "trust:live:" + session;
  }

  void put(String session, JsonObject update) {
    if (!onTheirWay.add(session)) return;
    redis
        .send(Request.cmd(Command.SETEX).arg(key(session)).arg(seconds).arg(update.encode()))
        .onComplete(
            answer -> {
              onTheirWay.remove(session);
              if (answer.failed() && !complained) {
                LOG.warn("live scores are not kept: {}", answer.cause().getMessage());
              }
              complained = answer.failed();
            });
  }
}
