/**
 * Interactive connectivity establishment as a lite agent (RFC 8445 §2.5) with consent freshness
 * (RFC 7675). Pure: no thread, no clock, no socket; randomness is handed in. Uses {@code rtc.stun}
 * only.
 */
package io.medtrust.rtc.ice;
