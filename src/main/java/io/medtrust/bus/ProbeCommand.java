package io.medtrust.bus;

/**
 * Somebody in a session asks for a check of who is verified there.
 *
 * @param kind {@code light}, {@code words}, {@code turn_left}, {@code turn_right}, {@code blink} or
 *     {@code any}
 * @param by user who asks
 */
public record ProbeCommand(String session, String kind, String by) {}
