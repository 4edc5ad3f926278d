package io.medtrust.pictures;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.StillTaken;
import io.medtrust.bus.StillWanted;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.keys.KeyProvider;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a picture when an alarm is raised about a verification of this node whose person agreed to
 * it. An alarm never waits for its picture, and a picture that cannot be had is none.
 */
public final class PictureVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PictureVerticle.class);

  /** From one picture of a verification to the next. */
  private static final long APART_NANOS = 10_000_000_000L;

  private final PictureSettings settings;
  private final PictureStore store;
  private final KeyProvider keys;

  /** When the last picture of a verification of this node was taken, by {@link System#nanoTime}. */
  private final Map<String, Long> takenAt = new HashMap<>();

  public PictureVerticle(PictureSettings settings, Pool pool, KeyProvider keys) {
    this.settings = settings;
    this.store = new PictureStore(pool);
    this.keys = keys;
  }

  @Override
  public Future<?> start() {
    if (settings.retentionDays() > 0) {
      var bus = vertx.eventBus();
      bus.<JsonObject>localConsumer(Addresses.VERIFICATION, m -> command(m.body()));
      bus.<JsonObject>consumer(Addresses.ALERT, m -> alert(Wire.decode(m.body(), Alert.class)));
    }
    vertx.setPeriodic(settings.purgeMillis(), _ -> purge());
    purge();
    return Future.succeededFuture();
  }

  private void command(JsonObject body) {
    switch (Wire.decode(body, VerificationCommand.class)) {
      case VerificationCommand.Begin begin ->
          takenAt.putIfAbsent(begin.verification(), System.nanoTime() - APART_NANOS);
      case VerificationCommand.End end -> takenAt.remove(end.verification());
    }
  }

  private void alert(Alert alert) {
    var last = takenAt.get(alert.verification());
    if (last == null || !alert.active() || alert.triggers().isEmpty()) return;
    long now = System.nanoTime();
    if (now - last < APART_NANOS) return;
    takenAt.put(alert.verification(), now);
    store
        .agreed(UUID.fromString(alert.verification()))
        .compose(agreed -> agreed ? take(alert) : Future.succeededFuture(false))
        .onFailure(e -> LOG.info("an alarm has no picture: {}", e.getMessage()));
  }

  private Future<Boolean> take(Alert alert) {
    return vertx
        .eventBus()
        .<JsonObject>request(
            Addresses.ANALYSIS_STILL, Wire.encode(new StillWanted(alert.verification())))
        .compose(
            reply -> {
              var still = Wire.decode(reply.body(), StillTaken.class);
              var jpeg = Base64.getDecoder().decode(still.jpeg());
              return store.keep(
                  alert,
                  still.mediaTimeMillis(),
                  keys.seal(jpeg, AlertPictures.context(alert.alertId())));
            });
  }

  private void purge() {
    store
        .purge(OffsetDateTime.now(ZoneOffset.UTC).minusDays(settings.retentionDays()))
        .onFailure(e -> LOG.warn("old pictures stay for now: {}", e.getMessage()));
  }
}
