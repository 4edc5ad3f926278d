package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.medtrust.testing.ImpairmentRelay;
import io.medtrust.testing.ImpairmentRelay.Impairment;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A call over a bad network: every packet of both browsers passes it. */
class LossyCallTest {
  private static final double LOSS = 0.05;
  private static final int SECONDS = 20;

  /**
   * A machine that does other work keeps a browser from painting for longer than a freeze takes.
   * What freezes above this load average, or without any loss too, cannot be judged.
   */
  private static final double BUSY = 1.5 * Runtime.getRuntime().availableProcessors();

  @Test
  void five_percent_loss_each_way_freezes_nothing() throws IOException {
    int port = freePort();
    var settings =
        Map.of(
            "MEDTRUST_SFU_MEDIA_LOOPS", "1",
            "MEDTRUST_SFU_PORT", Integer.toString(port),
            // nobody is analysed here, and a second worker's start would take the browser's time
            "MEDTRUST_ANALYSIS_SPARE", "false");
    try (var node = TestNode.start(settings);
        var network = ImpairmentRelay.start(port, 5, Impairment.loss(LOSS), Impairment.loss(LOSS));
        var browser = TestBrowser.withFakeDevice()) {
      enter(browser, node, "doctor", port, network);
      var patient = enter(browser, node, "patient", port, network);
      Pages.awaitRemoteFrames(patient, 60);
      patient.keyboard().press("v"); // one camera is enough to judge, and to encode

      long freezes = freezesOf(patient);
      if (freezes > 0) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        assumeTrue(load <= BUSY, "the machine is too busy: load average " + load);
        network.impair(Impairment.NONE, Impairment.NONE);
        long without = freezesOf(patient);
        network.impair(Impairment.loss(LOSS), Impairment.loss(LOSS));
        assumeTrue(without == 0, "the machine is too busy: it freezes pictures without any loss");
      }
      assertEquals(0, freezes, "freezes in " + SECONDS + " s");
      assertTrue(Watcher.loudness(patient) > 0.01, "the patient hears the doctor");

      for (var counts : List.of(network.toServer(), network.toClient())) {
        System.out.println(counts);
        assertTrue(counts.received() > 1000, counts.toString());
        assertEquals(LOSS, (double) counts.dropped() / counts.received(), 0.03, counts.toString());
      }
      // mended in both directions: the relay asks the doctor and answers the patient
      for (var name : List.of("medtrust_sfu_nacks", "medtrust_sfu_rtx")) {
        for (var direction : List.of("in", "out")) {
          double count =
              node.node().metrics().get(name).tag("direction", direction).functionCounter().count();
          System.out.printf("%s %s %.0f%n", name, direction, count);
          if (name.endsWith("nacks") || direction.equals("out")) {
            assertTrue(count > 0, name + " " + direction);
          }
        }
      }
      assertEquals(List.of(), browser.complaints());
    }
  }

  /** Freezes (W3C webrtc-stats, freezeCount) of the doctor's picture in the next seconds. */
  private static long freezesOf(Page patient) {
    var before = Watcher.received(patient);
    patient.waitForTimeout(SECONDS * 1000);
    var after = Watcher.received(patient);
    for (var name :
        List.of(
            "framesDecoded",
            "framesDropped",
            "freezeCount",
            "packetsReceived",
            "packetsLost",
            "nackCount",
            "pliCount",
            "retransmittedPacketsReceived")) {
      System.out.printf("%s %d%n", name, Watcher.video(after, name) - Watcher.video(before, name));
    }
    long frames = Watcher.video(after, "framesDecoded") - Watcher.video(before, "framesDecoded");
    assertTrue(frames >= 5 * SECONDS, frames + " frames in " + SECONDS + " s");
    return Watcher.video(after, "freezeCount") - Watcher.video(before, "freezeCount");
  }

  private static Page enter(
      TestBrowser browser, TestNode node, String role, int port, ImpairmentRelay network) {
    var page = browser.newPage(1000, 800);
    Watcher.recordConnections(page, port, network.port());
    return Pages.enterRoom(page, node, role, false);
  }

  private static int freePort() throws IOException {
    try (var socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    }
  }
}
