package io.medtrust.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/**
 * Opens the connection pools. An operation fails within seconds when its server is away; none
 * blocks.
 */
public final class Database {
  private Database() {}

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   * @param size connections at the most
   */
  public static Pool postgres(Vertx vertx, String url, int size) {
    var connect = PgConnectOptions.fromUri(url);
    connect.setCachePreparedStatements(true);
    var options =
        new PoolOptions()
            .setMaxSize(size)
            .setConnectionTimeout(5)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS)
            .setMaxWaitQueueSize(5000);
    return PgBuilder.pool().connectingTo(connect).with(options).using(vertx).build();
  }

  /**
   * @param url {@code redis://host:port}
   */
  public static Redis redis(Vertx vertx, String url) {
    var options =
        new RedisOptions().setConnectionString(url).setMaxPoolSize(8).setMaxPoolWaiting(2000);
    options.getNetClientOptions().setConnectTimeout(2000);
    return Redis.createClient(vertx, options);
  }
}
