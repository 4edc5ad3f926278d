package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.AccountsSettings;
import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.PasswordHasher;
import io.medtrust.accounts.TokenCommand;
import io.medtrust.accounts.TokenService;
import io.medtrust.accounts.TokenSigner;
import io.medtrust.alerts.AlertVerticle;
import io.medtrust.alerts.AuditVerticle;
import io.medtrust.gateway.anomaly.AnomalySettings;
import io.medtrust.gateway.anomaly.AnomalyWatch;
import io.medtrust.gateway.limits.LimitSettings;
import io.medtrust.gateway.limits.RateLimiter;
import io.medtrust.gateway.scoped.ScopedTokens;
import io.medtrust.gateway.scoped.SessionBinding;
import io.medtrust.keys.FileKeys;
import io.medtrust.keys.KeyProvider;
import io.medtrust.ops.Settings;
import io.medtrust.pictures.AlertPictures;
import io.medtrust.sessions.DemoAccounts;
import io.medtrust.sessions.GateVerticle;
import io.medtrust.sessions.SessionService;
import io.medtrust.sessions.SessionsSettings;
import io.medtrust.signaling.RoomAdmission;
import io.medtrust.signaling.SignalingSettings;
import io.medtrust.signaling.SignalingVerticle;
import io.medtrust.testing.TestServers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The part of a node that people meet: HTTP, bridge and signaling on real PostgreSQL and Redis,
 * with the demo accounts and some more people, and an SFU that only takes notes.
 */
final class Node implements AutoCloseable {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String PASSWORD = "correct horse battery";

  /** All nodes of an installation have the same. */
  private static KeyProvider keys;

  final Vertx vertx = Vertx.vertx();
  final String database;
  final Cable postgres;
  final Cable redisCable;
  final Pool pool;
  final Redis redis;
  final NotedSfu sfu;
  final Gateway gateway;
  final RateLimiter limits;
  final AnomalyWatch watch;
  final WebClient client;
  final int port;
  final SessionService sessions;

  /** The demo session. */
  final String session;

  final String verification;

  Node() {
    this(Map.of());
  }

  Node(Map<String, String> changed) {
    this(changed, TestServers.freshDatabase());
  }

  /** A second node on the same PostgreSQL and Redis. */
  static Node beside(Node other) {
    return new Node(Map.of(), other.database);
  }

