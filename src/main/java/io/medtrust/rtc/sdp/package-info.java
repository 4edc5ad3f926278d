/**
 * Session descriptions (RFC 8866) as WebRTC uses them (RFC 8829): a bounded parser, the choice of
 * codecs and header extensions, and a writer for answers and offers. Pure: no thread, no clock, no
 * socket. Uses {@code rtc.dtls} for fingerprints and nothing else.
 */
package io.medtrust.rtc.sdp;
