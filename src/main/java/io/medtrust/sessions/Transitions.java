package io.medtrust.sessions;

import static io.medtrust.sessions.SessionStatus.ACTIVE;
import static io.medtrust.sessions.SessionStatus.BLOCKED;
import static io.medtrust.sessions.SessionStatus.DOCTOR_VERIFYING;
import static io.medtrust.sessions.SessionStatus.ENDED;
import static io.medtrust.sessions.SessionStatus.PAUSED;
import static io.medtrust.sessions.SessionStatus.PENDING;
import static io.medtrust.sessions.Transitions.By.ADMIN;
import static io.medtrust.sessions.Transitions.By.DOCTOR;
import static io.medtrust.sessions.Transitions.By.NODE;
import static io.medtrust.sessions.Transitions.By.PATIENT;

import io.medtrust.bus.Problem;
import java.util.List;
import java.util.Set;

/**
 * The table of a session's transitions: from which state, by which move of whom, to which state.
 * What is not in it is refused. Pure.
 *
 * <p>A session begins {@code pending} when a patient asks for it, or {@code doctor_verifying} or
 * {@code active} when a doctor or an admin starts it.
 */
final class Transitions {
  /** What can be asked of a session. */
  enum Move {
    ACCEPT,
    /** Accepted where the operator has switched the gate off. */
    ACCEPT_WITHOUT_GATE,
    REJECT,
    CANCEL,
    /** The gate measured the doctor and lets the call begin. */
    PASS,
    /** The gate measured somebody or something else. */
    BLOCK,
    BREAK_GLASS,
    END
  }

  /** Who makes a move. */
  enum By {
    DOCTOR,
    PATIENT,
    ADMIN,
    /** The node itself: a measurement or the operator's policy. */
    NODE
  }

  /**
   * @param audit type of the audit event
   * @param severity of the audit event
   */
  record Transition(
      SessionStatus from, Move move, SessionStatus to, Set<By> by, String audit, String severity) {}

  private static final Set<By> ANYBODY = Set.of(DOCTOR, PATIENT, ADMIN, NODE);

  static final List<Transition> TABLE =
      List.of(
          t(PENDING, Move.ACCEPT, DOCTOR_VERIFYING, Set.of(DOCTOR), "SESSION_ACCEPTED", "info"),
          t(PENDING, Move.ACCEPT_WITHOUT_GATE, ACTIVE, Set.of(DOCTOR), "SESSION_ACCEPTED", "info"),
          t(PENDING, Move.REJECT, ENDED, Set.of(DOCTOR), "SESSION_REJECTED", "info"),
          t(PENDING, Move.CANCEL, ENDED, Set.of(PATIENT, ADMIN), "SESSION_CANCELLED", "info"),
          t(PENDING, Move.END, ENDED, ANYBODY, "STREAM_ENDED", "info"),
          t(DOCTOR_VERIFYING, Move.PASS, ACTIVE, Set.of(NODE), "VERIFICATION_PASSED", "info"),
          t(DOCTOR_VERIFYING, Move.BLOCK, BLOCKED, Set.of(NODE), "VERIFICATION_FAILED", "critical"),
          t(
              DOCTOR_VERIFYING,
              Move.BREAK_GLASS,
              ACTIVE,
              Set.of(DOCTOR, ADMIN),
              "BREAK_GLASS",
              "critical"),
          t(
              DOCTOR_VERIFYING,
              Move.CANCEL,
              ENDED,
              Set.of(PATIENT, ADMIN),
              "SESSION_CANCELLED",
              "info"),
          t(DOCTOR_VERIFYING, Move.END, ENDED, ANYBODY, "STREAM_ENDED", "info"),
          t(ACTIVE, Move.END, ENDED, ANYBODY, "STREAM_ENDED", "info"),
          t(PAUSED, Move.END, ENDED, ANYBODY, "STREAM_ENDED", "info"));

  private Transitions() {}

  private static Transition t(
      SessionStatus from, Move move, SessionStatus to, Set<By> by, String audit, String severity) {
    return new Transition(from, move, to, by, audit, severity);
  }

  /**
   * @throws Problem 403 {@code insufficient_permissions} when the move is another's in every state,
   *     409 {@code wrong_state} when this state does not allow it
   */
  static Transition of(SessionStatus from, Move move, By by) {
    boolean known = false;
    for (var transition : TABLE) {
      if (transition.move() != move || !transition.by().contains(by)) continue;
      if (transition.from() == from) return transition;
      known = true;
    }
    if (!known) {
      throw new Problem(403, "insufficient_permissions", "Insufficient permissions");
    }
    throw new Problem(409, "wrong_state", sentence(from, move));
  }

  private static String sentence(SessionStatus from, Move move) {
    if (from == BLOCKED) return "The session is blocked";
    if (from.over()) return "The session has already ended";
    return switch (move) {
      case ACCEPT, ACCEPT_WITHOUT_GATE, REJECT -> "Session is not pending";
      case PASS, BLOCK, BREAK_GLASS ->
          from == ACTIVE
              ? "The session is active already"
              : "The session has not been accepted yet";
      case CANCEL -> "The session has begun: end it instead";
      case END -> "The session cannot end now";
    };
  }
}
