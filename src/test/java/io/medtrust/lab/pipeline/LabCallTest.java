package io.medtrust.lab.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Reading;
import io.medtrust.ops.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole calls of a drawn picture through a real worker process. */
class LabCallTest {
  private static LabNode node;

  @BeforeAll
  static void start() throws Exception {
    node =
        LabNode.start(Settings.load(null, Map.of()).with(Map.of("analysis.worker_heap_mb", "256")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) node.close();
  }

  @Test
  void everything_that_is_said_of_a_call_is_kept_with_its_media_time() throws Exception {
    var source = new DrawnSource(4, true, true);
    var call = node.call(source, CallOptions.DEFAULT);
    assertEquals(4000, call.mediaMillis(), 50);
    assertEquals(120, call.way().frames());
    assertTrue(call.way().framesDecoded() > 60, "decoded " + call.way().framesDecoded());
    assertEquals(0, call.way().lost());
    assertEquals(0, call.way().framesDropped());
    var seen =
        call.readings().stream()
            .map(CallRecord.Timed::value)
            .filter(r -> r.detector().equals("frame_integrity"))
            .toList();
    assertTrue(seen.stream().anyMatch(r -> r.state() != Reading.State.UNKNOWN));
    for (var reading : seen) {
      long at = call.mediaMillis(reading);
      assertTrue(at > -100 && at < 4100, "media time " + at);
    }
    assertTrue(
        call.readings().stream()
            .anyMatch(
                r -> r.value().detector().equals("face_presence") && !r.value().code().isEmpty()));
    assertTrue(call.readings().stream().anyMatch(r -> r.value().detector().equals("voice")));
    // Five computations a second; a busy machine may leave some out.
    assertTrue(call.trust().size() > 10, "trust " + call.trust().size());
    assertTrue(call.trust().getLast().value().coverage() > 0);
    // There is no face, and the node says so after three seconds.
    assertTrue(
        call.alerts().stream().anyMatch(a -> a.value().triggers().contains("no_face")),
        "alerts " + call.alerts());
  }

  @Test
  void calls_side_by_side_are_kept_apart() throws Exception {
    var calls = new ArrayList<CallRecord>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 2; i++) {
      var options =
          CallOptions.DEFAULT.codec(i == 0 ? VideoCodec.VP8 : VideoCodec.H264).kbps(300, 16);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      var call = node.call(new DrawnSource(2, true, false), options);
                      synchronized (calls) {
                        calls.add(call);
                      }
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    for (var thread : threads) thread.join();
    assertEquals(2, calls.size());
    for (var call : calls) {
      assertTrue(call.readings().size() > 3);
      for (var r : call.readings()) assertEquals(call.verification(), r.value().verification());
      assertEquals(60, call.way().frames());
    }
  }

  @Test
  void loss_is_mended_by_asking_again_and_what_is_not_mended_is_damaged() throws Exception {
    var call = node.call(new DrawnSource(3, true, false), CallOptions.DEFAULT.loss(0.05, 3));
    assertTrue(call.way().packets() > 90);
    assertTrue(call.way().lost() <= 2, "lost " + call.way());
    var broken = node.call(new DrawnSource(3, true, false), CallOptions.DEFAULT.loss(0.95, 3));
    assertTrue(broken.way().lost() > 20, "lost " + broken.way().lost());
    assertTrue(broken.way().keyFramesAsked() > 0);
  }

  @Test
  void what_the_node_is_told_reaches_the_source_too() throws Exception {
    var source = new DrawnSource(1.5, true, false);
    var ticks = new AtomicInteger();
    var call =
        node.call(
            source,
            CallOptions.DEFAULT
                .knowing(id -> List.of(new AnalysisCommand.Enrolled(id, List.of())))
                .hook(
                    c -> {
                      if (ticks.incrementAndGet() == 3) {
                        c.tell(
                            new AnalysisCommand.LightProbe(
                                c.verification(), "p", 1, 400, List.of(1f, 0f, 0f)));
                      }
                    }));
    assertEquals(2, source.told.size());
    assertTrue(source.told.peek() instanceof AnalysisCommand.Enrolled);
    assertFalse(call.way().interrupted());
    assertTrue(ticks.get() >= 5);
  }
}
