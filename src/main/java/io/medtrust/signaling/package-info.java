/**
 * Joining a room over the event-bus bridge: who may enter, who is in, offers and answers with the
 * SFU, and which media may be tapped for analysis. Uses {@code accounts}, {@code sessions}, {@code
 * bus}, {@code ops}, {@code store} and of the SFU only {@code RoomAccess}, which it implements.
 *
 * <p>To build it: deploy one {@code new SignalingVerticle(sessionService,
 * SignalingSettings.from(settings), registry)} per node with the virtual-thread model; {@code new
 * RoomAdmission(vertx, tokenService)} is the {@code RoomAccess} for WHIP and WHEP.
 */
package io.medtrust.signaling;
