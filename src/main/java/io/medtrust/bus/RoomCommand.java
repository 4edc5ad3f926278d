package io.medtrust.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What signaling, WHIP and WHEP ask of a room's SFU. {@code session} names the room. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoomCommand.Open.class, name = "open"),
  @JsonSubTypes.Type(value = RoomCommand.Connect.class, name = "connect"),
  @JsonSubTypes.Type(value = RoomCommand.Offer.class, name = "offer"),
  @JsonSubTypes.Type(value = RoomCommand.Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = RoomCommand.Disconnect.class, name = "disconnect"),
  @JsonSubTypes.Type(value = RoomCommand.Expel.class, name = "expel"),
  @JsonSubTypes.Type(value = RoomCommand.Tap.class, name = "tap"),
  @JsonSubTypes.Type(value = RoomCommand.KeyFrame.class, name = "key_frame"),
  @JsonSubTypes.Type(value = RoomCommand.Close.class, name = "close")
})
public sealed interface RoomCommand {
  String session();

  /** Makes the room if it is not there. Sent to {@link Addresses#ROOM_OPEN}. */
  record Open(String session) implements RoomCommand {}

  /** How a transport is used. */
  enum Mode {
    /** One peer connection both ways; the SFU offers when others come and go. */
    ROOM,
    /** WHIP: the client sends, one offer, one answer. */
    PUBLISH,
    /** WHEP: the client receives, one offer, one answer. */
    WATCH
  }

  /**
   * A new transport with its first offer; answered by {@link RoomReply.Answered}.
   *
   * @param participant whose media this carries or who watches
   * @param connection id of the transport, chosen by the caller, unguessable
   * @param verified the participant is to be verified: only VP8, H.264 and Opus may be negotiated
   * @param of WATCH only: the participant to watch; null means the verified one, else the only one
   * @param sdp the client's offer
   */
  record Connect(
      String session,
      String participant,
      String connection,
      Mode mode,
      boolean verified,
      String of,
      String sdp)
      implements RoomCommand {}

  /** A later offer of the client on a known transport; answered by {@link RoomReply.Answered}. */
  record Offer(String session, String connection, String sdp) implements RoomCommand {}

  /** The client's answer to {@link RoomEvent.Offered}. */
  record Answer(String session, String connection, String sdp) implements RoomCommand {}

  record Disconnect(String session, String connection) implements RoomCommand {}

  /**
   * Ends every transport of a participant, as when a token is revoked; harmless when there is none.
   *
   * @param why one word for {@link RoomEvent.Disconnected}
   */
  record Expel(String session, String participant, String why) implements RoomCommand {}

  /** Opens or closes the analysis tap of a participant: consent was given or withdrawn. */
  record Tap(String session, String participant, boolean open) implements RoomCommand {}

  /** Asks the participant's camera for a key frame (throttled). */
  record KeyFrame(String session, String participant) implements RoomCommand {}

  /** Ends the room and all its transports. */
  record Close(String session) implements RoomCommand {}
}
