package io.medtrust.bus;

import java.util.List;

/**
 * An alarm about a verification: raised once, and once more when it ends.
 *
 * @param triggers stable words, as {@code frozen}, {@code no_face}, {@code trust_below_50}
 * @param active false when the alarm ended
 */
public record Alert(
    String alertId,
    String session,
    String verification,
    List<String> triggers,
    String message,
    String severity,
    String raisedAt,
    boolean active,
    Integer trustScore) {}
