package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.testing.NetworkNamespace;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another machine: https with the node's own certificate, media over a real address. */
class HttpsTest {
  @TempDir Path files;

  @Test
  void a_browser_elsewhere_signs_in_over_https_and_gets_the_picture_over_the_network()
      throws Exception {
    var made = NetworkNamespace.create(files);
    assumeTrue(made.isPresent(), "needs root for a network namespace");
    try (var network = made.get();
        var node = TestNode.start("--host", network.address(), "--tls", "self-signed");
        var browser = TestBrowser.withFakeDevice(network.inside(TestBrowser.executable()))) {
      assertTrue(node.url().startsWith("https://" + network.address() + ":"), node.url());
      Pages.enterRoom(browser.newPage(800, 600), node, "doctor", true);
      var patient = browser.newPage(800, 600);
      Watcher.recordConnections(patient);
      Pages.enterRoom(patient, node, "patient", false);
      Pages.awaitRemoteFrames(patient, 60);
      var received = Watcher.received(patient);
      assertEquals(network.address(), received.getString("relay"));
      System.out.printf(
          "%d frames from %s%n",
          Watcher.video(received, "framesDecoded"), received.getString("relay"));
      assertEquals(List.of(), browser.complaints());
    }
  }
}
