package io.medtrust.sfu;

import io.medtrust.bus.RoomCommand;
import io.vertx.core.Future;

/**
 * Decides who may use a room by WHIP and WHEP. The relay knows nothing of accounts; whoever does
 * implements this.
 */
public interface RoomAccess {
  /**
   * Checks a token for a room. Must change nothing: it is asked again when a connection is ended.
   *
   * @param bearerToken as sent, may be anything
   * @param session the room
   * @param mode {@code PUBLISH} for WHIP, {@code WATCH} for WHEP
   * @return the grant, or a failure that is a {@link io.medtrust.bus.Problem}: 401 for a token that
   *     is not valid, 403 for one that may not do this, 404 when there is no such session
   */
  Future<Grant> admit(String bearerToken, String session, RoomCommand.Mode mode);

  /**
   * What a token allows.
   *
   * @param participant whose media is sent, or who watches
   * @param verified the participant's identity is to be verified
   * @param expiresAtMillis epoch milliseconds; the connection is closed then
   */
  record Grant(
      String participant, String name, String role, boolean verified, long expiresAtMillis) {}
}
