/**
 * What surrounds DTLS-SRTP (RFC 5764) and needs no DTLS stack: telling packets apart, certificate
 * fingerprints, the layout of exported keys. Pure: no thread, no clock, no socket. Uses {@code
 * rtc.srtp} only; the handshake itself blocks and lives in {@code sfu}.
 */
package io.medtrust.rtc.dtls;
