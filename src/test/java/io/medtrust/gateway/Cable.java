package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP cable to a server that a test can pull out and plug in again. */
final class Cable {
  private final NetClient client;
  private final NetServer server;
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Cable(Vertx vertx, String host, int port) {
    client = vertx.createNetClient();
    server =
        vertx
            .createNetServer()
            .connectHandler(
                in -> {
                  if (cut) {
                    in.close();
                    return;
                  }
                  in.pause();
                  sockets.add(in);
                  client
                      .connect(port, host)
                      .onFailure(_ -> in.close())
                      .onSuccess(
                          out -> {
                            sockets.add(out);
                            in.handler(out::write);
                            out.handler(in::write);
                            in.closeHandler(_ -> out.close());
                            out.closeHandler(_ -> in.close());
                            in.resume();
                          });
                });
    await(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  void pull() {
    cut = true;
    sockets.forEach(NetSocket::close);
    sockets.clear();
  }

  void plug() {
    cut = false;
  }
}
