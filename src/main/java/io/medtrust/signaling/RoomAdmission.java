package io.medtrust.signaling;

import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.MediaAdmission;
import io.medtrust.bus.Problem;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.Wire;
import io.medtrust.sfu.RoomAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** Admits WHIP and WHEP clients by their token, as signaling decides. */
public final class RoomAdmission implements RoomAccess {
  private final Vertx vertx;
  private final TokenService tokens;

  public RoomAdmission(Vertx vertx, TokenService tokens) {
    this.vertx = vertx;
    this.tokens = tokens;
  }

  @Override
  public Future<Grant> admit(String bearerToken, String session, RoomCommand.Mode mode) {
    if (bearerToken == null) {
      return Future.failedFuture(
          new Problem(401, "missing_token", "Missing or invalid authorization header"));
    }
    return tokens
        .authenticate(bearerToken)
        .compose(
            who ->
                vertx
                    .eventBus()
                    .<JsonObject>request(
                        Addresses.SIGNALING_ADMIT,
                        Wire.encode(new MediaAdmission(session, mode, who.toMap()))))
        .map(
            reply -> {
              var granted = Wire.decode(reply.body(), MediaAdmission.Granted.class);
              return new Grant(
                  granted.participant(),
                  granted.name(),
                  granted.role(),
                  granted.verified(),
                  granted.expiresAtMillis());
            })
        .recover(cause -> Future.failedFuture(problem(cause)));
  }

  /** A failed reply carries the problem as its code and JSON message. */
  public static Throwable problem(Throwable cause) {
    if (cause instanceof ReplyException e
        && e.failureType() == ReplyFailure.RECIPIENT_FAILURE
        && e.failureCode() >= 400) {
      try {
        var body = new JsonObject(e.getMessage());
        return new Problem(
            e.failureCode(),
            body.getString("code"),
            body.getString("message"),
            body.getJsonArray("details"));
      } catch (DecodeException | ClassCastException notOurs) {
        return cause;
      }
    }
    return cause;
  }
}
