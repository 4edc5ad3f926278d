package io.medtrust.replay;

import io.medtrust.ops.Settings;

/**
 * The section {@code replay}.
 *
 * @param retentionDays how long fingerprints are kept; 0: none are
 * @param memoryBytes of each kind that are handed to a verification, the newest first
 * @param purgeMillis from one purge to the next
 */
public record ReplaySettings(int retentionDays, int memoryBytes, long purgeMillis) {
  public static ReplaySettings from(Settings settings) {
    return new ReplaySettings(
        settings.integer("replay.retention_days", 0, 3650),
        settings.integer("replay.memory_kb", 0, 800) << 10,
        settings.longInteger("replay.purge_ms", 1000, 86_400_000));
  }
}
