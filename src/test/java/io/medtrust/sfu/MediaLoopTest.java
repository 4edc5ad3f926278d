package io.medtrust.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.ops.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MediaLoopTest {
  private static MediaLoops open(String... settings) {
    var all = Settings.load(null, Map.of()).with(Map.of("sfu.media_loops", "2"));
    for (int i = 0; i < settings.length; i += 2) {
      all = all.with(Map.of(settings[i], settings[i + 1]));
    }
    return MediaLoops.open(SfuSettings.from(all), new SimpleMeterRegistry());
  }

  @Test
  void aSleepingLoopIsWokenByCommandsOfManyThreads() throws Exception {
    var loops = open();
    var done = new CountDownLatch(4000);
    for (int t = 0; t < 4; t++) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 1000; i++) loops.get(i & 1).execute(done::countDown);
              });
    }
    assertTrue(done.await(30, TimeUnit.SECONDS));
    assertTrue(loops.alive());
    loops.close();
    assertFalse(loops.alive());
  }

  @Test
  void aCommandThatFailsEndsNothing() throws Exception {
    var loops = open();
    var done = new CountDownLatch(1);
    loops
        .get(0)
        .execute(
            () -> {
              throw new IllegalStateException("expected by the test");
            });
    loops.get(0).execute(done::countDown);
    assertTrue(done.await(30, TimeUnit.SECONDS));
    assertEquals(1, loops.get(0).counters().get(Drop.INTERNAL));
    assertTrue(loops.alive());
    loops.close();
  }

  @Test
  void portsFollowTheFirst() throws Exception {
    int base;
    try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      base = free.getLocalPort();
    }
    var loops = open("sfu.port", "" + base, "sfu.media_loops", "1");
    assertEquals(base, loops.get(0).port());
    var taken =
        assertThrows(
            UncheckedIOException.class, () -> open("sfu.port", "" + base, "sfu.media_loops", "1"));
    assertTrue(taken.getMessage().contains("" + base));
    loops.close();
  }

  @Test
  void everyAddressOfTheMachineIsACandidateWhenAllAreBound() {
    var settings =
        SfuSettings.from(Settings.load(null, Map.of()).with(Map.of("sfu.bind", "0.0.0.0")));
    assertFalse(settings.advertised().isEmpty());
    assertTrue(settings.advertised().stream().noneMatch(InetAddress::isAnyLocalAddress));
    var wrong = Settings.load(null, Map.of()).with(Map.of("sfu.bind", "example.org"));
    assertThrows(IllegalArgumentException.class, () -> SfuSettings.from(wrong));
  }
}
