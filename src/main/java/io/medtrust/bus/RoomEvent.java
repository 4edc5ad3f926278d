package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a room's SFU tells of its transports and tracks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoomEvent.Offered.class, name = "offered"),
  @JsonSubTypes.Type(value = RoomEvent.Connected.class, name = "connected"),
  @JsonSubTypes.Type(value = RoomEvent.Disconnected.class, name = "disconnected"),
  @JsonSubTypes.Type(value = RoomEvent.TrackStarted.class, name = "track_started"),
  @JsonSubTypes.Type(value = RoomEvent.TrackEnded.class, name = "track_ended"),
  @JsonSubTypes.Type(value = RoomEvent.Closed.class, name = "closed")
})
public sealed interface RoomEvent {
  String session();

  /** The SFU renegotiates: hand this offer to the client and its answer back. */
  record Offered(String session, String participant, String connection, String sdp)
      implements RoomEvent {}

  record Connected(String session, String participant, String connection) implements RoomEvent {}

  /** The transport is gone: consent expired, DTLS closed, or a command asked for it. */
  record Disconnected(String session, String participant, String connection, String why)
      implements RoomEvent {}

  /**
   * Media of a track arrived for the first time.
   *
   * @param kind {@code audio} or {@code video}
   * @param verified this track carries the identity that is verified; every other is shown as not
   *     verified
   */
  record TrackStarted(
      String session, String participant, String track, String kind, String codec, boolean verified)
      implements RoomEvent {}

  record TrackEnded(String session, String participant, String track, String kind)
      implements RoomEvent {}

  record Closed(String session) implements RoomEvent {}
}
