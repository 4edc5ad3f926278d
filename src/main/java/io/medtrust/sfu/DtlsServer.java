package io.medtrust.sfu;

import io.medtrust.rtc.dtls.Fingerprint;
import io.medtrust.rtc.dtls.SrtpKeys;
import io.medtrust.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** What the server says in one DTLS-SRTP handshake (RFC 5764, RFC 8827 §6.5). */
final class DtlsServer extends DefaultTlsServer {
  /** Best first: GCM costs half of the other. */
  private static final List<SrtpProfile> PROFILES =
      List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_HMAC_SHA1_80);

  private final DtlsCertificate certificate;
  private final Fingerprint expected;
  private final int timeoutMillis;
  private SrtpProfile profile;
  private boolean peerVerified;
  private SrtpKeys keys;
  private DtlsHandshake.Failure failure;

  DtlsServer(DtlsCertificate certificate, Fingerprint expected, int timeoutMillis) {
    super(certificate.crypto());
    this.certificate = certificate;
    this.expected = expected;
    this.timeoutMillis = timeoutMillis;
  }

  /** Why the handshake was refused by us, or null. */
  DtlsHandshake.Failure failure() {
    return failure;
  }

  /**
   * The exported keys; null unless the handshake is complete and the peer's certificate was right.
   */
  SrtpKeys keys() {
    return peerVerified ? keys : null;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    // With DTLS 1.3 in the list, BouncyCastle 1.84 fails against browsers that offer both.
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    };
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return timeoutMillis;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    // RFC 6347 §4.2.4.1 suggests 1 s where no round-trip time is known; here the peer's checks
    // arrive in well under half of it, and a caller is waiting.
    return 400;
  }

  @Override
  public int getMaxHandshakeMessageSize() {
    return 16_384;
  }

  @Override
  public int getMaxCertificateChainLength() {
    return 4;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return certificate.signer(context, (BcTlsCrypto) getCrypto());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile = offered == null ? null : choose(offered.getProtectionProfiles());
    if (profile == null) {
      throw refuse(DtlsHandshake.Failure.NO_SRTP_PROFILE, AlertDescription.handshake_failure);
    }
  }

  private static SrtpProfile choose(int[] offered) {
    for (SrtpProfile ours : PROFILES) {
      for (int id : offered) {
        if (id == ours.id()) {
          return ours;
        }
      }
    }
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate chain) throws IOException {
    if (chain == null
        || chain.isEmpty()
        || !expected.matches(chain.getCertificateAt(0).getEncoded())) {
      throw refuse(DtlsHandshake.Failure.WRONG_CERTIFICATE, AlertDescription.bad_certificate);
    }
    peerVerified = true;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    keys =
        SrtpKeys.split(
            profile,
            context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.exportedLength()));
  }

  private TlsFatalAlert refuse(DtlsHandshake.Failure why, short alert) {
    failure = why;
    return new TlsFatalAlert(alert);
  }
}
