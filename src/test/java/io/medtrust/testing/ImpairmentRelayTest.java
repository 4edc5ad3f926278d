package io.medtrust.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.ImpairmentRelay.Impairment;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairmentRelayTest {
  private static final int PACKETS = 400;

  private static DatagramSocket socket() throws IOException {
    DatagramSocket s = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    s.setSoTimeout(5000);
    return s;
  }

  /** Sends numbered packets through the relay and gives back what arrives, and at the server. */
  private static List<Integer> through(long seed, Impairment up, Impairment down)
      throws IOException {
    try (DatagramSocket server = socket();
        DatagramSocket client = socket();
        ImpairmentRelay relay = ImpairmentRelay.start(server.getLocalPort(), seed, up, down)) {
      List<Integer> seen = new ArrayList<>();
      DatagramPacket in = new DatagramPacket(new byte[10], 10);
      for (int i = 0; i < PACKETS; i++) {
        byte[] data = {(byte) (i >> 8), (byte) i};
        client.send(new DatagramPacket(data, 2, relay.address()));
        // Not faster than sockets hold them, or the kernel would drop some.
        while (relay.toServer().received() <= i) {
          Thread.onSpinWait();
        }
        while (seen.size() + 50 < passed(relay)) {
          seen.add(number(server, in));
        }
      }
      while (seen.size() < passed(relay)) {
        seen.add(number(server, in));
      }
      assertEquals(PACKETS, relay.toServer().received());
      // And one back, over the way it came.
      server.send(new DatagramPacket(new byte[] {7}, 1, in.getSocketAddress()));
      client.receive(in);
      assertEquals(7, in.getData()[0]);
      assertEquals(relay.port(), in.getPort());
      assertEquals(1, relay.toClient().sent());
      return seen;
    }
  }

  private static long passed(ImpairmentRelay relay) {
    ImpairmentRelay.Counts c = relay.toServer();
    return c.received() - c.dropped() + c.duplicated();
  }

  private static int number(DatagramSocket socket, DatagramPacket in) throws IOException {
    socket.receive(in);
    return (in.getData()[0] & 0xff) << 8 | in.getData()[1] & 0xff;
  }

  @Test
  void aPerfectLineChangesNothing() throws IOException {
    List<Integer> seen = through(1, Impairment.NONE, Impairment.NONE);
    for (int i = 0; i < PACKETS; i++) {
      assertEquals(i, seen.get(i));
    }
  }

  @Test
  void lossIsOfTheAskedShareAndTheSameForTheSameSeed() throws IOException {
    List<Integer> a = through(5, Impairment.loss(0.1).sparing(20), Impairment.NONE);
    assertEquals(a, through(5, Impairment.loss(0.1).sparing(20), Impairment.NONE));
    assertNotEquals(a, through(6, Impairment.loss(0.1).sparing(20), Impairment.NONE));
    assertTrue(a.size() > PACKETS * 0.84 && a.size() < PACKETS * 0.96, a.size() + " arrived");
    for (int i = 0; i < 20; i++) {
      assertEquals(i, a.get(i), "the first are spared");
    }
  }

  @Test
  void burstsDropPacketsInARow() throws IOException {
    List<Integer> seen = through(3, new Impairment(0, 0.02, 5, 0, 0, 0, 0, 0, 0), Impairment.NONE);
    int gaps = 0;
    for (int i = 1; i < seen.size(); i++) {
      int gap = seen.get(i) - seen.get(i - 1) - 1;
      assertEquals(0, gap % 5);
      gaps += gap > 0 ? 1 : 0;
    }
    assertTrue(gaps > 0);
  }

  @Test
  void delayJitterReorderingAndRepetitionLoseNothing() throws IOException {
    List<Integer> seen =
        through(4, new Impairment(0, 0, 0, 5, 10, 0.1, 30, 0.1, 0), Impairment.NONE);
    assertEquals(PACKETS, new HashSet<>(seen).size());
    assertTrue(seen.size() > PACKETS);
    boolean overtaken = false;
    for (int i = 1; i < seen.size(); i++) {
      overtaken |= seen.get(i) < seen.get(i - 1);
    }
    assertTrue(overtaken);
  }

  @Test
  void aDirectionCanBeCutAndComesBack() throws IOException {
    try (DatagramSocket server = socket();
        DatagramSocket client = socket();
        ImpairmentRelay relay =
            ImpairmentRelay.start(server.getLocalPort(), 1, Impairment.loss(1), Impairment.NONE)) {
      client.send(new DatagramPacket(new byte[] {1}, 1, relay.address()));
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (relay.toServer().dropped() == 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertEquals(1, relay.toServer().dropped());
      relay.impair(Impairment.NONE, Impairment.NONE);
      client.send(new DatagramPacket(new byte[] {2}, 1, relay.address()));
      DatagramPacket in = new DatagramPacket(new byte[10], 10);
      try {
        server.receive(in);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("nothing came", e);
      }
      assertEquals(2, in.getData()[0]);
    }
  }
}
