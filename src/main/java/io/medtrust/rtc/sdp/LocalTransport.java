package io.medtrust.rtc.sdp;

import io.medtrust.rtc.dtls.Fingerprint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Our side of a transport as it is written into descriptions.
 *
 * @param candidates where the peer reaches us, best first
 * @param sessionId positive; the same in all descriptions of one transport
 * @param version grows by one with every description (RFC 8829 §5.2.1)
 */
public record LocalTransport(
    String ufrag,
    String password,
    Fingerprint fingerprint,
    List<InetSocketAddress> candidates,
    long sessionId,
    int version) {

  /**
   * @throws IllegalArgumentException when ufrag or password are not of the form of RFC 8839 §5.4
   */
  public LocalTransport {
    candidates = List.copyOf(candidates);
    if (!Text.isIceChars(ufrag, 4, 256) || !Text.isIceChars(password, 22, 256) || sessionId <= 0) {
      throw new IllegalArgumentException("ufrag, password or session id not of their form");
    }
  }

  public LocalTransport next() {
    return new LocalTransport(ufrag, password, fingerprint, candidates, sessionId, version + 1);
  }

  /** The password stays out of logs. */
  @Override
  public String toString() {
    return "LocalTransport[" + ufrag + ", version " + version + "]";
  }
}
