package io.medtrust.trust;

import io.medtrust.bus.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers payloads to an address in order, each until it is acknowledged: one on its way at a
 * time, again after a pause while nobody answers. Bounded: when full, the oldest goes, counted.
 * What the recipient refuses for good (4xx) is dropped, counted and logged.
 *
 * <p>Any thread may call it; its state lives on the context it was made with.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Vertx vertx;
  private final Context context;
  private final String address;
  private final int capacity;
  private final DeliveryOptions options;
  private final Consumer<JsonObject> onAcknowledged;
  private final Runnable onDropped;
  private final Deque<JsonObject> queue = new ArrayDeque<>();
  private Promise<Void> drained;
  private boolean sending;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * @param context outlives what is put in
   * @param replyMillis without an answer for so long it is sent again: short only where the
   *     recipient knows a repetition
   * @param onAcknowledged told of each reply's body, on the context
   * @param onDropped told of each payload that is lost
   */
  Outbox(
      Vertx vertx,
      Context context,
      String address,
      int capacity,
      long replyMillis,
      Consumer<JsonObject> onAcknowledged,
      Runnable onDropped) {
    this.vertx = vertx;
    this.context = context;
    this.address = address;
    this.capacity = capacity;
    options = new DeliveryOptions().setSendTimeout(replyMillis);
    this.onAcknowledged = onAcknowledged;
    this.onDropped = onDropped;
  }

  void add(Object payload) {
    var encoded = Wire.encode(payload);
    context.runOnContext(
        _ -> {
          // The first is on its way and must not be dropped: its acknowledgement will come.
          while (queue.size() > Math.max(1, capacity - 1)) {
            var first = queue.poll();
            if (sending) {
              queue.poll();
              queue.addFirst(first);
            }
            onDropped.run();
          }
          queue.add(encoded);
          send();
        });
  }

  /** Completes when nothing waits any more. */
  Future<Void> drained() {
    var done = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          if (queue.isEmpty()) {
            done.complete();
            return;
          }
          if (drained == null) drained = Promise.promise();
          drained.future().onComplete(done);
        });
    return done.future();
  }

  private void send() {
    if (sending || queue.isEmpty()) return;
    sending = true;
    vertx
        .eventBus()
        .<JsonObject>request(address, queue.peek(), options)
        .onComplete(
            answer -> {
              if (answer.failed() && !refusedForGood(answer.cause())) {
                vertx.setTimer(pauseMillis, _ -> again());
                pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
                return;
              }
              queue.poll();
              pauseMillis = FIRST_PAUSE_MILLIS;
              if (answer.succeeded()) {
                acknowledged(answer.result().body());
              } else {
                LOG.warn("{} refused a message: {}", address, answer.cause().getMessage());
                onDropped.run();
              }
              again();
            });
  }

  private void acknowledged(JsonObject body) {
    try {
      onAcknowledged.accept(body);
    } catch (RuntimeException e) {
      LOG.warn("{} answered what was not expected: {}", address, e.getMessage());
    }
  }

  private void again() {
    sending = false;
    if (!queue.isEmpty()) {
      send();
    } else if (drained != null) {
      drained.complete();
      drained = null;
    }
  }

  private static boolean refusedForGood(Throwable cause) {
    return cause instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
        && reply.failureCode() >= 400
        && reply.failureCode() < 500;
  }
}
