package io.medtrust.rtc.sdp;

import java.util.List;
import java.util.Locale;

/**
 * One payload type of a media section.
 *
 * @param payloadType 0..127; means something only within one peer's descriptions
 * @param name as written, for example {@code VP8}; compare without case
 * @param clockRate Hz
 * @param channels 1 where not written
 * @param fmtp the parameters as written, "" for none
 * @param feedback values of {@code a=rtcp-fb}, for example {@code nack pli}
 */
public record Codec(
    int payloadType, String name, int clockRate, int channels, String fmtp, List<String> feedback) {

  public Codec {
    feedback = List.copyOf(feedback);
  }

  public boolean is(String codecName) {
    return name.equalsIgnoreCase(codecName);
  }

  /** Retransmissions (RFC 4588). */
  public boolean isRtx() {
    return is("rtx");
  }

  /** The payload type whose packets are sent again, or -1. */
  public int associatedPayloadType() {
    return isRtx() ? Text.number(parameter("apt", ""), 127) : -1;
  }

  /** A parameter of {@code a=fmtp}, name compared without case. */
  public String parameter(String key, String absent) {
    for (String part : fmtp.split(";")) {
      String trimmed = part.strip();
      int equals = trimmed.indexOf('=');
      if (equals > 0 && trimmed.substring(0, equals).strip().equalsIgnoreCase(key)) {
        return trimmed.substring(equals + 1).strip();
      }
    }
    return absent;
  }

  /**
   * Whether packets of the other codec can be forwarded under this payload type without a change of
   * their payload: same format, and where the format has profiles, the same profile.
   */
  public boolean sameFormatAs(Codec other) {
    return is(other.name)
        && clockRate == other.clockRate
        && channels == other.channels
        && profile().equals(other.profile());
  }

  /** What tells formats of one name apart; "" where there is nothing. */
  String profile() {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "H264" -> parameter("packetization-mode", "0") + "/" + h264Profile();
      case "VP9" -> parameter("profile-id", "0");
      case "AV1" -> parameter("profile", "0");
      default -> "";
    };
  }

  /**
   * profile_idc and the constraint flags, four hexadecimal digits in lower case; the level is left
   * out, since it only bounds the picture (RFC 6184 §8.1).
   */
  String h264Profile() {
    String id = parameter("profile-level-id", "42000a").toLowerCase(Locale.ROOT);
    return id.length() == 6 ? id.substring(0, 4) : "";
  }

  Codec withFeedback(List<String> kept) {
    return new Codec(payloadType, name, clockRate, channels, fmtp, kept);
  }

  Codec withPayloadType(int type) {
    return new Codec(type, name, clockRate, channels, fmtp, feedback);
  }
}
