package io.medtrust.app;

import io.medtrust.ops.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a node is started.
 *
 * @param settings with the command line's words worked in
 * @param data the node's folder
 * @param demo make the demonstration's accounts and session
 */
record NodeOptions(Settings settings, Path data, boolean demo) {

  /**
   * @throws UsageException when the words do not fit, or the node would be open to a network
   *     without TLS
   */
  static NodeOptions parse(List<String> words, Map<String, String> environment) {
    var arguments =
        Arguments.parse(
            words, Set.of("port", "data", "host", "tls", "behind-proxy", "config"), Set.of("demo"));
    var file = arguments.has("config") ? Path.of(arguments.get("config", "")) : null;
    var settings = Settings.load(file, environment);
    var changed = new HashMap<String, String>();
    if (arguments.has("port")) {
      changed.put("gateway.port", Integer.toString(arguments.integer("port", 0, 0, 65535)));
    }
    if (arguments.has("host")) changed.put("gateway.host", arguments.get("host", ""));
    if (arguments.has("tls")) changed.put("gateway.tls", arguments.get("tls", ""));
    if (arguments.has("behind-proxy")) {
      changed.put("gateway.behind_proxy", arguments.get("behind-proxy", ""));
    }
    settings = settings.with(changed);
    guard(settings);
    if (arguments.has("host") && environment.get("MEDTRUST_SFU_BIND") == null && file == null) {
      settings = settings.with(Map.of("sfu.bind", settings.text("gateway.host")));
    }
    var data = Path.of(arguments.get("data", "data")).toAbsolutePath().normalize();
    return new NodeOptions(settings, data, arguments.has("demo"));
  }

  /**
   * Camera and microphone work on https and localhost only, and tokens must not cross a network in
   * clear.
   */
  private static void guard(Settings settings) {
    var host = settings.text("gateway.host");
    if (!settings.text("gateway.tls").isEmpty()
        || !settings.list("gateway.behind_proxy").isEmpty()) {
      return;
    }
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) return;
    } catch (UnknownHostException e) {
      throw new UsageException("gateway.host is not an address of this machine: " + host);
    }
    throw new UsageException(
        "--host " + host + " needs --tls CERT,KEY, --tls self-signed or --behind-proxy CIDR");
  }
}
