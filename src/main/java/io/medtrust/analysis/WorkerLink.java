package io.medtrust.analysis;

import io.medtrust.analysis.proto.AnalysisGrpcClient;
import io.medtrust.analysis.proto.FromWorker;
import io.medtrust.analysis.proto.StatusRequest;
import io.medtrust.analysis.proto.ToWorker;
import io.medtrust.analysis.proto.WorkerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one worker. It is up while the worker answers; a worker that does not answer in
 * time is down at once, and so is one whose process ended.
 *
 * <p>Lives on the client's event loop.
 */
final class WorkerLink {
  /** Is told when a worker comes or goes. */
  interface Listener {
    void up(WorkerLink link);

    void down(WorkerLink link, String why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLink.class);
  private static final long MAX_MESSAGE_BYTES = 1 << 20;

  private final Vertx vertx;
  private final AnalysisSettings settings;
  private final Listener listener;
  private GrpcClient client;
  private final IntConsumer silent;
  private SocketAddress address;
  private WorkerStatus status;
  private long timer = -1;
  // Answers to questions of an older worker at this link are ignored.
  private int generation;
  private int verifications;
  private boolean asking;
  private long silentTicks;
  private long lastTick = System.nanoTime();

  /**
   * @param silent called with its port when a worker has been silent for too long
   */
  WorkerLink(Vertx vertx, AnalysisSettings settings, Listener listener, IntConsumer silent) {
    this.vertx = vertx;
    this.settings = settings;
    this.listener = listener;
    this.silent = silent;
    this.client = client();
  }

  private GrpcClient client() {
    return GrpcClient.client(
        vertx,
        new GrpcClientOptions().setMaxMessageSize(MAX_MESSAGE_BYTES),
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setConnectTimeout((int) settings.pingTimeoutMs())
            .setTcpNoDelay(true));
  }

  /** Begins to ask at that address, until {@link #lost} or {@link #close}. */
  void connect(String host, int port) {
    generation++;
    address = SocketAddress.inetSocketAddress(port, host);
    asking = false;
    heard();
    if (timer >= 0) vertx.cancelTimer(timer);
    timer = vertx.setPeriodic(0, settings.pingMs(), _ -> tick());
  }

  /** The worker said something, on whichever stream. */
  void heard() {
    silentTicks = 0;
  }

  private void tick() {
    long now = System.nanoTime();
    // When this event loop itself stood still, the answer may lie in its queue, and ticks come in
    // a bunch: silence is counted in ticks of the full length only.
    boolean full = now - lastTick >= settings.pingMs() * 800_000;
    lastTick = now;
    if (full && asking) {
      silentTicks++;
      long silentMs = silentTicks * settings.pingMs();
      if (silentMs >= settings.pingTimeoutMs() && up()) {
        down("The analysis worker does not answer");
      }
      if (silentMs >= settings.pingKillMs()) {
        silent.accept(address.port());
        anew();
      }
    }
    if (!asking) ping();
  }

  /** A connection that is dead without saying so would swallow every further question. */
  private void anew() {
    generation++;
    asking = false;
    silentTicks = 0;
    client.close();
    client = client();
  }

  private void ping() {
    int mine = generation;
    asking = true;
    AnalysisGrpcClient.create(client, address)
        .status(StatusRequest.getDefaultInstance())
        .onComplete(
            answer -> {
              if (mine != generation) return;
              asking = false;
              if (answer.succeeded()) {
                heard();
                boolean before = up();
                status = answer.result();
                if (!before) listener.up(this);
              } else if (up()) {
                down("The analysis worker cannot be reached");
              }
            });
  }

  /** The worker is known to be gone. */
  void lost(String why) {
    generation++;
    if (timer >= 0) vertx.cancelTimer(timer);
    timer = -1;
    if (up()) down(why);
  }

  private void down(String why) {
    status = null;
    LOG.warn("{}: {}", why, address);
    listener.down(this, why);
  }

  boolean up() {
    return status != null;
  }

  /** The last answer of the worker, or null when it is down. */
  WorkerStatus status() {
    return status;
  }

  /** A new stream for one verification. */
  Future<GrpcClientRequest<ToWorker, FromWorker>> open() {
    return client.request(address, AnalysisGrpcClient.Analyze);
  }

  int verifications() {
    return verifications;
  }

  void verifications(int change) {
    verifications += change;
  }

  void close() {
    lost("The node stops");
    client.close();
  }
}
