package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a member asks of a session over the bridge; the bridge adds who asks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionCommand.Consent.class, name = "consent"),
  @JsonSubTypes.Type(value = SessionCommand.RequestCheck.class, name = "request_check"),
  @JsonSubTypes.Type(value = SessionCommand.End.class, name = "end")
})
public sealed interface SessionCommand {
  String session();

  /**
   * The asking doctor's consent to analysis of the own media, given or withdrawn.
   *
   * @param textHash SHA-256 of the text that was shown, lower-case hex
   */
  record Consent(String session, boolean given, String version, String textHash)
      implements SessionCommand {}

  /**
   * Asks for a check of the doctor.
   *
   * @param kind as in {@link ProbeCommand}
   */
  record RequestCheck(String session, String kind) implements SessionCommand {}

  record End(String session) implements SessionCommand {}
}
