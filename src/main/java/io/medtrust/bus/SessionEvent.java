package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What members of a session are told about it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionEvent.ConsentChanged.class, name = "consent_changed"),
  @JsonSubTypes.Type(value = SessionEvent.StatusChanged.class, name = "status_changed"),
  @JsonSubTypes.Type(value = SessionEvent.CheckAsked.class, name = "check_asked"),
  @JsonSubTypes.Type(value = SessionEvent.CheckDone.class, name = "check_done"),
  @JsonSubTypes.Type(value = SessionEvent.GateProgress.class, name = "gate_progress"),
  @JsonSubTypes.Type(value = SessionEvent.BreakGlass.class, name = "break_glass"),
  @JsonSubTypes.Type(value = SessionEvent.Blocked.class, name = "blocked"),
  @JsonSubTypes.Type(value = SessionEvent.Ended.class, name = "ended")
})
public sealed interface SessionEvent {
  String session();

  record ConsentChanged(String session, String participant, boolean given, String at)
      implements SessionEvent {}

  record StatusChanged(String session, String status) implements SessionEvent {}

  /**
   * A check of who is verified began.
   *
   * @param kind {@code light} or a kind of challenge
   * @param by user who asked for it; null when the node did
   */
  record CheckAsked(
      String session, String participant, String check, String kind, String by, String at)
      implements SessionEvent {}

  /**
   * What came of a check.
   *
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param code as of the reading, or why there is none
   * @param reason one plain sentence
   */
  record CheckDone(
      String session,
      String participant,
      String check,
      String kind,
      String state,
      String code,
      String reason,
      String at)
      implements SessionEvent {}

  /**
   * How far the gate is with the doctor, while it measures. Without scores: those are the doctor's.
   *
   * @param ready everything that must be known is known and good
   */
  record GateProgress(String session, boolean ready, List<Part> parts) implements SessionEvent {}

  /**
   * One of the five things that the gate measures.
   *
   * @param part {@code face}, {@code voice}, {@code pulse}, {@code liveness} or {@code motion}
   * @param state {@code ok}, {@code failed} or {@code unknown}
   * @param code of the reading that it rests on
   * @param reason one plain sentence
   * @param required the gate does not pass without it
   */
  record Part(String part, String state, String code, String reason, boolean required) {}

  /** The session became active though the gate did not pass. Everybody in the room must see it. */
  record BreakGlass(String session, String by, String name, String reason, String at)
      implements SessionEvent {}

  /**
   * The gate measured a mismatch: the room is closed.
   *
   * @param reason one plain sentence
   */
  record Blocked(String session, String reason, String at) implements SessionEvent {}

  /**
   * @param report as in {@code GET /streams/:id/report}; null when there is none, or not yet
   */
  record Ended(String session, String by, String at, Map<String, Object> report)
      implements SessionEvent {
    public Ended(String session, String by, String at) {
      this(session, by, at, null);
    }
  }
}
