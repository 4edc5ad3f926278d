package io.medtrust.sfu;

/**
 * Keeps a client's ChangeCipherSpec away from BouncyCastle's DTLS server until the client's
 * CertificateVerify went by.
 *
 * <p>Once it has the key exchange, BouncyCastle 1.84 changes its read epoch at any
 * ChangeCipherSpec. When the CertificateVerify before it was lost or overtaken, its repetition
 * belongs to the old epoch and is thrown away: the handshake then hangs until its timeout. A
 * ChangeCipherSpec that comes too early is therefore treated as lost; the client repeats its whole
 * flight.
 *
 * <p>Looks only at record and message headers in the clear; not thread-safe.
 */
final class ClientFlightFilter {
  private static final int RECORD_HEADER = 13;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int CERTIFICATE_VERIFY = 15;

  private boolean verifySeen;

  /**
   * @return how much of the datagram may be handed on, 0..len
   */
  int usable(byte[] buf, int off, int len) {
    int at = 0;
    while (!verifySeen && len - at >= RECORD_HEADER) {
      int record = off + at;
      int type = buf[record] & 0xFF;
      boolean inTheClear = buf[record + 3] == 0 && buf[record + 4] == 0;
      int body = (buf[record + 11] & 0xFF) << 8 | buf[record + 12] & 0xFF;
      if (inTheClear && type == CHANGE_CIPHER_SPEC) {
        return at;
      }
      if (inTheClear && type == HANDSHAKE && len - at >= RECORD_HEADER + 12) {
        verifySeen = endsCertificateVerify(buf, record + RECORD_HEADER);
      }
      at += RECORD_HEADER + body;
    }
    return len;
  }

  /** Whether the message (RFC 6347 §4.2.2) is a CertificateVerify or the last fragment of one. */
  private static boolean endsCertificateVerify(byte[] buf, int message) {
    return buf[message] == CERTIFICATE_VERIFY
        && number24(buf, message + 6) + number24(buf, message + 9) == number24(buf, message + 1);
  }

  private static int number24(byte[] buf, int at) {
    return (buf[at] & 0xFF) << 16 | (buf[at + 1] & 0xFF) << 8 | buf[at + 2] & 0xFF;
  }
}
