package io.medtrust.bus;

/**
 * The one catalogue of event-bus addresses. Every payload is a {@code JsonObject} written and read
 * by {@link Wire} from the record named here.
 */
public final class Addresses {
  private Addresses() {}

  /** {@link RoomCommand.Open}, request/reply, local: any media loop may take the room. */
  public static final String ROOM_OPEN = "room.open";

  /** {@link SessionCommand}, request/reply, bridged in. */
  public static final String SESSION_COMMAND = "session.command";

  /** {@link VerificationCommand}, publish, local. */
  public static final String VERIFICATION = "verification";

  /** {@link Alert}, publish, bridged out to admins. */
  public static final String ALERT = "alert";

  /** {@link LedgerEntry}, request; the acknowledgement follows the commit. */
  public static final String LEDGER_APPEND = "ledger.append";

  /** {@link AuditEvent}, request; the acknowledgement follows the commit. */
  public static final String AUDIT_APPEND = "audit.append";

  /** {@link SignalingRequest}, request/reply, local: what the bridge took from a client. */
  public static final String SIGNALING_IN = "signaling.in";

  /** {@link MediaAdmission}, request/reply, local: a WHIP or WHEP client wants to connect. */
  public static final String SIGNALING_ADMIT = "signaling.admit";

  /** {@link MemberNotice}, request/reply, local. */
  public static final String SIGNALING_TELL = "signaling.tell";

  /** {@link SocketClosed}, send, local. */
  public static final String SIGNALING_CLOSED = "signaling.closed";

  /** {@link Revoked}, publish, clustered. */
  public static final String REVOKED = "revoked";

  /** {@link RoomCommand}, request, answered by {@link RoomReply}; local. */
  public static String roomCommand(String session) {
    return "room." + session + ".command";
  }

  /** {@link RoomEvent}, publish; local. */
  public static String roomEvent(String session) {
    return "room." + session + ".event";
  }

  /** {@link ProbeCommand}, request/reply. */
  public static String probeCommand(String session) {
    return "probe." + session + ".command";
  }

  /** {@link ProbeShown}, publish, local. */
  public static String probeShown(String session) {
    return "probe." + session + ".shown";
  }

  /** {@link Reading}, publish. */
  public static String reading(String verification) {
    return "reading." + verification;
  }

  /**
   * {@link AnalysisEvent}: what is not a score (face box, pulse wave, decoding, worker state),
   * publish.
   */
  public static String analysis(String verification) {
    return "analysis." + verification;
  }

  /** {@link AnalysisCommand}, publish, local. */
  public static final String ANALYSIS_COMMAND = "analysis.command";

  /** {@link StillWanted}, request, answered by {@link StillTaken} or a failure; local. */
  public static final String ANALYSIS_STILL = "analysis.still";

  /** {@link TrustUpdate}, publish, clustered, bridged out. */
  public static String trust(String session) {
    return "trust." + session;
  }

  /** Signaling events of clients, request/reply, bridged in. */
  public static String signaling(String session) {
    return "signaling." + session;
  }

  /** Signaling events to one member, send, bridged out to that member alone. */
  public static String signalingMember(String member) {
    return "signaling.member." + member;
  }

  /** {@link SessionEvent}, publish, bridged out to members. */
  public static String session(String session) {
    return "session." + session;
  }

  /** {@link GateState.Query}, request, answered by {@link GateState}. */
  public static String gate(String session) {
    return "gate." + session;
  }

  /** {@link Notice}: to one user on all its pages, publish, bridged out to the user. */
  public static String notifyUser(String user) {
    return "notify." + user;
  }
}
