package io.medtrust.testing;

import io.medtrust.app.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole node in this JVM with embedded servers, its worker beside it, and the demonstration's
 * accounts and session, as {@code medtrust run --demo} starts it.
 */
public final class TestNode implements AutoCloseable {
  private static final HttpClient CLIENT = TrustingClient.create();

  private final Node node;
  private final Path data;
  private final Map<String, String[]> accounts = new HashMap<>();

  private TestNode(Node node, Path data, List<String> lines) {
    this.node = node;
    this.data = data;
    for (var line : lines) {
      var words = line.split(" ");
      accounts.put(words[0], new String[] {words[1], words[2]});
    }
  }

  public static TestNode start(String... words) {
    return start(Map.of(), words);
  }

  /**
   * @param environment settings, as {@code MEDTRUST_SFU_MEDIA_LOOPS}
   * @param words more words of {@code medtrust run}
   */
  public static TestNode start(Map<String, String> environment, String... words) {
    Path data = null;
    try {
      data = Files.createTempDirectory("medtrust-node");
      var all = new ArrayList<>(List.of("--data", data.toString(), "--demo"));
      all.addAll(List.of("--port", Integer.toString(freePort())));
      all.addAll(List.of(words));
      var node = Node.of(all, environment);
      try {
        return new TestNode(node, data, node.start());
      } catch (Exception e) {
        node.stop();
        throw e;
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public Node node() {
    return node;
  }

  public Path data() {
    return data;
  }

  public String url() {
    return node.url();
  }

  /**
   * E-mail of the demonstration's {@code admin}, {@code doctor}, {@code patient} or {@code
   * display}.
   */
  public String email(String role) {
    return accounts.get(role)[0];
  }

  public String password(String role) {
    return accounts.get(role)[1];
  }

  /** An access token of that account. */
  public String token(String role) {
    var body = new JsonObject().put("email", email(role)).put("password", password(role));
    return request("POST", "/api/v1/auth/login", null, body).getString("token");
  }

  /** Id of the demonstration's open session. */
  public String session() {
    return get("/api/v1/streams/active", token("admin"))
        .getJsonObject("stream")
        .getString("stream_id");
  }

  public JsonObject get(String path, String token) {
    return request("GET", path, token, null);
  }

  /** A request whose answer is JSON, whatever its status. */
  public JsonObject request(String method, String path, String token, JsonObject body) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path)).header("Content-Type", "application/json");
    if (token != null) request.header("Authorization", "Bearer " + token);
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.encode());
    try {
      var answer =
          CLIENT.send(
              request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
      return new JsonObject(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    node.stop();
    try (var files = Files.walk(data)) {
      for (var f : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(f);
    } catch (IOException e) {
      System.err.println("test node: " + e);
    }
  }
}
