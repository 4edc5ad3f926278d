package io.medtrust.sessions;

import java.util.Locale;

/** The states of a session. {@link Transitions} says how one follows from another. */
public enum SessionStatus {
  /** A patient asked for it; the doctor has not answered. */
  PENDING,
  /** The doctor's identity is being measured; the patient waits outside of the room. */
  DOCTOR_VERIFYING,
  ACTIVE,
  /** Read from older data; nothing leads here. */
  PAUSED,
  ENDED,
  /** The gate measured a mismatch. */
  BLOCKED,
  /** Read from older data: ended. */
  COMPLETED,
  /** Read from older data: ended by a fault. */
  ERROR;

  /** People may be in the session's room. */
  public boolean open() {
    return this == ACTIVE;
  }

  public boolean over() {
    return this == ENDED || this == BLOCKED || this == COMPLETED || this == ERROR;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SessionStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
