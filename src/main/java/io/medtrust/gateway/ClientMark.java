package io.medtrust.gateway;

import io.vertx.ext.web.RoutingContext;

/**
 * By what a client is known again from request to request: its network and what it calls itself.
 */
final class ClientMark {
  private static final int MOST_AGENT = 256;

  private ClientMark() {}

  static int of(RoutingContext ctx) {
    return network(ctx.get("client")).hashCode() * 31 + agent(ctx);
  }

  /** The /16 of an IPv4 address, at most a /48 of an IPv6 address, and the client's name. */
  static String wide(RoutingContext ctx) {
    var network = network(ctx.get("client"));
    if (network.indexOf(':') < 0 && network.indexOf('.') >= 0) {
      network = network.substring(0, network.lastIndexOf('.'));
    }
    var agent = ctx.request().getHeader("User-Agent");
    return network + "\n" + (agent == null ? "" : agent);
  }

  static int agent(RoutingContext ctx) {
    var agent = ctx.request().getHeader("User-Agent");
    if (agent == null) return 0;
    return agent.substring(0, Math.min(agent.length(), MOST_AGENT)).hashCode();
  }

  /** The /24 of an IPv4 address, the first three groups (at most a /48) of an IPv6 address. */
  static String network(String address) {
    if (address == null) return "";
    boolean six = address.indexOf(':') >= 0;
    int at = -1;
    for (int i = 0; i < 3; i++) {
      int next = address.indexOf(six ? ':' : '.', at + 1);
      if (next < 0) return address;
      at = next;
    }
    return address.substring(0, at);
  }
}
