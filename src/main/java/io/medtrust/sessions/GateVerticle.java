package io.medtrust.sessions;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.GateState;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.sessions.gate.GateBoard;
import io.medtrust.sessions.gate.Measured;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the readings of doctors who are in their room before the session is active, tells how far
 * the measurement is, and answers what is known. It decides nothing: {@link GateService} does.
 */
public final class GateVerticle extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(GateVerticle.class);
  private static final int TELL_MILLIS = 1000;
  private static final int RETRY_MILLIS = 2000;

  /** Who has just been let through is not asked for any more; a lost message must not keep it. */
  private static final int LOOK_MILLIS = 30_000;

  private record Watch(
      String session,
      String verification,
      GateBoard board,
      List<MessageConsumer<JsonObject>> consumers) {}

  private final SessionService sessions;
  private final SessionsSettings settings;
  private final Map<String, Watch> watches = new HashMap<>();

  public GateVerticle(SessionService sessions, SessionsSettings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  @Override
  public void start() {
    if (!settings.gate()) return;
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.VERIFICATION,
            message -> {
              switch (Wire.decode(message.body(), VerificationCommand.class)) {
                case VerificationCommand.Begin(var session, var verification) ->
                    begin(session, verification);
                case VerificationCommand.End(var session, _) -> end(session);
              }
            });
    vertx.setPeriodic(TELL_MILLIS, _ -> List.copyOf(watches.values()).forEach(this::tell));
    vertx.setPeriodic(LOOK_MILLIS, _ -> List.copyOf(watches.keySet()).forEach(this::look));
  }

  /** Begins when the session is at its gate; asks again while that is not known. */
  private void begin(String session, String verification) {
    if (!Ids.isUuid(session) || watches.containsKey(session)) return;
    var board = new GateBoard(settings.gateFreshMillis());
    var watch = new Watch(session, verification, board, new ArrayList<>());
    watches.put(session, watch);
    // Heard from now on: what was measured while the database was asked must not be lost.
    hear(watch, Addresses.reading(verification), body -> onReading(watch, body));
    hear(watch, Addresses.analysis(verification), body -> onAnalysis(watch, body));
    hear(watch, Addresses.session(session), body -> onSession(watch, body));
    watch.consumers.add(
        vertx
            .eventBus()
            .consumer(
                Addresses.gate(session), message -> message.reply(Wire.encode(state(watch)))));
    look(session);
  }

  private void look(String session) {
    sessions
        .find(session)
        .onSuccess(
            found -> {
              if (found.status() != SessionStatus.DOCTOR_VERIFYING) end(session);
            })
        .onFailure(
            cause -> {
              LOG.debug("state of {} not known: {}", session, cause.toString());
              if (cause instanceof Problem) end(session);
              else vertx.setTimer(RETRY_MILLIS, _ -> lookIfWatched(session));
            });
  }

  private void lookIfWatched(String session) {
    if (watches.containsKey(session)) look(session);
  }

  private void hear(Watch watch, String address, Consumer<JsonObject> heard) {
    watch.consumers.add(
        vertx
            .eventBus()
            .consumer(
                address,
                message -> {
                  try {
                    heard.accept(message.body());
                  } catch (Problem | IllegalArgumentException e) {
                    LOG.warn("a message on {} is not one: {}", address, e.getMessage());
                  }
                }));
  }

  private void onReading(Watch watch, JsonObject body) {
    var reading = Wire.decode(body, Reading.class);
    if (watch.verification.equals(reading.verification())) {
      watch.board.update(reading, System.currentTimeMillis());
    }
  }

  private void onAnalysis(Watch watch, JsonObject body) {
    if (!"availability".equals(body.getString("type"))) return;
    if (Wire.decode(body, AnalysisEvent.class) instanceof AnalysisEvent.Availability a
        && !a.available()) {
      watch.board.lost();
    }
  }

  private void onSession(Watch watch, JsonObject body) {
    switch (Wire.decode(body, SessionEvent.class)) {
      case SessionEvent.ConsentChanged c when !c.given() -> watch.board.lost();
      case SessionEvent.StatusChanged changed -> {
        if (!SessionStatus.DOCTOR_VERIFYING.text().equals(changed.status())) end(watch.session);
      }
      case SessionEvent.Ended _, SessionEvent.Blocked _ -> end(watch.session);
      default -> {}
    }
  }

  private GateState state(Watch watch) {
    long now = System.currentTimeMillis();
    var parts = new ArrayList<GateState.Part>();
    for (var m : watch.board.parts(now).values()) {
      parts.add(new GateState.Part(m.part().text(), text(m), m.score(), m.code(), m.reason()));
    }
    var mismatches = new ArrayList<GateState.Mismatch>();
    for (var m : watch.board.mismatches(now)) {
      mismatches.add(new GateState.Mismatch(m.code(), m.sentence()));
    }
    return new GateState(watch.session, watch.verification, parts, mismatches);
  }

  /** Without scores and mismatches: who may hear of the session may not know of those. */
  private void tell(Watch watch) {
    var parts = new ArrayList<SessionEvent.Part>();
    boolean ready = true;
    for (var m : watch.board.parts(System.currentTimeMillis()).values()) {
      boolean required = settings.rules().required().contains(m.part());
      boolean good = m.state() == Measured.State.OK || (!required && !m.known());
      ready &= good;
      parts.add(new SessionEvent.Part(m.part().text(), text(m), m.code(), m.reason(), required));
    }
    vertx
        .eventBus()
        .publish(
            Addresses.session(watch.session),
            Wire.encode(new SessionEvent.GateProgress(watch.session, ready, parts)));
  }

  private static String text(Measured measured) {
    return measured.state().name().toLowerCase(Locale.ROOT);
  }

  private void end(String session) {
    var watch = watches.remove(session);
    if (watch != null) watch.consumers.forEach(MessageConsumer::unregister);
  }
}
