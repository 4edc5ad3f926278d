package io.medtrust.rtc.sdp;

import java.util.List;

/**
 * Our side of one m-line: what was decided, and what {@link SdpWriter} writes.
 *
 * @param mid null only when rejected
 * @param format what a rejected section repeats of the offer
 * @param direction seen from us
 * @param codecs for a track that the peer sends the first is the one it has to use; empty when
 *     rejected
 * @param source what we send, null when we send nothing
 */
public record LocalMedia(
    String kind,
    String mid,
    String protocol,
    String format,
    Direction direction,
    List<CodecChoice> codecs,
    List<HeaderExtension> extensions,
    SendSource source) {

  static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

  public LocalMedia {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
  }

  /** A section of the offer that is not wanted. */
  static LocalMedia rejected(MediaSection offered) {
    return new LocalMedia(
        offered.kind(),
        offered.mid(),
        offered.protocol(),
        offered.formats().getFirst(),
        Direction.INACTIVE,
        List.of(),
        List.of(),
        null);
  }

  /**
   * A section of an offer of ours with one track for the peer.
   *
   * @param mid a token of at most 16 characters that no other section of the transport has
   */
  public static LocalMedia sending(
      String mid,
      String kind,
      CodecChoice codec,
      List<HeaderExtension> extensions,
      SendSource source) {
    return new LocalMedia(
        kind, mid, PROTOCOL, "", Direction.SENDONLY, List.of(codec), extensions, source);
  }

  /** The same section when the track is gone; it may be used again for a track of its kind. */
  public LocalMedia inactive() {
    return new LocalMedia(
        kind, mid, protocol, format, Direction.INACTIVE, codecs, extensions, null);
  }

  public boolean rejected() {
    return codecs.isEmpty();
  }

  /** The number of a header extension, or -1. */
  public int extensionId(HeaderExtension.Known known) {
    for (HeaderExtension extension : extensions) {
      if (extension.uri().equals(known.uri())) {
        return extension.id();
      }
    }
    return -1;
  }
}
