package io.medtrust.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network in a box: relays UDP between any number of clients and one server on the loopback
 * interface, with loss, bursts of loss, delay, jitter, reordering and repetition in each direction.
 * Clients send to {@link #address()}; the server sees one port per client.
 *
 * <p>The fate of the n-th packet of a client and direction depends on the seed alone, not on when
 * it comes; what varies between runs is which packet is the n-th. Needs no privilege. Close it.
 */
public final class ImpairmentRelay implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;
  private static final int MAX_CLIENTS = 1000;

  /** As much as the system allows of it: a relay that itself loses packets would be no model. */
  private static final int SOCKET_BUFFER = 4 << 20;

  /**
   * What happens to one direction.
   *
   * @param loss share of packets dropped alone, 0..1
   * @param burstStart share of packets at which a burst of loss begins, 0..1
   * @param burstPackets length of a burst
   * @param delayMillis added to every packet
   * @param jitterMillis 0 to this is added besides; packets keep their order
   * @param reorder share of packets held back so that later ones overtake, 0..1
   * @param reorderMillis how long they are held
   * @param duplicate share of packets sent twice, 0..1
   * @param spared first packets of each client that nothing happens to, for the handshake
   */
  public record Impairment(
      double loss,
      double burstStart,
      int burstPackets,
      int delayMillis,
      int jitterMillis,
      double reorder,
      int reorderMillis,
      double duplicate,
      int spared) {
    /** A perfect line. */
    public static final Impairment NONE = new Impairment(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Independent loss alone. */
    public static Impairment loss(double share) {
      return new Impairment(share, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The same with the first packets of each client spared. */
    public Impairment sparing(int packets) {
      return new Impairment(
          loss,
          burstStart,
          burstPackets,
          delayMillis,
          jitterMillis,
          reorder,
          reorderMillis,
          duplicate,
          packets);
    }
  }

  /**
   * What was done in one direction.
   *
   * @param received packets that came
   * @param dropped by loss and bursts
   * @param held back to be overtaken
   * @param duplicated sent twice
   * @param sent on, repetitions included
   */
  public record Counts(long received, long dropped, long held, long duplicated, long sent) {}

  private final class Direction {
    volatile Impairment impairment;
    final int salt;
    final AtomicLong received = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong held = new AtomicLong();
    final AtomicLong duplicated = new AtomicLong();
    final AtomicLong sent = new AtomicLong();

    Direction(Impairment impairment, int salt) {
      this.impairment = impairment;
      this.salt = salt;
    }

    Counts counts() {
      return new Counts(received.get(), dropped.get(), held.get(), duplicated.get(), sent.get());
    }
  }

  /** The fates of one client's packets in one direction. */
  private static final class Flow {
    final Direction direction;
    final Random random;
    long packets;
    int burstLeft;
    long lastDueNanos;

    Flow(Direction direction, long seed) {
      this.direction = direction;
      this.random = new Random(seed);
    }
  }

  private final class Client {
    final SocketAddress address;
    final DatagramSocket toServer;
    final Flow up;
    final Flow down;
    final Thread reader;

    Client(SocketAddress address, int index) throws IOException {
      this.address = address;
      this.toServer = socket();
      this.up = new Flow(toServerDirection, seed * 31 + index * 2L + toServerDirection.salt);
      this.down = new Flow(toClientDirection, seed * 31 + index * 2L + toClientDirection.salt);
      this.reader =
          Thread.ofPlatform()
              .daemon()
              .name("impairment-server-" + index)
              .start(() -> read(toServer, from -> this, true));
    }
  }

  private record Pending(
      long dueNanos, long order, byte[] data, DatagramSocket via, SocketAddress to, Direction of) {}

  private interface ClientOf {
    Client of(SocketAddress from) throws IOException;
  }

  private final InetSocketAddress server;
  private final long seed;
  private final DatagramSocket front;
  private final Direction toServerDirection;
  private final Direction toClientDirection;
  private final Map<SocketAddress, Client> clients = new HashMap<>();
  private final PriorityQueue<Pending> queue =
      new PriorityQueue<>(
          (a, b) ->
              a.dueNanos != b.dueNanos
                  ? Long.compare(a.dueNanos, b.dueNanos)
                  : Long.compare(a.order, b.order));
  private final Thread frontReader;
  private final Thread sender;
  private long order;
  private volatile boolean closed;

  private ImpairmentRelay(
      InetSocketAddress server, long seed, Impairment toServer, Impairment toClient)
      throws IOException {
    this.server = server;
    this.seed = seed;
    this.front = socket();
    this.toServerDirection = new Direction(toServer, 0);
    this.toClientDirection = new Direction(toClient, 1);
    this.sender = Thread.ofPlatform().daemon().name("impairment-send").start(this::sendDue);
    this.frontReader =
        Thread.ofPlatform()
            .daemon()
            .name("impairment-front")
            .start(() -> read(front, this::client, false));
  }

  /**
   * Starts a relay on a free port of the server's (loopback) address.
   *
   * @param serverPort the server's media port on 127.0.0.1
   * @param seed of all fates
   * @param toServer what happens on the way to the server
   * @param toClient what happens on the way back
   */
  public static ImpairmentRelay start(
      int serverPort, long seed, Impairment toServer, Impairment toClient) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new ImpairmentRelay(
        new InetSocketAddress(loopback, serverPort), seed, toServer, toClient);
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket s = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
    s.setReceiveBufferSize(SOCKET_BUFFER);
    s.setSendBufferSize(SOCKET_BUFFER);
    return s;
  }

  /** Where clients send to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) front.getLocalSocketAddress();
  }

  /** The port of {@link #address()}. */
  public int port() {
    return front.getLocalPort();
  }

  /** Changes the network from now on. */
  public void impair(Impairment toServer, Impairment toClient) {
    toServerDirection.impairment = toServer;
    toClientDirection.impairment = toClient;
  }

  /** What was done on the way to the server. */
  public Counts toServer() {
    return toServerDirection.counts();
  }

  /** What was done on the way to the clients. */
  public Counts toClient() {
    return toClientDirection.counts();
  }

  private Client client(SocketAddress from) throws IOException {
    synchronized (clients) {
      Client known = clients.get(from);
      if (known == null && !closed && clients.size() < MAX_CLIENTS) {
        known = new Client(from, clients.size());
        clients.put(from, known);
      }
      return known;
    }
  }

  private void read(DatagramSocket socket, ClientOf owner, boolean fromServer) {
    byte[] buffer = new byte[MAX_DATAGRAM];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (!closed) {
      try {
        packet.setLength(buffer.length);
        socket.receive(packet);
        Client client = owner.of(packet.getSocketAddress());
        if (client == null || fromServer && !packet.getSocketAddress().equals(server)) {
          continue;
        }
        byte[] data = Arrays.copyOf(buffer, packet.getLength());
        if (fromServer) {
          decide(client.down, data, front, client.address);
        } else {
          decide(client.up, data, client.toServer, server);
        }
        // Last, so that the other counts include this packet when it is counted.
        (fromServer ? toClientDirection : toServerDirection).received.incrementAndGet();
      } catch (IOException e) {
        if (closed) {
          return;
        }
      }
    }
  }

  /** Each packet takes the same number of random values, so that its fate is the seed's alone. */
  private void decide(Flow flow, byte[] data, DatagramSocket via, SocketAddress to) {
    Direction d = flow.direction;
    Impairment i = d.impairment;
    boolean lost = flow.random.nextDouble() < i.loss;
    boolean burst = flow.random.nextDouble() < i.burstStart;
    double jitter = flow.random.nextDouble() * i.jitterMillis;
    boolean hold = flow.random.nextDouble() < i.reorder;
    boolean twice = flow.random.nextDouble() < i.duplicate;
    if (flow.packets++ < i.spared) {
      enqueue(System.nanoTime(), data, via, to, d);
      return;
    }
    if (burst && flow.burstLeft == 0) {
      flow.burstLeft = i.burstPackets;
    }
    if (flow.burstLeft > 0) {
      flow.burstLeft--;
      lost = true;
    }
    if (lost) {
      d.dropped.incrementAndGet();
      return;
    }
    long due = System.nanoTime() + i.delayMillis * 1_000_000L + (long) (jitter * 1_000_000);
    if (hold) {
      d.held.incrementAndGet();
      enqueue(due + i.reorderMillis * 1_000_000L, data, via, to, d);
    } else {
      flow.lastDueNanos = Math.max(due, flow.lastDueNanos);
      enqueue(flow.lastDueNanos, data, via, to, d);
    }
    if (twice) {
      d.duplicated.incrementAndGet();
      enqueue(due + 1_000_000, data, via, to, d);
    }
  }

  private void enqueue(
      long dueNanos, byte[] data, DatagramSocket via, SocketAddress to, Direction of) {
    synchronized (queue) {
      queue.add(new Pending(dueNanos, order++, data, via, to, of));
      queue.notifyAll();
    }
  }

  private void sendDue() {
    while (true) {
      Pending next;
      synchronized (queue) {
        try {
          while (!closed && (queue.isEmpty() || queue.peek().dueNanos > System.nanoTime())) {
            if (queue.isEmpty()) {
              queue.wait();
            } else {
              long nanos = queue.peek().dueNanos - System.nanoTime();
              queue.wait(Math.max(0, nanos / 1_000_000), (int) Math.max(1, nanos % 1_000_000));
            }
          }
        } catch (InterruptedException _) {
          return;
        }
        if (closed) {
          return;
        }
        next = queue.poll();
      }
      try {
        next.of.sent.incrementAndGet();
        next.via.send(new DatagramPacket(next.data, next.data.length, next.to));
      } catch (IOException _) {
        // The receiver is gone; a network would drop it too.
      }
    }
  }

  /** Stops all threads and waits for their end; what is under way is dropped. */
  @Override
  public void close() {
    closed = true;
    synchronized (queue) {
      queue.clear();
      queue.notifyAll();
    }
    front.close();
    synchronized (clients) {
      clients.values().forEach(c -> c.toServer.close());
    }
    try {
      sender.join();
      frontReader.join();
      for (Client c : clients.values()) {
        c.reader.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
