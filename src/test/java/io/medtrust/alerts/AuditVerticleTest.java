package io.medtrust.alerts;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AuditEvent;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditVerticleTest {
  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    pool = TestServers.pool(vertx);
    await(vertx.deployVerticle(new AuditVerticle(pool, new SimpleMeterRegistry())));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private Future<Message<Object>> append(String severity, int number) {
    var event =
        new AuditEvent(
            "TEST",
            severity,
            UUID.randomUUID().toString(),
            null,
            null,
            "request",
            Map.of("number", number));
    return vertx.eventBus().request(Addresses.AUDIT_APPEND, Wire.encode(event));
  }

  private int stored() {
    return await(pool.query("select count(*)::int as n from audit_events").execute())
        .iterator()
        .next()
        .getInteger("n");
  }

  @Test
  void anAcknowledgedEventIsStored() {
    await(append("info", 1));
    assertEquals(1, stored());
  }

  @Test
  void manyEventsAreStoredOnceEach() {
    var all = new ArrayList<Future<Message<Object>>>();
    for (int i = 0; i < 1000; i++) all.add(append("info", i));
    await(Future.all(all));
    var numbers =
        await(
                pool.query("select count(distinct details->>'number')::int as n from audit_events")
                    .execute())
            .iterator()
            .next()
            .getInteger("n");
    assertEquals(1000, numbers);
    assertEquals(1000, stored());
  }

  @Test
  void anEventThatDoesNotFitIsRefusedAndHoldsUpNoOther() {
    var before = append("info", 1);
    var bad = append("catastrophic", 2);
    var after = append("info", 3);
    await(before);
    assertThrows(RuntimeException.class, () -> await(bad));
    await(after);
    assertEquals(2, stored());
  }
}
