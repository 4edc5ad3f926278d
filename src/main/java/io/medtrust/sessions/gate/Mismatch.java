package io.medtrust.sessions.gate;

/**
 * Something measured that cannot be the enrolled doctor before a working camera.
 *
 * @param code stable word, as {@code not_enrolled_person}
 * @param sentence one plain sentence
 */
public record Mismatch(String code, String sentence) {}
