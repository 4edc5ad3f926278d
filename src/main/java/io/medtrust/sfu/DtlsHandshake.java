package io.medtrust.sfu;

import io.medtrust.rtc.dtls.Fingerprint;
import io.medtrust.rtc.dtls.SrtpKeys;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DTLS server of one transport: handshake, key export, and afterwards waiting for the peer's
 * close_notify. BouncyCastle's DTLS blocks, so it runs on a virtual thread of its own and is fed by
 * a bounded queue; a lost or dropped datagram is repeated by the protocol.
 *
 * <p>The server is always passive (DTLS server). It must be fed only with datagrams from an address
 * that passed a connectivity check.
 */
public final class DtlsHandshake {
  /** A handshake that takes longer has failed, ms. */
  public static final int TIMEOUT_MILLIS = 15_000;

  private static final Logger LOG = LoggerFactory.getLogger(DtlsHandshake.class);

  /** Why there are no keys. */
  public enum Failure {
    /** Not finished within {@link #TIMEOUT_MILLIS}. */
    TIMEOUT,
    /** The peer's certificate is not the one of its SDP. */
    WRONG_CERTIFICATE,
    /** The peer offered no SRTP profile of ours, or none at all. */
    NO_SRTP_PROFILE,
    /** Any other alert, theirs or ours. */
    PROTOCOL_ERROR
  }

  /**
   * Called on the handshake's virtual thread: hand over to the media loop. Either {@code onFailed},
   * or {@code onKeys} and some time later {@code onClosed}; each at most once, and none after
   * {@link DtlsHandshake#close}.
   */
  public interface Listener {
    void onKeys(SrtpKeys keys);

    void onFailed(Failure why);

    /** The peer said goodbye, or its DTLS association broke. */
    void onClosed();
  }

  private final DtlsInbox inbox;
  private final DtlsServer server;
  private final Listener listener;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;
  private volatile DTLSTransport transport;

  /**
   * @param expected fingerprint of the peer's certificate, from its SDP
   * @param send sends one datagram to the peer; called on the handshake's thread and on the thread
   *     that calls {@link #close}; must not block
   */
  public DtlsHandshake(
      DtlsCertificate certificate, Fingerprint expected, Consumer<byte[]> send, Listener listener) {
    this(certificate, expected, send, listener, TIMEOUT_MILLIS);
  }

  DtlsHandshake(
      DtlsCertificate certificate,
      Fingerprint expected,
      Consumer<byte[]> send,
      Listener listener,
      int timeoutMillis) {
    this.inbox = new DtlsInbox(send, new ClientFlightFilter());
    this.server = new DtlsServer(certificate, Objects.requireNonNull(expected), timeoutMillis);
    this.listener = listener;
  }

  /** Begins to wait for the peer's first message, on a new virtual thread. Once. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      Thread.ofVirtual().name("dtls").start(this::run);
    }
  }

  /**
   * Hands in a received datagram. Never blocks.
   *
   * @param datagram belongs to the handshake from now on
   * @return false when it was dropped: the queue is full, it is too long, or all is over
   */
  public boolean offer(byte[] datagram) {
    return inbox.offer(datagram);
  }

  /**
   * Says goodbye to the peer and ends the thread. No callback comes after this. May be repeated.
   */
  public void close() {
    closed = true;
    DTLSTransport open = transport;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("DTLS: no close_notify sent", e);
      }
    }
    inbox.close();
  }

  private void run() {
    try {
      transport = new DTLSServerProtocol().accept(server, inbox);
    } catch (IOException | RuntimeException e) {
      // A RuntimeException here is BouncyCastle's; it must not end as an unseen dead thread.
      Failure why = failureOf(e);
      LOG.debug("DTLS handshake failed: {}", why, e);
      inbox.close();
      tell(() -> listener.onFailed(why));
      return;
    }
    SrtpKeys keys = server.keys();
    if (keys == null) {
      // Cannot happen while the stack demands the certificate that we asked for; media depends on
      // it.
      tell(() -> listener.onFailed(Failure.WRONG_CERTIFICATE));
      close();
      return;
    }
    tell(() -> listener.onKeys(keys));
    if (closed) {
      close();
      return;
    }
    waitForEnd();
    inbox.close();
    tell(listener::onClosed);
  }

  private Failure failureOf(Exception e) {
    if (server.failure() != null) {
      return server.failure();
    }
    return e instanceof TlsTimeoutException ? Failure.TIMEOUT : Failure.PROTOCOL_ERROR;
  }

  /** Reading also answers a repeated last flight of the peer, should ours have been lost. */
  private void waitForEnd() {
    byte[] data = new byte[DtlsInbox.MAX_DATAGRAM];
    try {
      while (!inbox.isClosed()) {
        // Application data has no meaning here (no data channels) and is thrown away.
        transport.receive(data, 0, data.length, 0);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("DTLS association ended", e);
    }
  }

  private void tell(Runnable callback) {
    if (!closed) {
      callback.run();
    }
  }
}