  private Node(Map<String, String> changed, String database) {
    this.database = database;
    var url = URI.create(database);
    postgres = new Cable(vertx, url.getHost(), url.getPort());
    var redisUrl = URI.create(TestServers.redisUrl());
    redisCable = new Cable(vertx, redisUrl.getHost(), redisUrl.getPort());
    pool =
        TestServers.pool(
            vertx, url.toString().replace(":" + url.getPort() + "/", ":" + postgres.port() + "/"));
    redis = io.medtrust.store.Database.redis(vertx, "redis://127.0.0.1:" + redisCable.port());
    var values = new HashMap<String, String>();
    values.put("gateway.port", String.valueOf(freePort()));
    values.put("accounts.argon2_memory_kib", "64");
    values.put("accounts.argon2_iterations", "1");
    values.put("signaling.grace_ms", "300");
    // Redis is shared by all tests.
    values.put("accounts.login_address_failures", "100000");
    values.put("accounts.stranger_attempts", "100000");
    values.put("gateway.limits.general", "1000000");
    values.putAll(changed);
    var settings = Settings.load(null, Map.of()).with(values);
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var accounts = AccountsSettings.from(settings);
    var hasher = new PasswordHasher(vertx, accounts);
    await(DemoAccounts.create(pool, hasher, PASSWORD));
    var tokens =
        new TokenService(vertx, pool, redis, new TokenSigner(SECRET, accounts.issuer()), accounts);
    var sessionsSettings = SessionsSettings.from(settings);
    var people = new Accounts(vertx, pool, redis, tokens, hasher, keys(), accounts);
    sessions = new SessionService(vertx, pool, sessionsSettings, people.totp);
    sfu = new NotedSfu(vertx);
    var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    await(vertx.deployVerticle(new AuditVerticle(pool, metrics), virtual));
    await(vertx.deployVerticle(new AlertVerticle(pool), virtual));
    await(vertx.deployVerticle(new GateVerticle(sessions, sessionsSettings)));
    await(
        vertx.deployVerticle(
            new SignalingVerticle(sessions, SignalingSettings.from(settings), metrics), virtual));
    var health =
        new HealthChecks()
            .add("postgres", () -> pool.query("select 1").execute().map(_ -> true))
            .add("redis", () -> RedisAPI.api(redis).ping(List.of()).map(_ -> true));
    limits = new RateLimiter(LimitSettings.from(settings), redis);
    watch =
        new AnomalyWatch(AnomalySettings.from(settings), null, new AuditTrail(vertx), metrics, 1);
    var audit = new AuditTrail(vertx);
    var binding =
        new SessionBinding(
            SessionBinding.Policy.of(settings.text("gateway.binding.policy")),
            settings.flag("gateway.binding.networks"),
            audit);
    var guard = new Guard(limits, watch, binding, new ScopedTokens(tokens, redis, audit, SECRET));
    gateway =
        new Gateway(
            GatewaySettings.from(settings),
            tokens,
            people,
            sessions,
            new AlertPictures(vertx, pool, keys()),
            pool,
            redis,
            new RoomAdmission(vertx, tokens),
            metrics,
            health,
            guard);
    await(
        vertx.deployVerticle(
            () -> new HttpVerticle(gateway), new DeploymentOptions().setInstances(2)));
    port = gateway.port();
    client =
        WebClient.create(
            vertx, new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port));
    var row =
        await(
                pool.query(
                        "select s.id, p.id as verification from sessions s join participants p"
                            + " on p.session_id = s.id and p.verified")
                    .execute())
            .iterator()
            .next();
    session = row.getUUID("id").toString();
    verification = row.getUUID("verification").toString();
  }

  /** Another person with the same password; returns the id. */
  String person(String role, String email, boolean inDemoWard) {
    return await(
            pool.preparedQuery(
                    "insert into users (email, name, role, password_hash, ward_id) select $1, $2,"
                        + " $3, password_hash, case when $4 then ward_id end from users"
                        + " where email = 'doctor@demo.medtrust.local' returning id")
                .execute(Tuple.of(email, role + " else", role, inDemoWard)))
        .iterator()
        .next()
        .getUUID("id")
        .toString();
  }

  JsonObject login(String email) {
    var response = call(HttpMethod.POST, "/api/v1/auth/login", null, credentials(email, PASSWORD));
    if (response.statusCode() != 200) throw new AssertionError(response.bodyAsString());
    return response.bodyAsJsonObject();
  }

  String token(String role) {
    var name = role.equals("display") ? "wall" : role;
    return login(name + "@demo.medtrust.local").getString("token");
  }

  static JsonObject credentials(String email, String password) {
    return new JsonObject().put("email", email).put("password", password);
  }

  TokenCommand commands() {
    return new TokenCommand(SECRET, "medtrust");
  }

  HttpResponse<Buffer> get(String path, String token) {
    return call(HttpMethod.GET, path, token, null);
  }

  HttpResponse<Buffer> post(String path, String token, JsonObject body) {
    return call(HttpMethod.POST, path, token, body);
  }

  HttpResponse<Buffer> call(HttpMethod method, String path, String token, JsonObject body) {
    var request = client.request(method, path);
    if (token != null) request.bearerTokenAuthentication(token);
    return await(body == null ? request.send() : request.sendJsonObject(body));
  }

  BridgeClient bridge(String token) {
    return BridgeClient.connect(vertx, port, token);
  }

  long audits(String type) {
    return await(
            pool.preparedQuery("select count(*)::int as n from audit_events where type = $1")
                .execute(Tuple.of(type)))
        .iterator()
        .next()
        .getInteger("n");
  }

  static String unknownId() {
    return UUID.randomUUID().toString();
  }

  private static synchronized KeyProvider keys() {
    try {
      if (keys == null) {
        keys = FileKeys.readOrCreate(Files.createTempDirectory("medtrust-keys").resolve("keys"));
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two HTTP verticles share a port only when it has a number. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    postgres.plug();
    await(vertx.close().recover(_ -> Future.succeededFuture()));
  }
}
