package io.medtrust.rtc.dtls;

import io.medtrust.rtc.srtp.SrtpProfile;
import io.medtrust.rtc.srtp.SrtpReceiver;
import io.medtrust.rtc.srtp.SrtpSender;
import java.util.Arrays;

/** Master keys and salts of both directions, exported from one DTLS handshake (RFC 5764 §4.2). */
public final class SrtpKeys {
  private final SrtpProfile profile;
  private final byte[] clientKey;
  private final byte[] serverKey;
  private final byte[] clientSalt;
  private final byte[] serverSalt;

  private SrtpKeys(SrtpProfile profile, byte[] exported) {
    this.profile = profile;
    int key = profile.keyLength();
    int salt = profile.saltLength();
    clientKey = Arrays.copyOfRange(exported, 0, key);
    serverKey = Arrays.copyOfRange(exported, key, 2 * key);
    clientSalt = Arrays.copyOfRange(exported, 2 * key, 2 * key + salt);
    serverSalt = Arrays.copyOfRange(exported, 2 * key + salt, 2 * (key + salt));
  }

  /**
   * Cuts what DTLS exported under the label {@code EXTRACTOR-dtls_srtp}.
   *
   * @param exported {@link SrtpProfile#exportedLength()} bytes
   * @throws IllegalArgumentException when it has another length
   */
  public static SrtpKeys split(SrtpProfile profile, byte[] exported) {
    if (exported.length != profile.exportedLength()) {
      throw new IllegalArgumentException("keying material of a wrong length for " + profile);
    }
    return new SrtpKeys(profile, exported);
  }

  public SrtpProfile profile() {
    return profile;
  }

  /** Protects what the DTLS server sends. */
  public SrtpSender serverSender() {
    return new SrtpSender(profile, serverKey, serverSalt);
  }

  /** Checks what the DTLS server receives. */
  public SrtpReceiver serverReceiver() {
    return new SrtpReceiver(profile, clientKey, clientSalt);
  }

  /** Protects what the DTLS client sends. */
  public SrtpSender clientSender() {
    return new SrtpSender(profile, clientKey, clientSalt);
  }

  /** Checks what the DTLS client receives. */
  public SrtpReceiver clientReceiver() {
    return new SrtpReceiver(profile, serverKey, serverSalt);
  }

  /** Keys stay out of logs. */
  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
