package io.medtrust.gateway;

import io.medtrust.ops.Settings;
import java.util.List;

/**
 * @param tls empty for none, {@code self-signed}, or {@code CERT,KEY}: two PEM files
 * @param behindProxy networks (CIDR) whose {@code X-Forwarded-*} headers are believed
 * @param metricsPublic whether {@code /metrics} answers without a token
 * @param maxSockets bridge connections at once
 * @param socketFramesPerSecond frames that one bridge connection may send on average, and twice as
 *     many at once
 * @param maxFrameBytes of one bridge frame
 * @param maxJsonBytes of a JSON body
 * @param socketIdleMillis a bridge connection that says nothing for so long is closed
 */
public record GatewaySettings(
    String host,
    int port,
    String tls,
    List<String> behindProxy,
    boolean metricsPublic,
    int maxSockets,
    int socketFramesPerSecond,
    int maxFrameBytes,
    int maxJsonBytes,
    int socketIdleMillis) {
  public static GatewaySettings from(Settings settings) {
    return new GatewaySettings(
        settings.text("gateway.host"),
        settings.integer("gateway.port", 0, 65535),
        settings.text("gateway.tls"),
        settings.list("gateway.behind_proxy"),
        settings.flag("gateway.metrics_public"),
        settings.integer("gateway.max_sockets", 1, 1_000_000),
        settings.integer("gateway.socket_frames_per_second", 1, 10_000),
        settings.integer("gateway.max_frame_bytes", 1024, 1 << 20),
        settings.integer("gateway.max_json_bytes", 1024, 1 << 27),
        settings.integer("gateway.socket_idle_ms", 1000, 3_600_000));
  }

  boolean encrypted() {
    return !tls.isEmpty();
  }
}
