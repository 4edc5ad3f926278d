package io.medtrust.sessions;

import io.medtrust.bus.Problem;
import java.util.Locale;

/** The states of a session and the moves between them; every other move is refused with 409. */
public enum SessionStatus {
  PENDING,
  DOCTOR_VERIFYING,
  ACTIVE,
  PAUSED,
  ENDED,
  BLOCKED;

  /** What can be asked of a session. */
  enum Move {
    END
  }

  /**
   * The state after a move.
   *
   * @throws Problem 409 {@code wrong_state} when the state does not allow it
   */
  SessionStatus after(Move move) {
    return switch (move) {
      case END ->
          switch (this) {
            case PENDING, DOCTOR_VERIFYING, ACTIVE, PAUSED -> ENDED;
            case ENDED -> throw new Problem(409, "wrong_state", "The session has already ended");
            case BLOCKED -> throw new Problem(409, "wrong_state", "The session is blocked");
          };
    };
  }

  /** People may be in the session's room. */
  public boolean open() {
    return this == ACTIVE;
  }

  public boolean over() {
    return this == ENDED || this == BLOCKED;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SessionStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
