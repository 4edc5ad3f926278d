package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What members of a session are told about it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionEvent.ConsentChanged.class, name = "consent_changed"),
  @JsonSubTypes.Type(value = SessionEvent.StatusChanged.class, name = "status_changed"),
  @JsonSubTypes.Type(value = SessionEvent.Ended.class, name = "ended")
})
public sealed interface SessionEvent {
  String session();

  record ConsentChanged(String session, String participant, boolean given, String at)
      implements SessionEvent {}

  record StatusChanged(String session, String status) implements SessionEvent {}

  record Ended(String session, String by, String at) implements SessionEvent {}
}
