package io.medtrust.app;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.AccountsSettings;
import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.PasswordHasher;
import io.medtrust.accounts.SigningKeys;
import io.medtrust.accounts.TokenService;
import io.medtrust.accounts.TokenSigner;
import io.medtrust.alerts.AlertVerticle;
import io.medtrust.alerts.AlertsSettings;
import io.medtrust.alerts.AuditVerticle;
import io.medtrust.alerts.OutboxVerticle;
import io.medtrust.analysis.AnalysisClientVerticle;
import io.medtrust.analysis.AnalysisHealth;
import io.medtrust.gateway.Gateway;
import io.medtrust.gateway.GatewaySettings;
import io.medtrust.gateway.Guard;
import io.medtrust.gateway.HealthChecks;
import io.medtrust.gateway.HttpVerticle;
import io.medtrust.gateway.anomaly.AnomalySettings;
import io.medtrust.gateway.anomaly.AnomalyWatch;
import io.medtrust.gateway.limits.LimitSettings;
import io.medtrust.gateway.limits.RateLimiter;
import io.medtrust.gateway.scoped.ScopedTokens;
import io.medtrust.gateway.scoped.SessionBinding;
import io.medtrust.ledger.LedgerSettings;
import io.medtrust.ledger.LedgerVerticle;
import io.medtrust.ops.Settings;
import io.medtrust.pictures.AlertPictures;
import io.medtrust.pictures.PictureSettings;
import io.medtrust.pictures.PictureVerticle;
import io.medtrust.probes.ProbeSettings;
import io.medtrust.probes.ProbeVerticle;
import io.medtrust.replay.MediaMemoryVerticle;
import io.medtrust.replay.ReplaySettings;
import io.medtrust.sessions.DemoAccounts;
import io.medtrust.sessions.GateVerticle;
import io.medtrust.sessions.SessionService;
import io.medtrust.sessions.SessionsSettings;
import io.medtrust.sfu.SfuSettings;
import io.medtrust.sfu.SfuVerticle;
import io.medtrust.signaling.RoomAdmission;
import io.medtrust.signaling.SignalingSettings;
import io.medtrust.signaling.SignalingVerticle;
import io.medtrust.store.Database;
import io.medtrust.store.EmbeddedServers;
import io.medtrust.store.Migrations;
import io.medtrust.store.Partitions;
import io.medtrust.trust.TrustSettings;
import io.medtrust.trust.TrustSupervisorVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One node: starts its servers and actors in the order in which they need each other, and stops
 * them in reverse. Its methods block.
 */
public final class Node {
  private static final long STEP_SECONDS = 120;
  private static final long ANALYSIS_SECONDS = 20;
  private static final long PARTITIONS_EVERY_MILLIS = TimeUnit.HOURS.toMillis(6);

  private final NodeOptions options;
  private final Settings settings;
  private final Parts parts = new Parts();
  private Vertx vertx;
  private MeterRegistry metrics;
  private Pool pool;
  private Redis redis;
  private EmbeddedServers servers;
  private Gateway gateway;
  private AnalysisClientVerticle analysis;

  Node(NodeOptions options) {
    this.options = options;
    this.settings = options.settings();
  }

  /** A node for tests and tools, from the words of {@code medtrust run}. */
  public static Node of(List<String> words, java.util.Map<String, String> environment) {
    return new Node(NodeOptions.parse(words, environment));
  }

  /**
   * @return the demonstration's accounts, a line each, when they were asked for
   */
  public List<String> start() throws Exception {
    var secrets = Secrets.load(settings, options.data());
    var keys = Keys.open(settings, options.data());
    var folder = DataFolder.open(options.data());
    parts.started("data folder", folder::close);
    openVertx();
    openStores();
    var accounts = AccountsSettings.from(settings);
    var signingKeys = accounts.edDsa() ? new SigningKeys(vertx, pool, keys) : null;
    if (signingKeys != null) await(signingKeys.open());
    var signer = new TokenSigner(secrets.tokenKey(), accounts.issuer(), signingKeys);
    var tokens = new TokenService(vertx, pool, redis, signer, accounts);
    var hasher = new PasswordHasher(vertx, accounts);
    var people = new Accounts(vertx, pool, redis, tokens, hasher, keys, accounts);
    var sessionsSettings = SessionsSettings.from(settings);
    var sessions = new SessionService(vertx, pool, sessionsSettings, people.totp);

    deploy(new AuditVerticle(pool, metrics), ThreadingModel.VIRTUAL_THREAD);
    deploy(new AlertVerticle(pool), ThreadingModel.VIRTUAL_THREAD);
    deploy(
        new OutboxVerticle(pool, AlertsSettings.from(settings), metrics),
        ThreadingModel.EVENT_LOOP);
    var name = "node-" + ProcessHandle.current().pid();
    var ledger = new LedgerVerticle(LedgerSettings.from(settings), name, pool, metrics);
    deploy(ledger, ThreadingModel.VIRTUAL_THREAD);
    var trust =
        new TrustSupervisorVerticle(
            TrustSettings.from(settings), pool, redis, metrics, sessions::endByPolicy);
    deploy(trust, ThreadingModel.VIRTUAL_THREAD);
    var memory = new MediaMemoryVerticle(ReplaySettings.from(settings), pool, metrics);
    deploy(memory, ThreadingModel.EVENT_LOOP);
    var pictures = new PictureVerticle(PictureSettings.from(settings), pool, keys);
    deploy(pictures, ThreadingModel.EVENT_LOOP);
    analysis = new AnalysisClientVerticle(settings, metrics);
    deploy(analysis, ThreadingModel.EVENT_LOOP);
    var sfu = new SfuVerticle(SfuSettings.from(settings), analysis.tap(), metrics);
    deploy(sfu, ThreadingModel.EVENT_LOOP);
    var signaling = new SignalingVerticle(sessions, SignalingSettings.from(settings), metrics);
    deploy(signaling, ThreadingModel.VIRTUAL_THREAD);
    var probes = new ProbeVerticle(sessions, ProbeSettings.from(settings), metrics);
    deploy(probes, ThreadingModel.EVENT_LOOP);
    deploy(new GateVerticle(sessions, sessionsSettings), ThreadingModel.EVENT_LOOP);

    var lines =
        options.demo()
            ? await(DemoAccounts.create(pool, hasher, System.getenv("MEDTRUST_DEMO_PASSWORD")))
            : List.<String>of();
    var health =
        new HealthChecks()
            .add("postgresql", () -> pool.query("select 1").execute().map(true))
            .add("redis", () -> redis.send(Request.cmd(Command.PING)).map(true))
            .add("media_loops", () -> Future.succeededFuture(sfu.alive()))
            .add("analysis", () -> analysis.health().map(Node::analysisState));
    var guard = guard(health, tokens, secrets);
    gateway =
        new Gateway(
            GatewaySettings.from(settings),
            tokens,
            people,
            sessions,
            new AlertPictures(vertx, pool, keys),
            pool,
            redis,
            new RoomAdmission(vertx, tokens),
            metrics,
            health,
            guard);
    int cores = Runtime.getRuntime().availableProcessors();
    deploy(() -> new HttpVerticle(gateway), new DeploymentOptions().setInstances(cores));
    return lines;
  }

