package io.medtrust.sessions;

import io.medtrust.accounts.Principal;
import java.util.Objects;

/**
 * Who may do what with a session. Pure.
 *
 * <p>Participants and admins see and join it; displays of its ward (or of all) see it and join
 * without sending; nurses of its ward see it. Nobody else does.
 */
public final class SessionAccess {
  private SessionAccess() {}

  /** What an entrant may do in the room. */
  public enum Entry {
    /** Sends and receives. */
    MEMBER,
    /** Receives only. */
    WATCHER,
    NONE
  }

  public static boolean maySee(Principal who, Session session) {
    return isParticipant(who, session)
        || who.isAdmin()
        || (who.isDisplay() && sameWard(who, session))
        || (who.isUser() && who.role().equals("nurse") && sameWard(who, session));
  }

  public static Entry entry(Principal who, Session session) {
    if (isParticipant(who, session) || who.isAdmin()) return Entry.MEMBER;
    if (who.isDisplay() && sameWard(who, session)) return Entry.WATCHER;
    return Entry.NONE;
  }

  /**
   * Whether the room is open to somebody who may be in it. While the gate measures the doctor
   * nobody else comes in: a patient must not meet somebody who is not verified yet.
   */
  public static boolean mayEnterNow(Principal who, Session session) {
    return session.status().open()
        || (session.status() == SessionStatus.DOCTOR_VERIFYING
            && isParticipant(who, session)
            && who.id().equals(session.doctorId()));
  }

  /** As whom somebody acts on a session; null for who has no part in it. */
  static Transitions.By by(Principal who, Session session) {
    if (who.isAdmin()) return Transitions.By.ADMIN;
    if (!isParticipant(who, session)) return null;
    return who.id().equals(session.doctorId()) ? Transitions.By.DOCTOR : Transitions.By.PATIENT;
  }

  /** The session's own people and admins. */
  public static boolean isParty(Principal who, Session session) {
    return isParticipant(who, session) || who.isAdmin();
  }

  /** Who is in the call beside the doctor may ask for a check of the doctor. */
  public static boolean mayAskForCheck(Principal who, Session session) {
    return entry(who, session) == Entry.MEMBER && !who.id().equals(session.doctorId());
  }

  /** What was measured of the doctor's face and voice is for that doctor and for admins. */
  public static boolean mayReadEvidence(Principal who, Session session) {
    return who.isAdmin()
        || (who.isUser() && !who.isDisplay() && who.id().equals(session.doctorId()));
  }

  public static boolean isParticipant(Principal who, Session session) {
    return who.isUser()
        && !who.isDisplay()
        && (who.id().equals(session.doctorId()) || who.id().equals(session.patientId()));
  }

  /** The role shown to the others. */
  public static String roleIn(Principal who, Session session) {
    if (who.id().equals(session.doctorId())) return "doctor";
    if (who.id().equals(session.patientId())) return "patient";
    return who.role();
  }

  private static boolean sameWard(Principal who, Session session) {
    return who.allWards() || (who.ward() != null && Objects.equals(who.ward(), session.ward()));
  }
}
