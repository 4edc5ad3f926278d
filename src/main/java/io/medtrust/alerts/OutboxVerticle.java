package io.medtrust.alerts;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.alerts.OutboxStore.Claimed;
import io.medtrust.alerts.OutboxStore.Draft;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends critical alarms out of the house, at least once: each is written to the outbox first, one a
 * verification and minute however many nodes hear of it, and sent from there, again after growing
 * pauses until the provider takes it or it is given up, which the audit log says.
 */
public final class OutboxVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxVerticle.class);
  private static final int MAX_UNWRITTEN = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 3_600_000;

  private final Pool pool;
  private final AlertsSettings settings;
  private final Counter dropped;
  private final Counter sent;
  private final Counter dead;
  private final List<Draft> unwritten = new ArrayList<>();
  private OutboxStore store;
  private MessageSender sender;
  private AuditTrail audit;
  private boolean writing;
  private boolean sending;

  public OutboxVerticle(Pool pool, AlertsSettings settings, MeterRegistry metrics) {
    this.pool = pool;
    this.settings = settings;
    dropped = metrics.counter("medtrust_outbox_dropped_total");
    sent = metrics.counter("medtrust_outbox_sent_total");
    dead = metrics.counter("medtrust_outbox_dead_total");
  }

  @Override
  public void start() {
    store = new OutboxStore(pool);
    audit = new AuditTrail(vertx);
    sender =
        settings.provider().equals("twilio")
            ? new TwilioSender(vertx, settings.twilio())
            : new LogSender();
    vertx.eventBus().<JsonObject>consumer(Addresses.ALERT, message -> heard(message.body()));
    vertx.setPeriodic(settings.pollMillis(), _ -> poll());
  }

  private void heard(JsonObject body) {
    Alert alert;
    try {
      alert = Wire.decode(body, Alert.class);
    } catch (Problem e) {
      LOG.warn("an alert is not one: {}", e.getMessage());
      return;
    }
    if (!alert.active() || !"critical".equals(alert.severity())) return;
    UUID session;
    UUID verification;
    try {
      session = UUID.fromString(alert.session());
      verification = UUID.fromString(alert.verification());
    } catch (IllegalArgumentException | NullPointerException e) {
      // Load rooms belong to nobody.
      return;
    }
    long minute = Math.floorDiv(raisedAt(alert).getEpochSecond(), 60L);
    for (var recipient : settings.recipients()) {
      if (unwritten.size() >= MAX_UNWRITTEN) {
        unwritten.removeFirst();
        dropped.increment();
      }
      unwritten.add(new Draft("sms", recipient, text(alert), session, verification, minute));
    }
    write();
  }

  private static Instant raisedAt(Alert alert) {
    try {
      return Instant.parse(alert.raisedAt());
    } catch (DateTimeException | NullPointerException e) {
      return Instant.now();
    }
  }

  /** No name and no free text: what people wrote stays in the house. */
  static String text(Alert alert) {
    var what =
        alert.triggers().contains("break_glass")
            ? "A session was begun past the gate (break-glass)"
            : alert.message();
    return "MedTrust alert: "
        + what
        + ". Trust "
        + (alert.trustScore() == null ? "unknown" : alert.trustScore())
        + ". Session "
        + alert.session().substring(0, 8)
        + ", "
        + alert.raisedAt();
  }

  /** Kept in memory while PostgreSQL is away, up to a bound. */
  private void write() {
    if (writing || unwritten.isEmpty()) return;
    writing = true;
    var batch = List.copyOf(unwritten);
    store
        .add(batch)
        .onSuccess(_ -> unwritten.removeAll(batch))
        .onFailure(cause -> LOG.warn("outbox not written: {}", cause.toString()))
        .onComplete(
            written -> {
              writing = false;
              if (written.succeeded()) poll();
            });
  }

  private void poll() {
    write();
    if (sending) return;
    sending = true;
    store
        .claim(settings.leaseMillis(), sender.name())
        .compose(
            claimed -> {
              var all = new ArrayList<Future<Void>>();
              for (var message : claimed) all.add(send(message));
              return Future.join(all).otherwiseEmpty().map(claimed.size());
            })
        .onFailure(cause -> LOG.warn("outbox not read: {}", cause.toString()))
        .onComplete(_ -> sending = false);
  }

  private Future<Void> send(Claimed message) {
    return sender
        .send(message.recipient(), message.body())
        .compose(
            reference -> {
              sent.increment();
              return store.sent(message, reference);
            },
            cause -> failed(message, cause))
        .onFailure(cause -> LOG.warn("outbox: {} not noted: {}", message.id(), cause.toString()));
  }

  private Future<Void> failed(Claimed message, Throwable cause) {
    var why = String.valueOf(cause.getMessage());
    if (message.attempt() < settings.attempts() && !(cause instanceof MessageSender.Refused)) {
      return store.failed(
          message, pauseMillis(settings.firstRetryMillis(), message.attempt()), why);
    }
    LOG.error("an alert could not be delivered after {} attempts: {}", message.attempt(), why);
    dead.increment();
    return store
        .dead(message, why)
        .onSuccess(
            _ ->
                audit.write(
                    "ALERT_UNDELIVERED",
                    "critical",
                    message.session() == null ? null : message.session().toString(),
                    null,
                    null,
                    null,
                    Map.of(
                        "message", message.id().toString(),
                        "provider", sender.name(),
                        "attempts", message.attempt(),
                        "why", why)));
  }

  /** The pause after a failed attempt: doubling, at most an hour. */
  static long pauseMillis(long first, int attempt) {
    int doublings = Math.min(attempt - 1, 30);
    return Math.min(LONGEST_PAUSE_MILLIS, first << doublings);
  }
}
