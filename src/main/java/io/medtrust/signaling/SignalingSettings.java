package io.medtrust.signaling;

import io.medtrust.ops.Settings;

/**
 * @param graceMillis how long a member stays after its bridge connection is gone
 * @param emptyRoomMillis how long a room without anybody is kept
 * @param maxMembers members of one room at the most
 * @param maxQueued events kept for a member that is not ready yet; one more ends its membership
 */
public record SignalingSettings(
    int graceMillis, int emptyRoomMillis, int maxMembers, int maxQueued) {
  public static SignalingSettings from(Settings settings) {
    return new SignalingSettings(
        settings.integer("signaling.grace_ms", 0, 600_000),
        settings.integer("signaling.empty_room_ms", 1, 86_400_000),
        settings.integer("signaling.max_members", 1, 10_000),
        settings.integer("signaling.max_queued", 1, 10_000));
  }
}
