package io.medtrust.rtc.ice;

import io.medtrust.rtc.stun.Stun;
import io.medtrust.rtc.stun.StunMessage;
import io.medtrust.rtc.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Answers connectivity checks of one transport as a lite agent (RFC 8445 §2.5): it never sends
 * checks of its own and needs no candidates from the browser, whose address it learns from its
 * checks.
 *
 * <p>A check is proof of two things: the peer knows our password, and it wants to receive at the
 * address that it came from. Media and DTLS may go only to such addresses.
 *
 * <p>Pure: no socket, no clock. Not thread-safe; owned by one media loop.
 */
public final class IceLite {
  /** RFC 7675 §5.1: consent ends 30 s after the last valid check. */
  public static final long CONSENT_NANOS = 30_000_000_000L;

  /** Addresses that are remembered; the one that was silent for the longest gives way. */
  public static final int MAX_ADDRESSES = 16;

  /** What is to be done with a datagram. */
  public sealed interface Output {
    /** Nothing: count it. */
    record Drop(Reason reason) implements Output {}

    /**
     * Send the response to where the request came from.
     *
     * @param validated the request was right: its address is the peer's
     * @param nominated the peer chose this address for media
     */
    record Respond(byte[] response, boolean validated, boolean nominated) implements Output {}
  }

  /** Why nothing is answered. */
  public enum Reason {
    /** Not a STUN message, or its fingerprint is wrong. */
    MALFORMED,
    /** A response; a lite agent asked for none. */
    RESPONSE,
    /** A keep-alive without a question. */
    INDICATION,
    /** A method other than Binding. */
    UNKNOWN_METHOD
  }

  private final String localUfrag;
  private final byte[] localKey;
  private String remoteUfrag;

  private final InetSocketAddress[] addresses = new InetSocketAddress[MAX_ADDRESSES];
  private final long[] lastCheck = new long[MAX_ADDRESSES];
  private int known;
  private int selected = -1;
  private boolean nominated;

  /**
   * @param remoteUfrag null as long as the peer's description is not known: then any is accepted
   */
  public IceLite(String localUfrag, String localPwd, String remoteUfrag) {
    this.localUfrag = Objects.requireNonNull(localUfrag);
    this.localKey = localPwd.getBytes(StandardCharsets.UTF_8);
    this.remoteUfrag = remoteUfrag;
  }

  /** The peer's description came: from now on only its checks are right. */
  public void setRemoteUfrag(String ufrag) {
    remoteUfrag = ufrag;
  }

  /**
   * Whose transport a check is for, before anything is checked but form and fingerprint.
   *
   * @return the first half of USERNAME, which is the receiver's fragment (RFC 8445 §7.2.2), or null
   *     when this is no binding request with such a name
   */
  public static String ufragOf(byte[] buf, int off, int len) {
    StunMessage message = StunMessage.parse(buf, off, len);
    if (message == null || !message.isBindingRequest() || message.username() == null) {
      return null;
    }
    int colon = message.username().indexOf(':');
    return colon <= 0 ? null : message.username().substring(0, colon);
  }

  /**
   * Handles a datagram that looks like STUN.
   *
   * @param now monotonic time, ns
   */
  public Output onStun(byte[] buf, int off, int len, InetSocketAddress from, long now) {
    StunMessage request = StunMessage.parse(buf, off, len);
    if (request == null) {
      return new Output.Drop(Reason.MALFORMED);
    }
    switch (request.type()) {
      case Stun.BINDING_REQUEST -> {}
      case Stun.BINDING_INDICATION -> {
        return new Output.Drop(Reason.INDICATION);
      }
      case Stun.BINDING_SUCCESS, Stun.BINDING_ERROR -> {
        return new Output.Drop(Reason.RESPONSE);
      }
      default -> {
        return new Output.Drop(Reason.UNKNOWN_METHOD);
      }
    }
    byte[] id = request.transactionId();
    // RFC 8489 §9.1.3: errors before authentication carry no integrity.
    if (request.username() == null || !request.hasIntegrity()) {
      return refuse(StunWriter.bindingError(id, 400, "Bad Request", null));
    }
    if (!isOurs(request.username()) || !request.verifyIntegrity(localKey)) {
      return refuse(StunWriter.bindingError(id, 401, "Unauthenticated", null));
    }
    int[] unknown = request.unknownRequired();
    if (unknown.length > 0) {
      return refuse(StunWriter.bindingError(id, 420, "Unknown Attribute", localKey, unknown));
    }
    if (request.controlled()) {
      // RFC 8445 §6.1.1: the full agent beside a lite one is controlling.
      return refuse(StunWriter.bindingError(id, 487, "Role Conflict", localKey));
    }
    note(from, request.useCandidate(), now);
    return new Output.Respond(
        StunWriter.bindingSuccess(id, from, localKey), true, request.useCandidate());
  }

  private static Output refuse(byte[] response) {
    return new Output.Respond(response, false, false);
  }

  private boolean isOurs(String username) {
    int colon = username.indexOf(':');
    return colon == localUfrag.length()
        && username.startsWith(localUfrag)
        && (remoteUfrag == null
            || remoteUfrag.length() == username.length() - colon - 1
                && username.endsWith(remoteUfrag));
  }

  private void note(InetSocketAddress from, boolean useCandidate, long now) {
    int at = indexOf(from);
    if (at < 0) {
      at = known < MAX_ADDRESSES ? known++ : leastRecent();
      addresses[at] = from;
    }
    lastCheck[at] = now;
    boolean selectionIsStale = selected < 0 || now - lastCheck[selected] > CONSENT_NANOS;
    if (useCandidate || selectionIsStale) {
      selected = at;
      nominated |= useCandidate;
    }
  }

  private int leastRecent() {
    int oldest = selected == 0 ? 1 : 0;
    for (int i = 0; i < known; i++) {
      if (i != selected && lastCheck[i] - lastCheck[oldest] < 0) {
        oldest = i;
      }
    }
    return oldest;
  }

  private int indexOf(InetSocketAddress address) {
    for (int i = 0; i < known; i++) {
      if (addresses[i].equals(address)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a valid check came from this address (and it was not pushed out by newer ones). */
  public boolean isValidated(InetSocketAddress address) {
    return indexOf(address) >= 0;
  }

  /**
   * Where media goes: the address that was nominated last; before any nomination, or when that one
   * fell silent, the first that was validated since.
   *
   * @return null before the first valid check
   */
  public InetSocketAddress selected() {
    return selected < 0 ? null : addresses[selected];
  }

  /** Whether the peer ever nominated an address. */
  public boolean nominated() {
    return nominated;
  }

  /**
   * Whether the peer ceased to agree to receive at {@link #selected()}: nothing may be sent there
   * any more (RFC 7675 §5.1). False before the first valid check: nothing may be sent then either,
   * and how long to wait for it is the caller's decision.
   *
   * @param now monotonic time, ns
   */
  public boolean consentExpired(long now) {
    return selected >= 0 && now - lastCheck[selected] > CONSENT_NANOS;
  }
}
