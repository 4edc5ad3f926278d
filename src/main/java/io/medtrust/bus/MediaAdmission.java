package io.medtrust.bus;

import java.util.Map;

/**
 * Asks signaling to admit a WHIP or WHEP client to a room.
 *
 * @param who the authenticated principal, as the accounts package writes it
 */
public record MediaAdmission(String session, RoomCommand.Mode mode, Map<String, Object> who) {
  /**
   * @param participant whose media the connection carries, or the id of the one who watches
   * @param expiresAtMillis epoch milliseconds at which the connection ends whatever happens
   */
  public record Granted(
      String participant, String name, String role, boolean verified, long expiresAtMillis) {}
}
