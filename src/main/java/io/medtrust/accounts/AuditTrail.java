package io.medtrust.accounts;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to the audit log. Nothing waits for it; what could not be kept is logged. */
public final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final int TIMEOUT_MILLIS = 600_000;

  private final Vertx vertx;

  public AuditTrail(Vertx vertx) {
    this.vertx = vertx;
  }

  public void write(
      String type,
      String severity,
      String session,
      String actor,
      String subject,
      String requestId,
      Map<String, Object> details) {
    var event = new AuditEvent(type, severity, session, actor, subject, requestId, details);
    vertx
        .eventBus()
        .request(
            Addresses.AUDIT_APPEND,
            Wire.encode(event),
            new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS))
        .onFailure(cause -> LOG.error("audit event {} not kept: {}", type, cause.getMessage()));
  }
}
