/**
 * The relay: rooms, connections, and the way of a packet from one browser to the others.
 *
 * <p>Use: deploy one {@link io.medtrust.sfu.SfuVerticle} with {@link
 * io.medtrust.sfu.SfuSettings#from}, a {@link io.medtrust.sfu.MediaTap} and a meter registry; talk
 * to it by {@link io.medtrust.bus.RoomCommand}s ({@code Open} to {@code room.open}, the others to
 * the room's own address). {@link io.medtrust.sfu.WhipWhepRoutes#mount} adds WHIP and WHEP to a
 * router; {@link io.medtrust.sfu.RoomAccess} is implemented by whoever knows the tokens.
 *
 * <p>Two halves. Negotiation ({@code Rooms}, {@code Room}, {@code Connection}, {@code Slot}) runs
 * on the verticle's event loop. Packets ({@code MediaLoop}, {@code PacketPath}, {@code Transport},
 * {@code Track}, {@code Fanout}, {@code Subscription}) run on the media loops, one thread each,
 * without locks. Commands go down and events come up.
 *
 * <p>May use {@code bus}, {@code rtc}, {@code ops.Settings}, Vert.x and Micrometer; knows nothing
 * of analysis, accounts or the gateway.
 */
package io.medtrust.sfu;
