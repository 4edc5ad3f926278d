package io.medtrust.rtc.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which codecs a participant may send. */
public enum CodecPolicy {
  /** Only what the analysis decodes: what is analysed must be what is watched. */
  VERIFIED,
  /** Also what is only forwarded. */
  RELAYED;

  /** Constrained baseline and baseline: what every browser decodes. */
  private static final Set<String> H264_PROFILES = Set.of("42e0", "4200");

  public boolean allows(String kind, Codec codec) {
    String name = codec.name().toUpperCase(Locale.ROOT);
    if (kind.equals("audio")) {
      return name.equals("OPUS") && codec.clockRate() == 48_000 && codec.channels() == 2;
    }
    if (!kind.equals("video") || codec.clockRate() != 90_000) {
      return false;
    }
    return switch (name) {
      case "VP8" -> true;
      case "H264" ->
          codec.parameter("packetization-mode", "0").equals("1")
              && H264_PROFILES.contains(codec.h264Profile());
      case "VP9", "AV1" -> this == RELAYED && codec.profile().equals("0");
      default -> false;
    };
  }

  /**
   * The one codec that the participant is to send: the first of its own list that is allowed, so
   * its preference counts.
   *
   * @return null when none is allowed
   */
  public CodecChoice choose(MediaSection offered) {
    return choose(offered.kind(), offered.codecs());
  }

  private CodecChoice choose(String kind, List<Codec> codecs) {
    for (Codec codec : codecs) {
      if (allows(kind, codec)) {
        return new CodecChoice(codec, rtxOf(codec, codecs));
      }
    }
    return null;
  }

  /** The retransmission format of a codec, or null. */
  static Codec rtxOf(Codec codec, List<Codec> codecs) {
    for (Codec candidate : codecs) {
      if (candidate.associatedPayloadType() == codec.payloadType()
          && candidate.clockRate() == codec.clockRate()) {
        return candidate;
      }
    }
    return null;
  }
}
