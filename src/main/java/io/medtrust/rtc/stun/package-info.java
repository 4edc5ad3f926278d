/**
 * STUN messages (RFC 8489, RFC 8445 §16) as far as an ICE-lite server needs them: reading requests,
 * writing responses. Pure: no thread, no clock, no socket. Uses nothing of MedTrust.
 */
package io.medtrust.rtc.stun;
