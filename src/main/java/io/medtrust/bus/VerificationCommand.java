package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Begins and ends the actors of one verification; the verification's id is the participant's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = VerificationCommand.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = VerificationCommand.End.class, name = "end")
})
public sealed interface VerificationCommand {
  String session();

  String verification();

  /** The participant to verify entered the room. Sent again when it comes back: harmless. */
  record Begin(String session, String verification) implements VerificationCommand {}

  /** The session ended. */
  record End(String session, String verification) implements VerificationCommand {}
}
