package io.medtrust.sfu;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay of a node: its media loops, and the rooms on them. Deploy one instance; it takes {@link
 * RoomCommand}s and publishes {@link RoomEvent}s on the event bus.
 *
 * <p>Negotiation runs on the verticle's event loop, packets on the media loops; commands go down
 * and events come up, and neither waits for the other.
 */
public final class SfuVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(SfuVerticle.class);
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final SfuSettings settings;
  private final MediaTap tap;
  private final MeterRegistry registry;
  private final Map<String, MessageConsumer<JsonObject>> consumers = new HashMap<>();
  private volatile MediaLoops loops;
  private DtlsCertificate certificate;
  private Rooms rooms;
  private WhipResources whip;

  /**
   * @param tap takes the packets of verified tracks; {@link MediaTap#NONE} for nobody
   * @param registry for the metrics {@code medtrust_sfu_*}
   */
  public SfuVerticle(SfuSettings settings, MediaTap tap, MeterRegistry registry) {
    this.settings = settings;
    this.tap = tap;
    this.registry = registry;
  }

  /** Every media loop serves its port. Any thread. */
  public boolean alive() {
    var serving = loops;
    return serving != null && serving.alive();
  }

  @Override
  public Future<?> start() {
    whip = new WhipResources(vertx);
    return vertx
        .executeBlocking(
            () -> {
              // Both take their time: the first use of the key generator, and the ports.
              certificate = DtlsCertificate.generate();
              return MediaLoops.open(settings, registry);
            })
        .compose(
            opened -> {
              loops = opened;
              rooms = new Rooms(settings, opened, certificate, tap, host());
              Gauge.builder("medtrust_sfu_rooms", rooms, Rooms::count).register(registry);
              return vertx
                  .eventBus()
                  .<JsonObject>localConsumer(Addresses.ROOM_OPEN, this::command)
                  .completion();
            });
  }

  @Override
  public Future<?> stop() {
    var closing = loops;
    if (closing == null) return Future.succeededFuture();
    rooms.closeAll();
    return vertx.executeBlocking(
        () -> {
          closing.close();
          return null;
        });
  }

  private Rooms.Host host() {
    var home = context;
    return new Rooms.Host() {
      @Override
      public void publish(RoomEvent event) {
        vertx.eventBus().publish(Addresses.roomEvent(event.session()), Wire.encode(event), LOCAL);
      }

      @Override
      public void later(long millis, Runnable task) {
        vertx.setTimer(millis, _ -> task.run());
      }

      @Override
      public void execute(Runnable task) {
        home.runOnContext(_ -> task.run());
      }

      @Override
      public void opened(String session) {
        consumers.computeIfAbsent(
            session,
            name ->
                vertx
                    .eventBus()
                    .localConsumer(Addresses.roomCommand(name), SfuVerticle.this::command));
      }

      @Override
      public void closed(String session) {
        var consumer = consumers.remove(session);
        if (consumer != null) consumer.unregister();
      }

      @Override
      public void disconnected(String connection) {
        whip.remove(connection);
      }
    };
  }

  private void command(Message<JsonObject> message) {
    RoomReply reply;
    try {
      reply = rooms.handle(Wire.decode(message.body(), RoomCommand.class));
    } catch (Problem problem) {
      reply = new RoomReply.Refused(problem.status(), problem.code(), problem.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a room command failed", e);
      reply = new RoomReply.Refused(500, "internal", "The command failed; the log says why");
    }
    message.reply(Wire.encode(reply));
  }

  /** UDP ports of the loops, for tests. */
  List<Integer> ports() {
    return loops.ports();
  }
}
