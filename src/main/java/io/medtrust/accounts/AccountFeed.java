package io.medtrust.accounts;

import io.medtrust.bus.Revoked;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to accounts on any node: tokens taken back, roles changed, signing keys changed.
 * The truth is the table {@code account_events}; a message on a Redis channel says that there is
 * something new. Both are used: the table is read every {@value #READ_MILLIS} ms whether or not
 * Redis speaks, and at once when it does or when it is back.
 *
 * <p>While PostgreSQL is away the message itself carries the revocation.
 */
final class AccountFeed {
  /** Something that this node had not heard yet. */
  sealed interface Event {
    record TokensRevoked(Revoked revoked) implements Event {}

    record RolesChanged() implements Event {}

    record KeysChanged() implements Event {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(AccountFeed.class);
  private static final String CHANNEL = "medtrust:accounts";
  private static final int READ_MILLIS = 500;
  private static final int RECONNECT_MILLIS = 250;
  private static final int STORE_MILLIS = 3000;

  /** A transaction that took so long to commit its event is still seen. */
  private static final int OVERLAP_SECONDS = 30;

  private static final int KEPT_SECONDS = 86_400;
  private static final int PURGE_MILLIS = 600_000;
  private static final int MAX_SEEN = 50_000;

  private final Vertx vertx;
  private final Pool pool;
  private final Redis redis;
  private final Consumer<Event> listener;
  private final String node = UUID.randomUUID().toString();
  private final AtomicBoolean reading = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();
  private final Set<UUID> seen = new LinkedHashSet<>();
  private boolean first = true;
  private long lastReadMillis = System.currentTimeMillis();

  AccountFeed(Vertx vertx, Pool pool, Redis redis, Consumer<Event> listener) {
    this.vertx = vertx;
    this.pool = pool;
    this.redis = redis;
    this.listener = listener;
  }

  void start() {
    read();
    subscribe();
    vertx.setPeriodic(READ_MILLIS, _ -> read());
    vertx.setPeriodic(PURGE_MILLIS, _ -> purge());
  }

  /** Keeps a revocation of one token or family for all nodes and tells them. */
  Future<Void> revoked(Revoked event) {
    var message =
        new JsonObject()
            .put("node", node)
            .put("user", event.user())
            .put("jti", event.jti())
            .put("family", event.family());
    RedisAPI.api(redis)
        .publish(CHANNEL, message.encode())
        .onFailure(cause -> LOG.debug("Redis does not tell the others: {}", cause.toString()));
    var id = UUID.randomUUID();
    remember(id);
    return pool.preparedQuery(
            "insert into account_events (id, kind, user_id, jti, family)"
                + " values ($1, 'revoked', $2, $3, $4)")
        .execute(Tuple.of(id, uuid(event.user()), event.jti(), uuid(event.family())))
        .mapEmpty();
  }

  /** The table has something new; this node reads it at once, and the others are told to. */
  void changed() {
    read();
    RedisAPI.api(redis)
        .publish(CHANNEL, new JsonObject().put("node", node).encode())
        .onFailure(cause -> LOG.debug("Redis does not tell the others: {}", cause.toString()));
  }

  private void subscribe() {
    redis
        .connect()
        .onFailure(_ -> vertx.setTimer(RECONNECT_MILLIS, _ -> subscribe()))
        .onSuccess(
            connection -> {
              var over = new AtomicBoolean();
              Runnable reconnect =
                  () -> {
                    if (over.compareAndSet(false, true)) {
                      connection.close();
                      vertx.setTimer(RECONNECT_MILLIS, _ -> subscribe());
                    }
                  };
              connection
                  .handler(this::heard)
                  .exceptionHandler(_ -> reconnect.run())
                  .endHandler(_ -> reconnect.run());
              connection
                  .send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL))
                  .onFailure(_ -> reconnect.run())
                  // What was said while nobody listened is in the table.
                  .onSuccess(_ -> read());
            });
  }

  private void heard(Response push) {
    if (push == null || push.size() < 3 || !"message".equals(push.get(0).toString())) return;
    try {
      var message = new JsonObject(push.get(2).toString());
      if (node.equals(message.getString("node"))) return;
      var jti = message.getString("jti");
      var family = message.getString("family");
      if (jti != null || family != null) {
        listener.accept(
            new Event.TokensRevoked(new Revoked(message.getString("user"), jti, family)));
      }
    } catch (DecodeException | ClassCastException e) {
      LOG.warn("a message on {} is not ours", CHANNEL);
    }
    read();
  }

  private void read() {
    if (!reading.compareAndSet(false, true)) {
      again.set(true);
      return;
    }
    again.set(false);
    long begun = System.currentTimeMillis();
    double back = Math.min(KEPT_SECONDS, (begun - lastReadMillis) / 1000.0 + OVERLAP_SECONDS);
    pool.preparedQuery(
            "select id, kind, user_id, jti, family from account_events"
                + " where at > clock_timestamp() - $1 * interval '1 second' order by at")
        .execute(Tuple.of(back))
        .timeout(STORE_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(
            rows -> {
              for (var row : rows) take(row);
              first = false;
              lastReadMillis = begun;
            })
        .onFailure(cause -> LOG.debug("account events not read: {}", cause.toString()))
        .onComplete(
            _ -> {
              reading.set(false);
              if (again.get()) read();
            });
  }

  private void take(Row row) {
    if (!remember(row.getUUID("id"))) return;
    // Before the start nothing was open here and nothing was remembered.
    if (first) return;
    switch (row.getString("kind")) {
      case "revoked" ->
          listener.accept(
              new Event.TokensRevoked(
                  new Revoked(
                      text(row.getUUID("user_id")),
                      row.getString("jti"),
                      text(row.getUUID("family")))));
      case "roles" -> listener.accept(new Event.RolesChanged());
      default -> listener.accept(new Event.KeysChanged());
    }
  }

  private boolean remember(UUID id) {
    synchronized (seen) {
      if (!seen.add(id)) return false;
      if (seen.size() > MAX_SEEN) {
        Iterator<UUID> oldest = seen.iterator();
        oldest.next();
        oldest.remove();
      }
      return true;
    }
  }

  private void purge() {
    pool.preparedQuery("delete from account_events where at < now() - $1 * interval '1 second'")
        .execute(Tuple.of((double) KEPT_SECONDS))
        .onFailure(cause -> LOG.debug("account events not purged: {}", cause.toString()));
  }

  private static UUID uuid(String text) {
    return text == null ? null : UUID.fromString(text);
  }

  private static String text(UUID id) {
    return id == null ? null : id.toString();
  }
}
