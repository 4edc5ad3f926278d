package io.medtrust.sfu;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomCommand.Mode;
import io.medtrust.bus.RoomEvent;
import io.medtrust.bus.RoomReply;
import io.medtrust.bus.Wire;
import io.medtrust.ops.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole relay on 127.0.0.1 with one room, and peers for it. */
final class RelayHarness implements AutoCloseable {
  static final String ROOM = "room";

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final List<RoomEvent> events = new CopyOnWriteArrayList<>();
  final SfuVerticle sfu;
  private final List<TestPeer> peers = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  RelayHarness(MediaTap tap, String... settings) throws Exception {
    var replaced = new HashMap<String, String>(Map.of("sfu.media_loops", "2"));
    for (int i = 0; i < settings.length; i += 2) replaced.put(settings[i], settings[i + 1]);
    sfu =
        new SfuVerticle(
            SfuSettings.from(Settings.load(null, Map.of()).with(replaced)), tap, registry);
    wait(vertx.deployVerticle(sfu));
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.roomEvent(ROOM), m -> events.add(Wire.decode(m.body(), RoomEvent.class)));
    ask(new RoomCommand.Open(ROOM));
  }

  static <T> T wait(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  RoomReply ask(RoomCommand command) throws Exception {
    return wait(send(command));
  }

  Future<RoomReply> send(RoomCommand command) {
    var address =
        command instanceof RoomCommand.Open
            ? Addresses.ROOM_OPEN
            : Addresses.roomCommand(command.session());
    return vertx
        .eventBus()
        .<JsonObject>request(address, Wire.encode(command))
        .map(reply -> Wire.decode(reply.body(), RoomReply.class));
  }

  TestPeer peer(int... profiles) throws Exception {
    var peer = new TestPeer(profiles);
    peers.add(peer);
    return peer;
  }

  String newConnection() {
    return "c" + connections.incrementAndGet();
  }

  /** Connects a peer and waits until it is up. */
  String connect(TestPeer peer, String participant, Mode mode, boolean verified, String of)
      throws Exception {
    var connection = newConnection();
    peer.connect(answer(connection, peer, participant, mode, verified, of));
    // The peer has its keys a moment before the relay's loop has: media sent in it are lost.
    TestPeer.await(
        () ->
            events(RoomEvent.Connected.class).stream()
                .anyMatch(e -> e.connection().equals(connection)),
        "the relay did not say that the connection is up");
    return connection;
  }

  String answer(
      String connection, TestPeer peer, String participant, Mode mode, boolean verified, String of)
      throws Exception {
    var sdp = mode == Mode.WATCH ? peer.receiving() : peer.sending();
    var reply =
        ask(new RoomCommand.Connect(ROOM, participant, connection, mode, verified, of, sdp));
    if (reply instanceof RoomReply.Answered answered) return answered.sdp();
    throw new AssertionError("refused: " + reply);
  }

  TestPeer publisher(String participant) throws Exception {
    var peer = peer();
    connect(peer, participant, Mode.PUBLISH, true, null);
    return peer;
  }

  TestPeer watcher(String participant) throws Exception {
    var peer = peer();
    connect(peer, participant, Mode.WATCH, false, null);
    return peer;
  }

  <E extends RoomEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  double dropped(Drop reason) {
    return registry
        .find("medtrust_sfu_dropped")
        .tag("reason", reason.label)
        .functionCounters()
        .stream()
        .mapToDouble(c -> c.count())
        .sum();
  }

  double counted(String name, String direction) {
    return registry.find(name).tag("direction", direction).functionCounters().stream()
        .mapToDouble(c -> c.count())
        .sum();
  }

  @Override
  public void close() throws Exception {
    peers.forEach(TestPeer::close);
    wait(vertx.close());
  }
}
