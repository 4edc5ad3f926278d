package io.medtrust.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/**
 * PostgreSQL and Redis as children of this process, with their data in one folder and bound to
 * 127.0.0.1. What an earlier node left running on the same folder, after a {@code kill -9}, is
 * stopped first.
 *
 * <p>The methods block; call them from a thread that may.
 */
public final class EmbeddedServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

  private final Path data;
  private EmbeddedPostgres postgres;
  private int postgresPort;
  private Process redis;
  private int redisPort;

  public EmbeddedServers(Path data) {
    this.data = data.toAbsolutePath();
  }

  /**
   * Starts PostgreSQL.
   *
   * @return where it listens, as {@code postgresql://postgres@127.0.0.1:PORT/postgres}
   */
  public synchronized String startPostgres() throws IOException {
    var folder = data.resolve("postgres");
    Files.createDirectories(data);
    var left = OwnProcess.find(folder.resolve("postmaster.pid"), "postgres");
    if (left.isPresent()) {
      LOG.info(
          "stopping the PostgreSQL that an earlier node left running, pid {}", left.get().pid());
      OwnProcess.stop(left.get(), "INT", 30);
    }
    Files.deleteIfExists(folder.resolve("postmaster.pid"));
    if (postgresPort == 0) postgresPort = freePort();
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(data.resolve("postgres-binaries").toFile())
            .setPort(postgresPort)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "100")
            // the artifact's own defaults trade durability for speed; what we acknowledge must be
            // on disk
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setErrorRedirector(log("postgres.log"))
            .setOutputRedirector(log("postgres.log"))
            .start();
    return "postgresql://postgres@127.0.0.1:" + postgresPort + "/postgres";
  }

  /**
   * Starts Redis.
   *
   * @return where it listens, as {@code redis://127.0.0.1:PORT}
   */
  public synchronized String startRedis() throws IOException {
    Files.createDirectories(data);
    var pidFile = data.resolve("redis.pid");
    var left = OwnProcess.find(pidFile, "redis-server");
    if (left.isPresent()) {
      LOG.info("stopping the Redis that an earlier node left running, pid {}", left.get().pid());
      OwnProcess.stop(left.get(), "TERM", 10);
    }
    if (redisPort == 0) redisPort = freePort();
    redis =
        new ProcessBuilder(
                // in a session of its own: Ctrl-C must reach the node alone, which stops Redis last
                "setsid",
                redisBinary().toString(),
                "--port",
                Integer.toString(redisPort),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                data.toString(),
                "--maxmemory",
                "256mb",
                "--maxmemory-policy",
                "volatile-lru")
            .redirectErrorStream(true)
            .redirectOutput(log("redis.log"))
            .start();
    Files.writeString(pidFile, redis.pid() + "\n");
    awaitPort(redisPort);
    return "redis://127.0.0.1:" + redisPort;
  }

  /** The embedded PostgreSQL of a node that runs on this data folder, if one does. */
  public static Optional<String> runningPostgres(Path data) throws IOException {
    var pidFile = data.toAbsolutePath().resolve("postgres").resolve("postmaster.pid");
    if (OwnProcess.find(pidFile, "postgres").isEmpty()) return Optional.empty();
    // the fourth line of postmaster.pid is the port
    var port = Files.readAllLines(pidFile).get(3).trim();
    return Optional.of("postgresql://postgres@127.0.0.1:" + port + "/postgres");
  }

  /**
   * Stops PostgreSQL as an operator would; {@link #startPostgres} starts it again on the same port.
   */
  public synchronized void stopPostgres() throws IOException {
    if (postgres != null) postgres.close();
    postgres = null;
  }

  /** Stops Redis; {@link #startRedis} starts it again on the same port. */
  public synchronized void stopRedis() {
    if (redis != null) OwnProcess.stop(redis.toHandle(), "TERM", 10);
    redis = null;
  }

  @Override
  public void close() throws IOException {
    stopRedis();
    stopPostgres();
  }

  /**
   * The Redis server that the embedded-redis artifact holds, unpacked once into the data folder.
   */
  private Path redisBinary() throws IOException {
    var binary = data.resolve("redis-server");
    if (Files.exists(binary)) return binary;
    try (var in = RedisServer.class.getResourceAsStream("/redis-server-6.2.6-v5-linux-amd64")) {
      if (in == null) {
        throw new IOException("no embedded Redis for this platform: set MEDTRUST_REDIS_URL");
      }
      var partial = Files.createTempFile(data, "redis-server", ".part");
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(partial, binary, StandardCopyOption.ATOMIC_MOVE);
    }
    return binary;
  }

  private ProcessBuilder.Redirect log(String name) throws IOException {
    var logs = data.resolve("logs");
    Files.createDirectories(logs);
    return ProcessBuilder.Redirect.appendTo(logs.resolve(name).toFile());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort(int port) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (!redis.isAlive()) throw new IOException("Redis did not start; see logs/redis.log");
        if (System.nanoTime() > deadline) throw e;
        try {
          redis.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException i) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", i);
        }
      }
    }
  }
}
