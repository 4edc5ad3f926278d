package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What comes from analysis beside readings. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AnalysisEvent.Face.class, name = "face"),
  @JsonSubTypes.Type(value = AnalysisEvent.Pulse.class, name = "pulse"),
  @JsonSubTypes.Type(value = AnalysisEvent.Decoding.class, name = "decoding"),
  @JsonSubTypes.Type(value = AnalysisEvent.Availability.class, name = "availability"),
  @JsonSubTypes.Type(value = AnalysisEvent.TemplateMeasured.class, name = "template"),
  @JsonSubTypes.Type(value = AnalysisEvent.FingerprintTaken.class, name = "fingerprint")
})
public sealed interface AnalysisEvent {
  String verification();

  /** Where the face is, as fractions of the picture. */
  record Face(
      String verification,
      long mediaTimeMillis,
      float x,
      float y,
      float width,
      float height,
      int faces,
      String state)
      implements AnalysisEvent {}

  /**
   * The pulse wave of the last 10 s, 30 samples a second in -1..1, for display; bpm null when
   * unknown.
   */
  record Pulse(
      String verification, long mediaTimeMillis, Double bpm, double snrDb, List<Float> waveform)
      implements AnalysisEvent {}

  record Decoding(
      String verification,
      long mediaTimeMillis,
      long framesDecoded,
      long framesDamaged,
      long framesDropped,
      int width,
      int height,
      double decodeMillisMean)
      implements AnalysisEvent {}

  /**
   * Analysis began, was lost (every signal is unknown at once) or ended. {@code why} is a sentence.
   */
  record Availability(String verification, boolean available, String why)
      implements AnalysisEvent {}

  /** Features of the person, while templates are collected for enrollment. */
  record TemplateMeasured(String verification, AnalysisCommand.Template template)
      implements AnalysisEvent {}

  /** What makes the last stretch of media recognisable later. */
  record FingerprintTaken(String verification, AnalysisCommand.Fingerprint fingerprint)
      implements AnalysisEvent {}
}
