package io.medtrust.sfu;

import io.medtrust.ops.Settings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The relay's settings; their meaning is in {@code config/medtrust.yaml}.
 *
 * @param mediaLoops at least 1
 * @param port UDP port of the first loop, the others follow; 0 lets the system choose
 * @param advertised addresses written into candidates
 * @param maxPacketsPerSecond of one transport, received
 * @param maxBitrate bit/s told to publishers that do not speak transport-cc
 * @param spreadAbove receivers of a room on one loop before others are used
 */
public record SfuSettings(
    int mediaLoops,
    InetAddress bind,
    int port,
    List<InetAddress> advertised,
    int socketBufferBytes,
    int maxRooms,
    int maxTransportsPerRoom,
    int maxTracksPerParticipant,
    int maxPacketsPerSecond,
    long maxBitrate,
    int spreadAbove,
    int consentMillis,
    int connectMillis) {

  /**
   * @throws IllegalArgumentException with one sentence that names the wrong setting
   */
  public static SfuSettings from(Settings settings) {
    int loops = settings.integer("sfu.media_loops", 0, 256);
    if (loops == 0) loops = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    var bind = address("sfu.bind", settings.text("sfu.bind"));
    var advertised = new ArrayList<InetAddress>();
    for (var text : settings.list("sfu.advertised"))
      advertised.add(address("sfu.advertised", text));
    int port = settings.integer("sfu.port", 0, 65535);
    if (port + loops > 65536) {
      throw new IllegalArgumentException(
          "setting sfu.port leaves no room for " + loops + " ports up to 65535");
    }
    return new SfuSettings(
        loops,
        bind,
        port,
        advertised.isEmpty() ? local(bind) : List.copyOf(advertised),
        settings.integer("sfu.socket_buffer_bytes", 65_536, 1 << 30),
        settings.integer("sfu.max_rooms", 1, 1_000_000),
        settings.integer("sfu.max_transports_per_room", 1, 100_000),
        settings.integer("sfu.max_tracks_per_participant", 1, 16),
        settings.integer("sfu.max_packets_per_second", 100, 1_000_000),
        settings.longInteger("sfu.max_bitrate", 100_000, 1_000_000_000),
        settings.integer("sfu.spread_above", 1, 100_000),
        settings.integer("sfu.consent_ms", 1_000, 600_000),
        settings.integer("sfu.connect_ms", 1_000, 600_000));
  }

  private static InetAddress address(String name, String text) {
    try {
      // Numbers only: a name would be looked up, and could change under a running node.
      if (text.isBlank() || !text.matches("[0-9a-fA-F.:]+")) throw new UnknownHostException(text);
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "setting " + name + " must be an IP address, not \"" + text + "\"");
    }
  }

  /** A wildcard cannot be a candidate: then every address of the machine is one, loopback last. */
  private static List<InetAddress> local(InetAddress bind) {
    if (!bind.isAnyLocalAddress()) return List.of(bind);
    var outer = new ArrayList<InetAddress>();
    var loopback = new ArrayList<InetAddress>();
    try {
      for (var nic : NetworkInterface.networkInterfaces().toList()) {
        if (!nic.isUp()) continue;
        for (var address : nic.inetAddresses().toList()) {
          if (address.isLinkLocalAddress()) continue;
          if (bind instanceof Inet4Address && !(address instanceof Inet4Address)) continue;
          (address.isLoopbackAddress() ? loopback : outer).add(address);
        }
      }
    } catch (SocketException e) {
      throw new IllegalArgumentException(
          "setting sfu.advertised is needed: this machine's addresses cannot be read");
    }
    outer.addAll(loopback);
    return List.copyOf(outer);
  }
}
