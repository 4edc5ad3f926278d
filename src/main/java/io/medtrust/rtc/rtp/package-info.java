/**
 * RTP (RFC 3550) as the relay and the tap need it: reading packets, building rewritten copies,
 * sequence continuity, retransmission (RFC 4588), loss detection, key-frame recognition and
 * depacketising VP8, H.264 and Opus. Pure Java: no Vert.x, no threads, no clock; time is an
 * argument in nanoseconds of any monotonic clock. Uses nothing else of MedTrust.
 */
package io.medtrust.rtc.rtp;
