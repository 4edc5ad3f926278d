package io.medtrust.sfu;

import io.medtrust.rtc.dtls.PacketKind;
import io.medtrust.rtc.ice.IceLite;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The way of a packet through a media loop:
 *
 * <pre>
 * datagram ─ classify ─┬─ STUN ─ transport by user name ─ answered; address noted
 *                      ├─ DTLS ─ transport by address ─ handshake on its virtual thread
 *                      ├─ RTP  ─ transport by address ─ decrypt ─ {@link Track} ─ {@link Fanout}
 *                      │                                            ─ each {@link Subscription}
 *                      └─ RTCP ─ transport by address ─ decrypt ─ {@link Feedback}
 * </pre>
 *
 * <p>Loop thread only.
 */
final class PacketPath {
  /** Addresses of one transport: what a browser behind several networks needs, with room. */
  private static final int MAX_ADDRESSES = 8;

  private final MediaLoop loop;
  private final LoopCounters counters;
  private final Map<SocketAddress, Transport> byAddress = new HashMap<>();
  private final Map<String, Transport> byUfrag = new HashMap<>();
  private final List<Transport> transports = new ArrayList<>();

  PacketPath(MediaLoop loop) {
    this.loop = loop;
    this.counters = loop.counters();
  }

  /**
   * One datagram. The buffer is the loop's and is decrypted in place.
   *
   * @param now monotonic clock, nanoseconds
   */
  void datagram(byte[] packet, int length, InetSocketAddress from, long now) {
    // The most common first.
    switch (PacketKind.classify(packet[0], length > 1 ? packet[1] : 0)) {
      case RTP -> {
        var transport = byAddress.get(from);
        if (transport == null) counters.drop(Drop.UNKNOWN_ADDRESS);
        else transport.rtp(packet, length, now);
      }
      case RTCP -> {
        var transport = byAddress.get(from);
        if (transport == null) counters.drop(Drop.UNKNOWN_ADDRESS);
        else transport.rtcp(packet, length, now);
      }
      case STUN -> stun(packet, length, from, now);
      case DTLS -> {
        var transport = byAddress.get(from);
        if (transport == null) counters.drop(Drop.UNKNOWN_ADDRESS);
        else transport.dtls(packet, length);
      }
      default -> counters.drop(Drop.NOT_MEDIA);
    }
  }

  /** A packet that another loop decrypted, for this loop's subscribers of it. */
  void handedOver(HandOver.Slot slot) {
    slot.target.handedOver(slot);
  }

  private void stun(byte[] packet, int length, InetSocketAddress from, long now) {
    var ufrag = IceLite.ufragOf(packet, 0, length);
    if (ufrag == null) {
      counters.drop(Drop.STUN_MALFORMED);
      return;
    }
    var transport = byUfrag.get(ufrag);
    if (transport == null) {
      counters.drop(Drop.STUN_UNKNOWN_USER);
      return;
    }
    transport.stun(packet, length, from, now);
  }

  /** The peer proved that it is at this address. False when it has too many already. */
  boolean validated(Transport transport, SocketAddress from) {
    var before = byAddress.get(from);
    if (before == transport) return true;
    if (transport.addresses.size() >= MAX_ADDRESSES) return false;
    // A page that was loaded again may come from the same port: the newer proof counts.
    if (before != null) before.addresses.remove(from);
    byAddress.put(from, transport);
    transport.addresses.add(from);
    return true;
  }

  void add(Transport transport) {
    transports.add(transport);
    byUfrag.put(transport.localUfrag(), transport);
    counters.transports(transports.size());
  }

  /** Ends a transport and says so; harmless when it has ended. */
  void remove(Transport transport, String why) {
    if (!transports.remove(transport)) return;
    byUfrag.remove(transport.localUfrag());
    for (var address : transport.addresses) byAddress.remove(address, transport);
    counters.transports(transports.size());
    transport.closed(why);
  }

  /** Timers; every {@link MediaLoop#TICK_NANOS}, later under load. */
  void tick(long now) {
    for (int i = transports.size() - 1; i >= 0; i--) {
      var transport = transports.get(i);
      try {
        var why = transport.tick(now);
        if (why != null) remove(transport, why);
      } catch (RuntimeException e) {
        loop.failed(e);
      }
    }
  }

  void closeAll() {
    for (var transport : List.copyOf(transports)) remove(transport, "closing");
  }
}
