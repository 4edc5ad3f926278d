package io.medtrust.gateway;

import io.medtrust.accounts.Accounts;
import io.medtrust.accounts.LoginService;
import io.medtrust.accounts.TokenService;
import io.medtrust.contract.ApiDocument;
import io.medtrust.pictures.AlertPictures;
import io.medtrust.sessions.SessionService;
import io.medtrust.sfu.RoomAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all HTTP verticles of a node share. */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int COUNT_EVERY_MILLIS = 10_000;

  final GatewaySettings settings;
  final TokenService tokens;
  final Accounts accounts;
  final LoginService logins;
  final SessionService sessions;
  final AlertPictures pictures;
  final Pool pool;
  final Redis redis;
  final RoomAccess roomAccess;
  final MeterRegistry metrics;
  final HealthChecks health;
  final Guard guard;
  final ProxyTrust proxies;
  final StaticFiles files = new StaticFiles();
  final ApiDocument api = ApiDocument.load();
  final AtomicInteger sockets = new AtomicInteger();
  private final AtomicInteger activeStreams = new AtomicInteger();
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile int actualPort;

  /**
   * @param roomAccess decides for WHIP and WHEP
   * @throws IllegalArgumentException when a setting is wrong
   * @throws IllegalStateException when the API document's fragments do not fit together
   */
  public Gateway(
      GatewaySettings settings,
      TokenService tokens,
      Accounts accounts,
      SessionService sessions,
      AlertPictures pictures,
      Pool pool,
      Redis redis,
      RoomAccess roomAccess,
      MeterRegistry metrics,
      HealthChecks health,
      Guard guard) {
    this.settings = settings;
    this.tokens = tokens;
    this.accounts = accounts;
    this.logins = accounts.logins;
    this.sessions = sessions;
    this.pictures = pictures;
    this.pool = pool;
    this.redis = redis;
    this.roomAccess = roomAccess;
    this.metrics = metrics;
    this.health = health;
    this.guard = guard;
    this.proxies = new ProxyTrust(settings.behindProxy());
    metrics.gauge("medtrust_ws_connections", sockets);
    metrics.gauge("medtrust_active_streams", activeStreams);
  }

  /** The port that is listened on, once a verticle is deployed. */
  public int port() {
    return actualPort;
  }

  void listening(int port) {
    actualPort = port;
  }

  /** Keeps the number of active sessions; the first verticle that asks does it. */
  void countStreams(Vertx vertx) {
    if (!counting.compareAndSet(false, true)) return;
    vertx.setPeriodic(
        1,
        COUNT_EVERY_MILLIS,
        _ ->
            sessions
                .countActive()
                .onSuccess(activeStreams::set)
                .onFailure(cause -> LOG.debug("sessions not counted: {}", cause.toString())));
  }
}
