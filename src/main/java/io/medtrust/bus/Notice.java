package io.medtrust.bus;

/**
 * A notice to one user on all its pages.
 *
 * @param kind stable word, as {@code alert}
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param session may be null
 * @param at ISO-8601 UTC
 */
public record Notice(String kind, String severity, String message, String session, String at) {}
