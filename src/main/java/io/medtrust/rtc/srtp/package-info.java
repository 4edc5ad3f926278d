/**
 * Encrypts and checks RTP and RTCP (RFC 3711, RFC 7714) in place, on the JDK's own ciphers. Pure:
 * no thread, no clock, no socket. Every object belongs to one media loop. Uses nothing of MedTrust.
 */
package io.medtrust.rtc.srtp;
