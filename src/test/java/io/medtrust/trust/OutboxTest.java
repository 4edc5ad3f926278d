package io.medtrust.trust;

import static io.medtrust.trust.TrustFlow.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.medtrust.bus.LedgerEntry;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger dropped = new AtomicInteger();
  private final Queue<Long> arrived = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    TestServers.await(vertx.close());
  }

  @Test
  void what_waits_is_delivered_in_order_and_the_oldest_go_when_it_is_full() {
    var outbox = outbox(5);
    for (int i = 1; i <= 8; i++) outbox.add(entry(i));
    until(() -> dropped.get() == 3);
    vertx.eventBus().<JsonObject>consumer("there", m -> m.reply(taken(m.body())));
    TestServers.await(outbox.drained());
    assertEquals(5, arrived.size());
    var seconds = List.copyOf(arrived);
    assertEquals(seconds.stream().sorted().toList(), seconds);
    assertEquals(8, seconds.getLast());
  }

  @Test
  void what_fails_for_now_is_sent_again_and_what_is_refused_is_dropped() {
    var failures = new AtomicInteger();
    vertx
        .eventBus()
        .<JsonObject>consumer(
            "there",
            m -> {
              var entry = Wire.decode(m.body(), LedgerEntry.class);
              if (entry.second() == 2) m.fail(409, "taken");
              else if (failures.incrementAndGet() < 4) m.fail(503, "later");
              else m.reply(taken(m.body()));
            });
    var outbox = outbox(100);
    for (int i = 1; i <= 3; i++) outbox.add(entry(i));
    TestServers.await(outbox.drained());
    assertEquals(List.of(1L, 3L), List.copyOf(arrived));
    assertEquals(1, dropped.get());
  }

  @Test
  void texts_are_given_out_second_by_second() {
    var buffer = new SecondBuffer("s", "v");
    var out = new ArrayList<LedgerEntry>();
    for (long millis = 1_000; millis < 4_000; millis += 200) {
      var closed = buffer.add("t" + millis, millis);
      if (closed != null) out.add(closed);
    }
    out.add(buffer.flush());
    assertEquals(List.of(1L, 2L, 3L), out.stream().map(LedgerEntry::second).toList());
    assertEquals(5, out.get(1).texts().size());
    assertEquals("t2000", out.get(1).texts().getFirst());
    assertEquals(null, buffer.flush());
  }

  private JsonObject taken(JsonObject body) {
    arrived.add(Wire.decode(body, LedgerEntry.class).second());
    return new JsonObject();
  }

  private Outbox outbox(int capacity) {
    return new Outbox(
        vertx,
        vertx.getOrCreateContext(),
        "there",
        capacity,
        5_000,
        _ -> {},
        dropped::incrementAndGet);
  }

  private static LedgerEntry entry(int second) {
    return new LedgerEntry("s", "v", second, List.of("t"));
  }
}
