package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The SFU's answer to a {@link RoomCommand}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoomReply.Done.class, name = "done"),
  @JsonSubTypes.Type(value = RoomReply.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = RoomReply.Refused.class, name = "refused")
})
public sealed interface RoomReply {
  record Done() implements RoomReply {}

  record Answered(String sdp) implements RoomReply {}

  /** The command was understood and not followed; the fields are those of {@link Problem}. */
  record Refused(int status, String code, String message) implements RoomReply {}
}
