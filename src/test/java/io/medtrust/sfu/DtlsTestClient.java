package io.medtrust.sfu;

import io.medtrust.rtc.dtls.Fingerprint;
import io.medtrust.rtc.dtls.SrtpKeys;
import io.medtrust.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A DTLS-SRTP client as a browser is one, for tests. */
public final class DtlsTestClient extends DefaultTlsClient {
  private final DtlsCertificate certificate;
  private final int[] profiles;
  private final DtlsInbox inbox;
  private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile DTLSTransport transport;
  private Fingerprint server;
  private SrtpKeys exported;
  private SrtpProfile chosen;

  /**
   * @param certificate null for a client that shows none
   * @param send sends one datagram to the server
   * @param profiles offered in use_srtp; empty: no such extension
   */
  public DtlsTestClient(DtlsCertificate certificate, Consumer<byte[]> send, int... profiles) {
    super(DtlsCertificate.generate().crypto());
    this.certificate = certificate;
    this.profiles = profiles;
    this.inbox = new DtlsInbox(send, null);
  }

  /** Begins the handshake on a virtual thread. */
  public DtlsTestClient start() {
    Thread.ofVirtual().name("dtls-test-client").start(this::run);
    return this;
  }

  /** A datagram of the server. */
  public void offer(byte[] datagram) {
    inbox.offer(datagram);
  }

  /** Completes with the keys, or exceptionally when the handshake fails. */
  public CompletableFuture<SrtpKeys> keys() {
    return keys;
  }

  /** Completes when the server said goodbye. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  public Fingerprint serverFingerprint() {
    return server;
  }

  /** Says goodbye. */
  public void close() throws IOException {
    transport.close();
    inbox.close();
  }

  private void run() {
    try {
      transport = new DTLSClientProtocol().connect(this, inbox);
      keys.complete(exported);
      byte[] data = new byte[DtlsInbox.MAX_DATAGRAM];
      while (!inbox.isClosed()) {
        transport.receive(data, 0, data.length, 0);
      }
      ended.complete(null);
    } catch (IOException | RuntimeException e) {
      keys.completeExceptionally(e);
      ended.complete(null);
    }
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return 50;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    if (profiles.length > 0) {
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
    }
    return extensions;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData answer = TlsSRTPUtils.getUseSRTPExtension(extensions);
    chosen = answer == null ? null : SrtpProfile.fromId(answer.getProtectionProfiles()[0]);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate received) throws IOException {
        server =
            Fingerprint.ofCertificate(received.getCertificate().getCertificateAt(0).getEncoded());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return certificate == null ? null : certificate.signer(context, (BcTlsCrypto) getCrypto());
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (chosen != null) {
      exported =
          SrtpKeys.split(
              chosen,
              context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, chosen.exportedLength()));
    }
  }
}
