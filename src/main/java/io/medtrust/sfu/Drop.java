package io.medtrust.sfu;

import java.util.Locale;

/** Why a packet or a request was thrown away; the label {@code reason} of the drop counter. */
enum Drop {
  /** The first byte is of none of the protocols (RFC 7983 §7). */
  NOT_MEDIA,
  /** DTLS, RTP or RTCP from an address that passed no STUN check. */
  UNKNOWN_ADDRESS,
  STUN_MALFORMED,
  /** A check for a user name fragment that no transport has. */
  STUN_UNKNOWN_USER,
  STUN_WRONG_PASSWORD,
  /** A browser checks from more addresses than any browser has. */
  TOO_MANY_ADDRESSES,
  DTLS_FAILED,
  /** The peer's certificate is not the one its SDP named. */
  DTLS_WRONG_CERTIFICATE,
  DTLS_FLOOD,
  /** Media before the DTLS handshake gave its keys. */
  SRTP_NO_KEYS,
  SRTP_AUTH,
  SRTP_REPLAY,
  SRTCP_AUTH,
  SRTCP_REPLAY,
  RTP_MALFORMED,
  RTP_UNKNOWN_SSRC,
  RTP_WRONG_PAYLOAD_TYPE,
  RTCP_MALFORMED,
  RATE,
  /** The ring to another media loop was full. */
  HAND_OVER_FULL,
  /** A subscriber asked for a packet that is no longer kept. */
  RTX_TOO_OLD,
  SEND_FAILED,
  /** Our own fault, logged. */
  INTERNAL;

  final String label = name().toLowerCase(Locale.ROOT);
}
