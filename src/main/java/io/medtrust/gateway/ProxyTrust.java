package io.medtrust.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the client's address behind trusted proxies: of {@code X-Forwarded-For} the last entry that
 * no trusted proxy wrote about another trusted proxy. Pure.
 */
final class ProxyTrust {
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) return false;
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i & 7);
        if ((address[i >> 3] & mask) != (other[i >> 3] & mask)) return false;
      }
      return true;
    }
  }

  // Only literals: a name in a header must never be looked up.
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final List<Network> trusted = new ArrayList<>();

  /**
   * @throws IllegalArgumentException with a sentence that names what is no network
   */
  ProxyTrust(List<String> networks) {
    for (var text : networks) {
      int slash = text.indexOf('/');
      var address = parse(slash < 0 ? text : text.substring(0, slash));
      int most = address == null ? 0 : address.length * 8;
      int bits = most;
      try {
        if (slash >= 0) bits = Integer.parseInt(text.substring(slash + 1));
      } catch (NumberFormatException e) {
        bits = -1;
      }
      if (address == null || bits < 0 || bits > most) {
        throw new IllegalArgumentException(
            "gateway.behind_proxy: " + text + " is not a network as 10.0.0.0/8");
      }
      trusted.add(new Network(address, bits));
    }
  }

  boolean trusts(String address) {
    var bytes = parse(address);
    if (bytes == null) return false;
    for (var network : trusted) if (network.contains(bytes)) return true;
    return false;
  }

  /**
   * @param remote the address that the connection came from
   * @param forwardedFor the header's value, may be null
   */
  String client(String remote, String forwardedFor) {
    if (forwardedFor == null || !trusts(remote)) return remote;
    var hops = forwardedFor.split(",");
    var client = remote;
    for (int i = hops.length - 1; i >= 0; i--) {
      var hop = hops[i].trim();
      if (parse(hop) == null) return client;
      client = hop;
      if (!trusts(hop)) return client;
    }
    return client;
  }

  private static byte[] parse(String text) {
    if (text == null || text.length() > 45 || !LITERAL.matcher(text).matches()) return null;
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
