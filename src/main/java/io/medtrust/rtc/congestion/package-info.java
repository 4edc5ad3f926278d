/**
 * What keeps senders within the network: transport-wide congestion feedback and the throttling of
 * key-frame requests. Pure Java: no Vert.x, no threads, no clock; time is an argument in
 * nanoseconds. Uses nothing else of MedTrust.
 */
package io.medtrust.rtc.congestion;
