package io.medtrust.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Serves {@code webroot/} of the class path and one empty page with the pages' own head, so that
 * their modules can be tried in a browser without a node.
 */
final class StaticPages implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  private final HttpServer server;

  StaticPages() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var content = read(path.equals("/blank.html") ? "/wall.html" : path);
            if (path.equals("/blank.html") && content != null) {
              // The page's head, with its import map, but without the page itself.
              content =
                  new String(content)
                      .replaceAll("<script type=\"module\"[^>]*></script>", "")
                      .replaceAll("(?s)<body>.*</body>", "<body></body>")
                      .getBytes();
            }
            if (content == null) {
              exchange.sendResponseHeaders(404, -1);
              return;
            }
            var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
    server.start();
  }

  /** A page that has the pages' styles and import map and nothing else. */
  String blank() {
    return "http://localhost:" + server.getAddress().getPort() + "/blank.html";
  }

  private static byte[] read(String path) throws IOException {
    try (var in = StaticPages.class.getResourceAsStream("/webroot" + path)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
