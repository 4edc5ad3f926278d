package io.medtrust.alerts;

import io.medtrust.accounts.Users;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.Notice;
import io.medtrust.bus.Wire;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every admin of every alarm that begins or ends. */
public final class AlertVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(AlertVerticle.class);
  private static final long ADMINS_KEPT_NANOS = 60_000_000_000L;

  private final Users users;
  private List<String> admins;
  private long adminsAt;

  public AlertVerticle(Pool pool) {
    this.users = new Users(pool);
  }

  @Override
  public void start() {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.ALERT, message -> forward(Wire.decode(message.body(), Alert.class)));
  }

  private void forward(Alert alert) {
    var notice =
        new Notice(
            alert.active() ? "alert" : "alert_ended",
            alert.severity(),
            alert.message(),
            alert.session(),
            alert.raisedAt());
    admins()
        .onSuccess(
            ids -> {
              for (var id : ids) {
                vertx.eventBus().publish(Addresses.notifyUser(id), Wire.encode(notice));
              }
            })
        .onFailure(cause -> LOG.error("admins not told of an alert: {}", cause.toString()));
  }

  /** Remembered for a minute, and for longer while PostgreSQL is away. */
  private Future<List<String>> admins() {
    if (admins != null && System.nanoTime() - adminsAt < ADMINS_KEPT_NANOS) {
      return Future.succeededFuture(admins);
    }
    return users
        .admins()
        .onSuccess(
            found -> {
              admins = found;
              adminsAt = System.nanoTime();
            })
        .recover(
            cause -> admins == null ? Future.failedFuture(cause) : Future.succeededFuture(admins));
  }
}
