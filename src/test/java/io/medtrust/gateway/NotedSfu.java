package io.medtrust.gateway;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Answers for an SFU on the bus and writes down what it was asked. */
final class NotedSfu {
  final List<RoomCommand> commands = new CopyOnWriteArrayList<>();
  final List<VerificationCommand> verifications = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final java.util.Set<String> rooms = java.util.concurrent.ConcurrentHashMap.newKeySet();

  NotedSfu(Vertx vertx) {
    this.vertx = vertx;
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.ROOM_OPEN,
            message -> {
              var open = Wire.decode(message.body(), RoomCommand.class);
              commands.add(open);
              if (rooms.add(open.session())) {
                vertx
                    .eventBus()
                    .<JsonObject>localConsumer(
                        Addresses.roomCommand(open.session()), this::command);
              }
              message.reply(Wire.encode(new RoomReply.Done()));
            });
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.VERIFICATION,
            message -> verifications.add(Wire.decode(message.body(), VerificationCommand.class)));
  }

  private void command(Message<JsonObject> message) {
    var command = Wire.decode(message.body(), RoomCommand.class);
    commands.add(command);
    RoomReply reply =
        switch (command) {
          case RoomCommand.Connect c when c.sdp().contains("refuse") ->
              new RoomReply.Refused(400, "bad_sdp", "The offer is not one");
          case RoomCommand.Connect _ -> new RoomReply.Answered("v=0 answer");
          case RoomCommand.Offer _ -> new RoomReply.Answered("v=0 second answer");
          default -> new RoomReply.Done();
        };
    message.reply(Wire.encode(reply));
  }

  void tell(RoomEvent event) {
    vertx.eventBus().publish(Addresses.roomEvent(event.session()), Wire.encode(event));
  }

  <T extends RoomCommand> T await(Class<T> type, Predicate<T> wanted) {
    Until.isTrue(type.getSimpleName(), () -> find(type, wanted) != null);
    return find(type, wanted);
  }

  <T extends RoomCommand> T find(Class<T> type, Predicate<T> wanted) {
    for (var command : commands) {
      if (type.isInstance(command) && wanted.test(type.cast(command))) return type.cast(command);
    }
    return null;
  }

  <T extends RoomCommand> long count(Class<T> type) {
    return commands.stream().filter(type::isInstance).count();
  }
}
