package io.medtrust.rtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the numbers under which a peer takes a codec and header extensions from us. */
public final class PayloadTypes {
  private static final List<String> MEDIA_FEEDBACK = List.of("nack", "nack pli", "ccm fir");

  private PayloadTypes() {}

  /**
   * The peer's payload types for a track that we send. Numbers differ from one section of an offer
   * to another and from one browser to another: they always come from the peer.
   *
   * @param offer the latest <em>offer</em> of the peer; its answers name only what we had offered
   * @param kind of the track
   * @param wanted what the packets contain
   * @return null when the peer cannot decode it
   */
  public static CodecChoice forSending(SessionDescription offer, String kind, Codec wanted) {
    boolean kindIsKnown = false;
    for (MediaSection section : offer.media()) {
      if (section.kind().equals(kind)) {
        kindIsKnown |= !section.codecs().isEmpty();
        CodecChoice found = find(section.codecs(), wanted);
        if (found != null) {
          return found;
        }
      }
    }
    return kindIsKnown ? null : invent(offer.payloadTypes(), kind, wanted);
  }

  /**
   * The numbers of the header extensions that we write on tracks that we send, as the peer offered
   * them anywhere: within a bundle they mean the same in every section (RFC 9143 §9.3).
   */
  public static List<HeaderExtension> extensionsForSending(SessionDescription offer, String kind) {
    List<HeaderExtension> found = new ArrayList<>();
    for (MediaSection section : offer.media()) {
      for (HeaderExtension extension : Negotiator.agreed(section.extensions(), kind, false)) {
        if (found.stream().noneMatch(e -> e.uri().equals(extension.uri()))) {
          found.add(extension);
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * Looks for a format among those of one section; of H.264 a baseline profile stands in for the
   * other one, as every decoder takes both.
   */
  static CodecChoice find(List<Codec> codecs, Codec wanted) {
    Codec standIn = null;
    for (Codec codec : codecs) {
      if (codec.sameFormatAs(wanted)) {
        return choice(codec, codecs);
      }
      boolean bothBaseline =
          codec.is("H264")
              && CodecPolicy.VERIFIED.allows("video", codec)
              && CodecPolicy.VERIFIED.allows("video", wanted)
              && wanted.is("H264");
      if (standIn == null && bothBaseline) {
        standIn = codec;
      }
    }
    return standIn == null ? null : choice(standIn, codecs);
  }

  private static CodecChoice choice(Codec codec, List<Codec> codecs) {
    List<String> kept =
        codec.feedback().stream().filter(MEDIA_FEEDBACK::contains).distinct().toList();
    return new CodecChoice(codec.withFeedback(kept), CodecPolicy.rtxOf(codec, codecs));
  }

  /**
   * The peer never named a codec of this kind: what every browser has, under numbers that are free.
   */
  private static CodecChoice invent(Set<Integer> used, String kind, Codec wanted) {
    String fmtp =
        switch (wanted.name().toUpperCase(Locale.ROOT)) {
          case "OPUS" -> "minptime=10;useinbandfec=1";
          case "VP8" -> "";
          case "H264" -> "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
          case "VP9" -> "profile-id=0";
          default -> null;
        };
    if (fmtp == null || !CodecPolicy.RELAYED.allows(kind, wanted)) {
      return null;
    }
    boolean video = kind.equals("video");
    int type = free(used, -1);
    int rtxType = video ? free(used, type) : -1;
    if (type < 0 || video && rtxType < 0) {
      return null;
    }
    // The name is written again from our own table: nothing of one peer's text goes to another.
    String name = video ? wanted.name().toUpperCase(Locale.ROOT) : "opus";
    Codec codec =
        new Codec(
            type,
            name,
            wanted.clockRate(),
            wanted.channels(),
            fmtp,
            video ? MEDIA_FEEDBACK : List.of());
    Codec rtx =
        video ? new Codec(rtxType, "rtx", wanted.clockRate(), 1, "apt=" + type, List.of()) : null;
    return new CodecChoice(codec, rtx);
  }

  private static int free(Set<Integer> used, int taken) {
    for (int type = 96; type < 128; type++) {
      if (!used.contains(type) && type != taken) {
        return type;
      }
    }
    return -1;
  }
}
