/**
 * RTCP (RFC 3550 §6, RFC 4585, RFC 5104, REMB, transport-wide feedback): reading compound packets
 * without objects and writing them. Pure Java: no Vert.x, no threads, no clock. Uses nothing else
 * of MedTrust.
 */
package io.medtrust.rtc.rtcp;
