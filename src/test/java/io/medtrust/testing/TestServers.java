package io.medtrust.testing;

import io.medtrust.store.Database;
import io.medtrust.store.EmbeddedServers;
import io.medtrust.store.Migrations;
import io.medtrust.store.Partitions;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One real PostgreSQL and one real Redis for all tests of a JVM, started when first asked for and
 * stopped when the JVM ends. {@link #freshDatabase} gives a test a migrated database of its own.
 */
public final class TestServers {
  private static String postgresUrl;
  private static String redisUrl;
  private static EmbeddedServers servers;

  private TestServers() {}

  private static synchronized void start() {
    if (servers != null) return;
    try {
      Path data = Files.createTempDirectory("medtrust-test");
      var started = new EmbeddedServers(data);
      postgresUrl = started.startPostgres();
      redisUrl = started.startRedis();
      servers = started;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Path data) {
    try {
      servers.close();
      try (var files = Files.walk(data)) {
        for (var f : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(f);
      }
    } catch (IOException e) {
      System.err.println("test servers: " + e);
    }
  }

  /**
   * URL of an empty, migrated database with partitions for today; never shared with another call.
   */
  public static String freshDatabase() {
    start();
    var name = "t" + UUID.randomUUID().toString().replace("-", "");
    var admin =
        postgresUrl.replace("postgresql://postgres@", "jdbc:postgresql://") + "?user=postgres";
    try (var connection = DriverManager.getConnection(admin);
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var url = postgresUrl.replaceAll("/postgres$", "/" + name);
    Migrations.apply(url);
    return url;
  }

  public static String redisUrl() {
    start();
    return redisUrl;
  }

  /** A pool on a fresh database. The caller closes the Vert.x instance, and with it the pool. */
  public static Pool pool(Vertx vertx) {
    return pool(vertx, freshDatabase());
  }

  public static Pool pool(Vertx vertx, String url) {
    var pool = Database.postgres(vertx, url, 8);
    await(Partitions.ensure(pool, LocalDate.now(ZoneOffset.UTC)));
    return pool;
  }

  public static Redis redis(Vertx vertx) {
    return Database.redis(vertx, redisUrl());
  }

  /** The result of a future, waited for at most 30 s on a thread that is not an event loop. */
  public static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException r) throw r;
      throw new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
