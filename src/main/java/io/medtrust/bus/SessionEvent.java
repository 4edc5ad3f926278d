package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What members of a session are told about it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionEvent.ConsentChanged.class, name = "consent_changed"),
  @JsonSubTypes.Type(value = SessionEvent.StatusChanged.class, name = "status_changed"),
  @JsonSubTypes.Type(value = SessionEvent.CheckAsked.class, name = "check_asked"),
  @JsonSubTypes.Type(value = SessionEvent.CheckDone.class, name = "check_done"),
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

  record Ended(String session, String by, String at) implements SessionEvent {}
}
