package io.medtrust.rtc.sdp;

import static io.medtrust.rtc.sdp.HeaderExtension.Known.ABS_SEND_TIME;
import static io.medtrust.rtc.sdp.HeaderExtension.Known.AUDIO_LEVEL;
import static io.medtrust.rtc.sdp.HeaderExtension.Known.MID;
import static io.medtrust.rtc.sdp.HeaderExtension.Known.TRANSPORT_CC;
import static io.medtrust.rtc.sdp.HeaderExtension.Known.VIDEO_ORIENTATION;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Decides what is answered to an offer (RFC 3264, RFC 8829 §5.3). */
public final class Negotiator {
  private static final List<String> VIDEO_FEEDBACK = List.of("nack", "nack pli", "ccm fir");

  private Negotiator() {}

  /** What came of it. */
  public sealed interface Result {
    /**
     * @param media one for each m-line of the offer, in its order
     */
    record Ok(List<LocalMedia> media) implements Result {}

    /**
     * @param reason fixed text: it never repeats the offer
     */
    record Refused(String reason) implements Result {}
  }

  /** WHIP: the peer sends, nothing is sent to it. */
  public static Result publisher(SessionDescription offer, CodecPolicy policy) {
    return room(offer, policy, Map.of());
  }

  /**
   * WHEP: the peer receives, at most one track of each kind, and may send nothing.
   *
   * @param sending by kind
   */
  public static Result subscriber(SessionDescription offer, Map<String, Sending> sending) {
    Map<String, Sending> byMid = new HashMap<>();
    Set<String> kinds = new HashSet<>();
    for (MediaSection section : offer.media()) {
      Sending wanted = sending.get(section.kind());
      if (wanted != null
          && section.mid() != null
          && section.direction().receives()
          && !section.rejected()
          && kinds.add(section.kind())) {
        byMid.put(section.mid(), wanted);
      }
    }
    return room(offer, null, byMid);
  }

  /**
   * One connection both ways: takes what the peer sends and policy allows, and sends what is asked
   * in the sections that it is asked for. What is neither is answered as inactive, so that it can
   * be used later.
   *
   * @param policy what the peer may send; null means nothing
   * @param sending by mid; left out where the peer cannot take it
   */
  public static Result room(
      SessionDescription offer, CodecPolicy policy, Map<String, Sending> sending) {
    String reason = transportProblem(offer);
    if (reason != null) {
      return new Result.Refused(reason);
    }
    List<LocalMedia> media = new ArrayList<>();
    for (MediaSection section : offer.media()) {
      boolean usable =
          !section.rejected()
              && section.mid() != null
              && offer.bundle().contains(section.mid())
              && section.rtcpMux()
              && section.protocol().equals(LocalMedia.PROTOCOL);
      media.add(
          usable
              ? answer(section, policy, sending.get(section.mid()))
              : LocalMedia.rejected(section));
    }
    return media.stream().allMatch(LocalMedia::rejected)
        ? new Result.Refused("no m-line that could be used")
        : new Result.Ok(List.copyOf(media));
  }

  /**
   * Whether a peer's answer fits an offer of ours.
   *
   * @return why not, fixed text, or null
   */
  public static String answerProblem(List<LocalMedia> offered, SessionDescription answer) {
    if (answer.media().size() != offered.size()) {
      return "the answer has another number of m-lines";
    }
    for (int i = 0; i < offered.size(); i++) {
      MediaSection section = answer.media().get(i);
      LocalMedia ours = offered.get(i);
      if (!section.kind().equals(ours.kind())
          || !section.rejected() && !Objects.equals(section.mid(), ours.mid())) {
        return "the answer's m-lines are not those of the offer";
      }
    }
    SessionDescription.Transport transport = answer.transport();
    if (transport == null || transport.ufrag() == null || transport.fingerprint() == null) {
      return "no ICE credentials or fingerprint";
    }
    return transport.setup() == Setup.PASSIVE ? "the peer must be the DTLS client" : null;
  }

  private static String transportProblem(SessionDescription offer) {
    SessionDescription.Transport transport = offer.transport();
    if (transport == null) {
      return "no m-line";
    }
    if (transport.ufrag() == null || transport.password() == null) {
      return "no ICE credentials";
    }
    if (transport.fingerprint() == null) {
      return "no fingerprint by SHA-256 or better";
    }
    if (transport.setup() == Setup.PASSIVE || transport.setup() == Setup.HOLDCONN) {
      return "the peer must be the DTLS client";
    }
    if (offer.iceLite()) {
      // RFC 8445 §6.1.1: nobody would send checks.
      return "both sides are ICE-lite";
    }
    return offer.bundle().isEmpty() ? "no BUNDLE group" : null;
  }

  private static LocalMedia answer(MediaSection section, CodecPolicy policy, Sending sending) {
    CodecChoice received = policy == null ? null : policy.choose(section);
    CodecChoice sent =
        sending == null || !section.direction().receives()
            ? null
            : PayloadTypes.find(section.codecs(), sending.codec());
    boolean receives = received != null && section.direction().sends();
    boolean sends = sent != null;
    if (received == null && sent == null) {
      return LocalMedia.rejected(section);
    }
    List<HeaderExtension> extensions = new ArrayList<>();
    if (!sends || receives) {
      extensions.addAll(agreed(section.extensions(), section.kind(), true));
    } else {
      extensions.addAll(agreed(section.extensions(), section.kind(), false));
    }
    List<CodecChoice> codecs = new ArrayList<>();
    if (receives || !sends) {
      codecs.add(withFeedback(section, received, extensions));
    }
    if (sends && codecs.stream().noneMatch(c -> c.payloadType() == sent.payloadType())) {
      codecs.add(sent);
    }
    return new LocalMedia(
        section.kind(),
        section.mid(),
        section.protocol(),
        section.formats().getFirst(),
        Direction.of(sends, receives),
        codecs,
        extensions,
        sends ? sending.source() : null);
  }

  /** Of the peer's extensions those that we use, by the peer's numbers. */
  static List<HeaderExtension> agreed(
      List<HeaderExtension> offered, String kind, boolean receiving) {
    List<HeaderExtension> agreed = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (HeaderExtension extension : offered) {
      HeaderExtension.Known known = extension.known();
      // Clocks and counters of a publisher's transport mean nothing on a subscriber's.
      boolean wanted =
          known == MID
              || receiving && (known == ABS_SEND_TIME || known == TRANSPORT_CC)
              || known == AUDIO_LEVEL && kind.equals("audio")
              || known == VIDEO_ORIENTATION && kind.equals("video");
      if (wanted && ids.add(extension.id())) {
        agreed.add(extension);
      }
    }
    return agreed;
  }

  private static CodecChoice withFeedback(
      MediaSection section, CodecChoice choice, List<HeaderExtension> extensions) {
    List<String> offered = choice.codec().feedback();
    boolean transportCc =
        offered.contains("transport-cc")
            && extensions.stream().anyMatch(e -> e.known() == TRANSPORT_CC);
    List<String> kept = new ArrayList<>();
    if (section.kind().equals("video")) {
      VIDEO_FEEDBACK.stream().filter(offered::contains).forEach(kept::add);
    }
    if (transportCc) {
      kept.add("transport-cc");
    } else if (offered.contains("goog-remb")) {
      kept.add("goog-remb");
    }
    return new CodecChoice(choice.codec().withFeedback(kept), choice.rtx());
  }
}
