package io.medtrust.signaling;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomReply;
import io.medtrust.bus.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the SFU, over the bus. */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int TAP_ATTEMPTS = 4;
  private static final int TAP_RETRY_MILLIS = 150;

  private final Vertx vertx;

  Relay(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Asks once per room; a room that could not be opened is asked for again next time. */
  Future<Void> open(Room room) {
    if (room.opened == null || room.opened.failed()) {
      room.opened = ask(Addresses.ROOM_OPEN, new RoomCommand.Open(room.session)).<Void>mapEmpty();
    }
    return room.opened;
  }

  Future<RoomReply> ask(RoomCommand command) {
    return ask(Addresses.roomCommand(command.session()), command);
  }

  /** The answer to an offer. */
  Future<String> answer(RoomCommand command) {
    return ask(command)
        .map(
            reply -> {
              if (reply instanceof RoomReply.Answered answered) return answered.sdp();
              throw new Problem(502, "media_error", "The relay gave no answer to the offer");
            });
  }

  /** Tells it without waiting; that there is no such room or transport any more is no error. */
  void tell(RoomCommand command) {
    ask(command)
        .onFailure(
            cause -> LOG.debug("{}: {}", command.getClass().getSimpleName(), cause.getMessage()));
  }

  /** Opens or closes a tap; closing is tried again, because consent was withdrawn. */
  void tap(String session, String participant, boolean open) {
    tap(session, participant, open, 1);
  }

  private void tap(String session, String participant, boolean open, int attempt) {
    ask(new RoomCommand.Tap(session, participant, open))
        .onFailure(
            cause -> {
              boolean gone = cause instanceof Problem p && p.status() == 404;
              if (gone || open) {
                LOG.debug("tap of {}: {}", participant, cause.getMessage());
              } else if (attempt < TAP_ATTEMPTS) {
                vertx.setTimer(
                    TAP_RETRY_MILLIS, _ -> tap(session, participant, false, attempt + 1));
              } else {
                LOG.error("the tap of {} could not be closed: {}", participant, cause.toString());
              }
            });
  }

  private Future<RoomReply> ask(String address, RoomCommand command) {
    return vertx
        .eventBus()
        .<JsonObject>request(address, Wire.encode(command))
        .map(
            message -> {
              var reply = Wire.decode(message.body(), RoomReply.class);
              if (reply instanceof RoomReply.Refused refused) {
                throw new Problem(refused.status(), refused.code(), refused.message());
              }
              return reply;
            })
        .recover(
            cause -> {
              if (!(cause instanceof ReplyException e)) return Future.failedFuture(cause);
              boolean noRoom =
                  e.failureType() == ReplyFailure.NO_HANDLERS
                      && !address.equals(Addresses.ROOM_OPEN);
              return Future.failedFuture(
                  noRoom
                      ? new Problem(404, "unknown_room", "There is no such room")
                      : new Problem(503, "media_unavailable", "The media relay does not answer"));
            });
  }
}
