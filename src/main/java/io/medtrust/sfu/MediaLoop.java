package io.medtrust.sfu;

import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.sfu.LoopCounters.Count;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one UDP port, and every transport that lives on them. All media state of a transport
 * is touched by this thread only; others reach it by {@link #execute}.
 *
 * <p>The thread sits in a blocking {@code receive}: one system call a packet, which was measured at
 * half the cost of a selector (epoll_wait, receive, and receive again until it is empty). It is
 * woken for commands, for packets of other loops and for timers by an empty datagram to its own
 * port, sent only while it really waits; under load it needs none.
 */
final class MediaLoop {
  /** No packet of a path with an MTU of 1,500 is longer; what is longer is cut and then invalid. */
  static final int BUFFER_BYTES = 2048;

  /** How often timers are looked at. */
  static final long TICK_NANOS = 10_000_000;

  /**
   * How often the ticker looks. A loop that gets packets keeps its own time; waking one that waits
   * costs a datagram.
   */
  static final long TICKER_NANOS = 2 * TICK_NANOS;

  /** A loop that did not look at its timers for this long is not alive. */
  private static final long DEAD_NANOS = 3_000_000_000L;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

  private final int index;
  private final DatagramChannel channel;
  private final DatagramChannel bell;
  private final InetSocketAddress local;
  private final InetSocketAddress bellTarget;
  private final LoopCounters counters = new LoopCounters();
  private final PacketPath path;
  private final Thread thread;

  private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();

  /** Written once per pair of loops, when the first packet goes that way. */
  private final CopyOnWriteArrayList<HandOver> inbound = new CopyOnWriteArrayList<>();

  private final HandOver[] outbound;

  private final byte[] in = new byte[BUFFER_BYTES];
  private final ByteBuffer inBuffer = ByteBuffer.wrap(in);
  private final byte[] out = new byte[BUFFER_BYTES];
  private final ByteBuffer outBuffer = ByteBuffer.wrap(out);

  private volatile boolean waiting;
  private volatile boolean running = true;
  private volatile long lastTickNanos = System.nanoTime();
  private volatile long ticks;
  private long lastComplaintNanos;

  /**
   * Opens the port; {@link #start} begins to serve it.
   *
   * @param loops how many loops there are
   * @throws IOException when the port cannot be bound
   */
  MediaLoop(int index, int loops, SfuSettings settings) throws IOException {
    this.index = index;
    this.outbound = new HandOver[loops];
    // A dual-stack socket turns every IPv4 address into a mapped one and back: open what is bound.
    var family =
        settings.bind() instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    channel = DatagramChannel.open(family);
    bell = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.socketBufferBytes());
      channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.socketBufferBytes());
      int port = settings.port() == 0 ? 0 : settings.port() + index;
      channel.bind(new InetSocketAddress(settings.bind(), port));
      local = (InetSocketAddress) channel.getLocalAddress();
      int got = channel.getOption(StandardSocketOptions.SO_RCVBUF);
      if (index == 0 && got < settings.socketBufferBytes()) {
        LOG.warn(
            "media sockets have buffers of {} bytes instead of {}: bursts may be lost; raise "
                + "net.core.rmem_max and net.core.wmem_max",
            got,
            settings.socketBufferBytes());
      }
      bell.configureBlocking(false);
    } catch (IOException | RuntimeException e) {
      channel.close();
      bell.close();
      throw e;
    }
    var here =
        local.getAddress().isAnyLocalAddress()
            ? (family == StandardProtocolFamily.INET
                ? InetAddress.ofLiteral("127.0.0.1")
                : InetAddress.ofLiteral("::1"))
            : local.getAddress();
    bellTarget = new InetSocketAddress(here, local.getPort());
    path = new PacketPath(this);
    thread = Thread.ofPlatform().name("media-loop-" + index).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  int index() {
    return index;
  }

  int port() {
    return local.getPort();
  }

  LoopCounters counters() {
    return counters;
  }

  /** The transports of this loop. Loop thread only. */
  PacketPath path() {
    return path;
  }

  /** Runs something on the loop's thread, in order. Any thread. */
  void execute(Runnable command) {
    commands.add(command);
    wake();
  }

  /** As {@link #execute}, but at once when this is the loop's thread. */
  void executeHere(Runnable command) {
    if (Thread.currentThread() == thread) command.run();
    else execute(command);
  }

  /** Called every {@link #TICKER_NANOS} by the ticker: wakes a loop whose timers are due. */
  void tick(long nowNanos) {
    long late = nowNanos - lastTickNanos;
    // Without transports there is nothing to time; just show that we live.
    if (counters.transports() == 0 && late < 50 * TICK_NANOS && ticks > 0) return;
    if (late >= 20 * TICK_NANOS) ring(); // in case an earlier ring was lost
    else if (late >= TICK_NANOS) wake();
  }

  /** How often timers were looked at. Any thread. */
  long ticks() {
    return ticks;
  }

  /** The loop looked at its timers within the last 3 s. Any thread. */
  boolean alive(long nowNanos) {
    return thread.isAlive() && nowNanos - lastTickNanos < DEAD_NANOS;
  }

  /** Ends the thread and frees the port. Any other thread. */
  void close() {
    running = false;
    wake();
    try {
      if (thread.isAlive()) thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      channel.close();
      bell.close();
    } catch (IOException e) {
      LOG.warn("media loop {}: closing failed: {}", index, e.getMessage());
    }
  }

  private void wake() {
    if (!waiting) return;
    waiting = false;
    ring();
  }

  private void ring() {
    try {
      // When the socket's buffer is full this datagram is lost, and then the loop is not waiting.
      bell.send(NOTHING.duplicate(), bellTarget);
    } catch (ClosedChannelException e) {
      // closing
    } catch (IOException e) {
      LOG.warn("media loop {} cannot be woken: {}", index, e.getMessage());
    }
  }

  // ---- the loop's thread ----

  private void run() {
    while (running) {
      try {
        receiveOne();
      } catch (ClosedChannelException e) {
        break;
      } catch (Throwable e) {
        // Nothing that one packet or command does may end the calls of all others.
        failed(e);
      }
    }
    path.closeAll();
  }

  private void receiveOne() throws IOException {
    inBuffer.clear();
    waiting = true;
    SocketAddress from = null;
    // Who adds work sees that we wait and rings; what was added before is seen here.
    if (commands.isEmpty() && noPackets() && running) from = channel.receive(inBuffer);
    waiting = false;
    long now = System.nanoTime();
    int length = inBuffer.position();
    if (from != null && length > 0) {
      counters.add(Count.PACKETS_IN, 1);
      counters.add(Count.BYTES_IN, length);
      path.datagram(in, length, (InetSocketAddress) from, now);
    }
    takeHandedOver();
    takeCommands();
    if (now - lastTickNanos >= TICK_NANOS) {
      lastTickNanos = now;
      ticks++;
      path.tick(now);
    }
  }

  private boolean noPackets() {
    for (int i = 0; i < inbound.size(); i++) if (!inbound.get(i).isEmpty()) return false;
    return true;
  }

  private void takeHandedOver() {
    for (int i = 0; i < inbound.size(); i++) {
      var ring = inbound.get(i);
      // Bounded, so that our own socket is served too.
      for (int n = 0; n < 64; n++) {
        var slot = ring.peek();
        if (slot == null) break;
        try {
          path.handedOver(slot);
        } catch (RuntimeException e) {
          failed(e);
        } finally {
          ring.release();
        }
      }
    }
  }

  private void takeCommands() {
    Runnable command;
    while ((command = commands.poll()) != null) {
      try {
        command.run();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  /** The buffer in which a packet to send is built; free again after {@link #send}. */
  byte[] out() {
    return out;
  }

  /** Sends the first {@code length} bytes of {@link #out}. */
  void send(int length, SocketAddress to) {
    outBuffer.limit(length).position(0);
    send(outBuffer, length, to);
  }

  /** Sends a packet that was built elsewhere (STUN and DTLS: rare). */
  void send(byte[] packet, SocketAddress to) {
    send(ByteBuffer.wrap(packet), packet.length, to);
  }

  private void send(ByteBuffer packet, int length, SocketAddress to) {
    try {
      channel.send(packet, to);
      counters.add(Count.PACKETS_OUT, 1);
      counters.add(Count.BYTES_OUT, length);
    } catch (IOException e) {
      // As "network unreachable": the peer's problem, found by its consent running out.
      counters.drop(Drop.SEND_FAILED);
    }
  }

  /**
   * Gives a packet to the part of a fan-out that lives on another loop.
   *
   * @param target lives on another loop
   */
  void handOver(Fanout target, RtpView packet, long source, boolean keyFrame, long arrival) {
    var other = target.loop;
    var ring = outbound[other.index];
    if (ring == null) {
      ring = new HandOver();
      outbound[other.index] = ring;
      other.inbound.add(ring);
    }
    var slot = ring.claim();
    if (slot == null) {
      counters.drop(Drop.HAND_OVER_FULL);
      return;
    }
    System.arraycopy(packet.buffer(), packet.offset(), slot.packet, 0, packet.length());
    slot.length = packet.length();
    slot.source = source;
    slot.target = target;
    slot.keyFrame = keyFrame;
    slot.arrivalNanos = arrival;
    ring.publish();
    counters.add(Count.HANDED_OVER, 1);
    other.wake();
  }

  /** Counts a fault of ours, and logs one in ten seconds. */
  void failed(Throwable e) {
    counters.drop(Drop.INTERNAL);
    long now = System.nanoTime();
    if (now - lastComplaintNanos > 10_000_000_000L) {
      lastComplaintNanos = now;
      LOG.error("media loop {}: a packet or command failed", index, e);
    }
  }
}
