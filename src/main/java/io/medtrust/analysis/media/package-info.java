/**
 * Encoded frames become pictures and sound. Knows the native decoders (FFmpeg's libavcodec,
 * libopus) and their pure-Java fallback, what they refuse, and which of them is there. May use
 * {@code io.medtrust.rtc.rtp} for the headers of frames; knows no bus, no detector and no network.
 *
 * <p>Decoders are not thread-safe: each belongs to one verification and is used on its pinned
 * thread.
 */
package io.medtrust.analysis.media;
