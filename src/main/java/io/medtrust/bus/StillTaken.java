package io.medtrust.bus;

/**
 * A small picture of a verification.
 *
 * @param jpeg base64; at most 160 pixels on the longer side, at most 16 KiB
 */
public record StillTaken(String verification, String jpeg, long mediaTimeMillis) {}
