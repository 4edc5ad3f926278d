package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What analysis is told about a verification beside its media. A later one of a kind replaces the
 * earlier one of that kind; all are forgotten when the verification ends.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AnalysisCommand.Enrolled.class, name = "enrolled"),
  @JsonSubTypes.Type(value = AnalysisCommand.LightProbe.class, name = "light_probe"),
  @JsonSubTypes.Type(value = AnalysisCommand.Challenge.class, name = "challenge"),
  @JsonSubTypes.Type(value = AnalysisCommand.Memory.class, name = "memory")
})
public sealed interface AnalysisCommand {
  String verification();

  /** Templates of the person who should be there. */
  record Enrolled(String verification, List<Template> templates) implements AnalysisCommand {}

  /**
   * A person's features as one model measures them.
   *
   * @param kind {@code face} or {@code voice}
   * @param model name and version; no other model may compare it
   * @param quality of the media that it was made from, 0..1
   */
  record Template(String kind, String model, List<Float> values, double quality) {}

  /**
   * The colours that the room's page was told to show.
   *
   * @param sentMillis when it was told, epoch milliseconds
   * @param rgb interleaved red, green, blue of each step, sRGB, 0..1; empty when the probe of that
   *     id is taken back, because the page did not show it
   */
  record LightProbe(
      String verification, String id, long sentMillis, int stepMillis, List<Float> rgb)
      implements AnalysisCommand {}

  /**
   * What the person was asked to do.
   *
   * @param kind {@code words}, {@code turn_left}, {@code turn_right} or {@code blink}
   * @param expiresMillis not after {@code issuedMillis} when the challenge of that id is taken back
   */
  record Challenge(
      String verification,
      String id,
      String kind,
      List<String> words,
      long issuedMillis,
      long expiresMillis)
      implements AnalysisCommand {}

  /** Fingerprints of earlier sessions of the account. */
  record Memory(String verification, List<Fingerprint> fingerprints) implements AnalysisCommand {}

  /**
   * What makes a stretch of media recognisable.
   *
   * @param kind {@code video} or {@code sound}
   * @param form form and version of the bytes
   * @param data base64
   */
  record Fingerprint(String kind, String form, String data, long mediaTimeMillis) {}
}
