package io.medtrust.sfu;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/** The datagrams of one DTLS association: a bounded queue in, a consumer out. */
final class DtlsInbox implements DatagramTransport {
  /** Longer datagrams are dropped; browsers send at most 1,200 bytes. */
  static final int MAX_DATAGRAM = 1500;

  /** What we send fits through any path of today's networks. */
  private static final int MAX_SENT = 1200;

  /** A whole flight of fragments and its repetition. */
  private static final int CAPACITY = 32;

  private static final byte[] END = {};

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Consumer<byte[]> send;
  private final ClientFlightFilter filter;
  private volatile boolean closed;

  /**
   * @param filter what a server looks through; null for a client
   */
  DtlsInbox(Consumer<byte[]> send, ClientFlightFilter filter) {
    this.send = send;
    this.filter = filter;
  }

  boolean offer(byte[] datagram) {
    return !closed
        && datagram.length > 0
        && datagram.length <= MAX_DATAGRAM
        && queue.offer(datagram);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public int getReceiveLimit() {
    return MAX_DATAGRAM;
  }

  @Override
  public int getSendLimit() {
    return MAX_SENT;
  }

  /**
   * @param waitMillis 0 waits without a limit
   * @return -1 when nothing came in time
   * @throws IOException when closed
   */
  @Override
  public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
    try {
      byte[] datagram =
          closed
              ? END
              : waitMillis == 0 ? queue.take() : queue.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == END) {
        throw new IOException("closed");
      }
      if (datagram == null) {
        return -1;
      }
      int usable = filter == null ? datagram.length : filter.usable(datagram, 0, datagram.length);
      int length = Math.min(len, usable);
      System.arraycopy(datagram, 0, buf, off, length);
      return length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void send(byte[] buf, int off, int len) {
    byte[] datagram = new byte[len];
    System.arraycopy(buf, off, datagram, 0, len);
    send.accept(datagram);
  }

  /** Wakes the reader. Called by BouncyCastle when the association ends, and by us. */
  @Override
  public void close() {
    closed = true;
    while (!queue.offer(END)) {
      queue.poll();
    }
  }
}
