package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenCommand;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.ProbeCommand;
import io.medtrust.bus.Problem;
import io.medtrust.bus.SessionCommand;
import io.medtrust.bus.SignalingRequest;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.SessionAccess;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which addresses a client may send to and hear, and where its messages really go. */
final class BridgeAddresses {
  private static final Pattern SIGNALING = Pattern.compile("signaling\\.([A-Za-z0-9_-]{1,80})");

  /** Addresses that clients may send to, {@code *} for a name; asyncapi.yaml describes them. */
  static final List<String> SENT_TO = List.of("signaling.*", Addresses.SESSION_COMMAND);

  /** Addresses that clients may hear, when they are theirs. */
  static final List<String> HEARD =
      List.of(
          "signaling.member.*", "trust.*", "session.*", "analysis.*", "notify.*", Addresses.ALERT);

  /** These look like addresses of a session or verification, and are the node's own. */
  private static final Set<String> INSIDE =
      Set.of(Addresses.SESSION_COMMAND, Addresses.ANALYSIS_COMMAND, Addresses.ANALYSIS_STILL);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  // A person's templates and fingerprints go from the worker to who keeps them, and to no page.
  private static final Set<String> NOT_TOLD = Set.of("template", "fingerprint");

  private final Vertx vertx;
  private final SessionService sessions;
  private final BridgeSocket socket;

  BridgeAddresses(Vertx vertx, SessionService sessions, BridgeSocket socket) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.socket = socket;
  }

  static boolean mayBeMissed(String address) {
    return address.startsWith("trust.") || address.startsWith("analysis.");
  }

  Future<JsonObject> send(Principal who, String address, JsonObject body) {
    if (address.equals(Addresses.SESSION_COMMAND)) return command(who, body);
    var signaling = SIGNALING.matcher(address);
    if (!signaling.matches()) return Future.failedFuture(denied());
    var request = new SignalingRequest(signaling.group(1), socket.id, who.toMap(), body.getMap());
    return vertx
        .eventBus()
        .<JsonObject>request(Addresses.SIGNALING_IN, Wire.encode(request))
        .map(message -> message.body());
  }

  private Future<JsonObject> command(Principal who, JsonObject body) {
    SessionCommand command;
    try {
      command = Wire.decode(body.copy().put("v", Wire.VERSION), SessionCommand.class);
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
    return switch (command) {
      case SessionCommand.Consent consent ->
          sessions
              .setConsent(
                  who,
                  consent.session(),
                  consent.given(),
                  consent.version(),
                  consent.textHash(),
                  null)
              .map(now -> StreamRoutes.json(now).put("ok", true));
      case SessionCommand.End end ->
          sessions.end(who, end.session(), null).map(_ -> new JsonObject().put("ok", true));
      case SessionCommand.RequestCheck check -> requestCheck(who, check);
    };
  }

  private Future<JsonObject> requestCheck(Principal who, SessionCommand.RequestCheck check) {
    if (check.kind() == null) {
      return Future.failedFuture(new Problem(400, "bad_message", "The check has no kind"));
    }
    return sessions
        .find(check.session())
        .compose(
            session -> {
              if (!SessionAccess.mayAskForCheck(who, session)) return Future.failedFuture(denied());
              return vertx
                  .eventBus()
                  .<JsonObject>request(
                      Addresses.probeCommand(session.id()),
                      Wire.encode(new ProbeCommand(session.id(), check.kind(), who.id())));
            })
        .map(message -> message.body())
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS
                        ? new Problem(409, "not_verified", "Nobody is being verified here now")
                        : cause));
  }

  Future<Void> mayRegister(Principal who, String address) {
    var kind = kind(address);
    if (kind == null) return Future.failedFuture(denied());
    var name = address.substring(address.lastIndexOf('.') + 1);
    return switch (kind) {
      case Addresses.ALERT -> allow(who.isAdmin());
      case "signaling.member.*" -> allow(socket.members.contains(name));
      case "notify.*" -> allow(who.isUser() && who.id().equals(name));
      case "analysis.*" ->
          who.isLoad()
              ? Future.failedFuture(denied())
              : sessions.seeVerification(who, name).mapEmpty();
      default ->
          who.isLoad()
              ? allow(name.equals(TokenCommand.LOAD_PREFIX + who.room()))
              : sessions.see(who, name).mapEmpty();
    };
  }

  /** The entry of {@link #HEARD} for an address, or null. */
  static String kind(String address) {
    if (address.equals(Addresses.ALERT)) return address;
    if (INSIDE.contains(address)) return null;
    int dot = address.lastIndexOf('.');
    if (dot < 0 || !NAME.matcher(address.substring(dot + 1)).matches()) return null;
    var kind = address.substring(0, dot) + ".*";
    return HEARD.contains(kind) ? kind : null;
  }

  /** Whether a client may see a message on an address that it hears. */
  static boolean mayBeTold(String address, JsonObject body) {
    return !address.startsWith("analysis.")
        || !(body.getValue("type") instanceof String type && NOT_TOLD.contains(type));
  }

  private static Future<Void> allow(boolean allowed) {
    return allowed ? Future.succeededFuture() : Future.failedFuture(denied());
  }

  private static Problem denied() {
    return new Problem(403, "not_allowed", "This address is not yours");
  }
}