  private Guard guard(HealthChecks health, TokenService tokens, Secrets secrets) {
    var limits = new RateLimiter(LimitSettings.from(settings), redis);
    var audit = new AuditTrail(vertx);
    var watch =
        new AnomalyWatch(
            AnomalySettings.from(settings),
            options.data().resolve("traffic.model"),
            audit,
            metrics,
            new SecureRandom().nextLong());
    parts.started("request anomaly detection", watch::close);
    health
        .add("rate_limits", () -> Future.succeededFuture(limits.health()))
        .add("request_anomaly", () -> Future.succeededFuture(watch.health()));
    var binding =
        new SessionBinding(
            SessionBinding.Policy.of(settings.text("gateway.binding.policy")),
            settings.flag("gateway.binding.networks"),
            audit);
    return new Guard(
        limits, watch, binding, new ScopedTokens(tokens, redis, audit, secrets.tokenKey()));
  }

  /**
   * Waits for the analysis worker, at most {@value #ANALYSIS_SECONDS} s: calls work without it, and
   * health then says what is missing.
   */
  void awaitAnalysis() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANALYSIS_SECONDS);
    while (!analysis.health().result().available() && System.nanoTime() - until < 0) {
      Thread.sleep(50);
    }
  }

  private void openVertx() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics = registry;
    var prometheus = new VertxPrometheusOptions().setEnabled(true);
    vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setPreferNativeTransport(false)
                    .setMetricsOptions(
                        new MicrometerMetricsOptions()
                            .setPrometheusOptions(prometheus)
                            .setEnabled(true)))
            .withMetrics(new MicrometerMetricsFactory(registry))
            .build();
    parts.started("Vert.x", () -> await(vertx.close()));
  }

  private void openStores() throws IOException, TimeoutException {
    var postgresUrl = settings.text("pg_url");
    var redisUrl = settings.text("redis_url");
    if (postgresUrl.isEmpty() || redisUrl.isEmpty()) {
      servers = new EmbeddedServers(options.data());
      // stopped after Vert.x, whose actors write until they end
      parts.startedBelow("embedded servers", servers::close);
      if (postgresUrl.isEmpty()) postgresUrl = servers.startPostgres();
      if (redisUrl.isEmpty()) redisUrl = servers.startRedis();
    }
    Migrations.apply(postgresUrl);
    pool = Database.postgres(vertx, postgresUrl, settings.integer("store.pg_pool_size", 2, 1000));
    redis = Database.redis(vertx, redisUrl);
    await(ensurePartitions());
    vertx.setPeriodic(PARTITIONS_EVERY_MILLIS, _ -> ensurePartitions());
  }

  private Future<Void> ensurePartitions() {
    return Partitions.ensure(pool, LocalDate.now(ZoneOffset.UTC));
  }

  private void deploy(Deployable verticle, ThreadingModel threading) throws TimeoutException {
    var id =
        await(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(threading)));
    parts.started(verticle.getClass().getSimpleName(), () -> await(vertx.undeploy(id)));
  }

  private void deploy(
      java.util.function.Supplier<? extends Deployable> verticle, DeploymentOptions how)
      throws TimeoutException {
    var id = await(vertx.deployVerticle(verticle::get, how));
    parts.started("HttpVerticle", () -> await(vertx.undeploy(id)));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(STEP_SECONDS, TimeUnit.SECONDS);
  }

  private static Object analysisState(AnalysisHealth health) {
    return health.available() ? true : health.why();
  }

  /** Where pages and API are. */
  public String url() {
    var edge = GatewaySettings.from(settings);
    var host = edge.host().equals("127.0.0.1") ? "localhost" : edge.host();
    return (edge.tls().isEmpty() ? "http" : "https") + "://" + host + ":" + gateway.port();
  }

  public Vertx vertx() {
    return vertx;
  }

  public Pool pool() {
    return pool;
  }

  public MeterRegistry metrics() {
    return metrics;
  }

  /**
   * The embedded servers, to be stopped and started by failure tests; null when none is embedded.
   */
  public EmbeddedServers servers() {
    return servers;
  }

  /** Stops everything in reverse; twice is harmless. */
  public void stop() {
    parts.stopAll();
  }
}
