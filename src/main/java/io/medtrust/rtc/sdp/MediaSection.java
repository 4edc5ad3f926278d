package io.medtrust.rtc.sdp;

import io.medtrust.rtc.dtls.Fingerprint;
import java.util.List;

/**
 * One m-line of a peer's description with its attributes. What a peer may write at session level
 * (ICE, fingerprint, setup, direction) is already filled in.
 *
 * @param kind {@code audio}, {@code video} or another token
 * @param port 0 means rejected, unless {@code bundleOnly}
 * @param protocol for example {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types as written; names for data channels
 * @param mid null when not written
 * @param codecs in the peer's order of preference; only payload types with {@code a=rtpmap}
 * @param sendRids simulcast layers that the peer wants to send, in its order; empty without
 *     simulcast
 * @param sources synchronisation sources that the peer announced; may be empty
 * @param repairs which source carries the retransmissions of which
 * @param msid null when not written
 * @param iceUfrag null when not written
 * @param icePwd null when not written
 * @param fingerprint null when not written
 * @param setup null when not written
 */
public record MediaSection(
    String kind,
    int port,
    String protocol,
    List<String> formats,
    String mid,
    Direction direction,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<String> sendRids,
    List<Source> sources,
    List<Repair> repairs,
    Msid msid,
    String iceUfrag,
    String icePwd,
    Fingerprint fingerprint,
    Setup setup,
    boolean rtcpMux,
    boolean bundleOnly) {

  /**
   * @param ssrc 0..2^32-1
   * @param cname null when not written
   */
  public record Source(long ssrc, String cname) {}

  /** {@code a=ssrc-group:FID primary rtx}. */
  public record Repair(long primary, long rtx) {}

  /** {@code a=msid:stream track}; track is "" when not written. */
  public record Msid(String stream, String track) {}

  public boolean rejected() {
    return port == 0 && !bundleOnly;
  }

  /** The codec of a payload type, or null. */
  public Codec codec(int payloadType) {
    for (Codec codec : codecs) {
      if (codec.payloadType() == payloadType) {
        return codec;
      }
    }
    return null;
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

  /** The source that carries the retransmissions of a source, or -1. */
  public long rtxOf(long primary) {
    for (Repair repair : repairs) {
      if (repair.primary() == primary) {
        return repair.rtx();
      }
    }
    return -1;
  }
}
