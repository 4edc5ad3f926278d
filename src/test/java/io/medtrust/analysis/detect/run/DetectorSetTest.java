package io.medtrust.analysis.detect.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.Await;
import io.medtrust.analysis.detect.AvDetector;
import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DetectorSetTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
  private final Queue<Long> times = new ConcurrentLinkedQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final DetectorPools pools =
      new DetectorPools(new DetectorSettings(1, 2 * SECOND, 6 * SECOND, 2));
  private final List<DetectorSet> sets = new ArrayList<>();

  @AfterEach
  void end() {
    release.countDown();
    sets.forEach(DetectorSet::close);
    pools.close();
  }

  private DetectorSet set(Function<FaceObservation, List<Output>> body) {
    VideoDetector detector = body::apply;
    return set(List.of(factory("one", () -> detector)));
  }

  private DetectorSet set(List<DetectorFactory> factories) {
    var set =
        new DetectorSet(
            factories,
            Map.of(),
            pools,
            (_, _, _, output, time) -> {
              verdicts.add((Verdict) output);
              times.add(time);
            },
            now::get);
    sets.add(set);
    return set;
  }

  private static DetectorFactory factory(
      String name, java.util.function.Supplier<VideoDetector> create) {
    return new DetectorFactory(name, "test", DetectorFactory.Kind.VIDEO, _ -> create.get());
  }

  private static List<Output> ok() {
    return List.of(Verdict.ok(90, "ok", "fine", Map.of()));
  }

  private void expect(String... codes) {
    Await.until("verdicts " + List.of(codes), () -> verdicts.size() >= codes.length);
    assertEquals(List.of(codes), verdicts.stream().map(Verdict::code).toList());
  }

  private void block() {
    boolean waiting = true;
    while (waiting) {
      try {
        release.await();
        waiting = false;
      } catch (InterruptedException _) {
        // A detector that hangs does not care.
      }
    }
  }

  @Test
  void a_verdict_carries_the_capture_time_of_its_observation() {
    set(_ -> ok()).observe(TestObservations.at(77_000));
    expect("ok");
    assertEquals(77_000, times.peek());
  }

  @Test
  void a_newer_observation_overwrites_one_that_waits_and_it_is_counted() {
    var seen = new ConcurrentLinkedQueue<Long>();
    var entered = new CountDownLatch(1);
    var set =
        set(
            o -> {
              seen.add(o.captureTimeMicros());
              entered.countDown();
              block();
              return ok();
            });
    set.observe(TestObservations.at(1));
    Await.until("entered", () -> entered.getCount() == 0);
    for (int i = 2; i <= 10; i++) set.observe(TestObservations.at(i));
    release.countDown();
    expect("ok", "ok");
    assertEquals(List.of(1L, 10L), List.copyOf(seen));
    assertEquals(8, set.stats().getFirst().overwritten());
  }

  @Test
  void an_exception_is_unknown_at_once_and_the_detector_starts_anew_after_a_pause() {
    var made = new AtomicInteger();
    var set =
        set(
            List.of(
                factory(
                    "one",
                    () -> {
                      int mine = made.incrementAndGet();
                      return o -> {
                        if (mine == 1) throw new IllegalStateException("broken");
                        return ok();
                      };
                    })));
    set.observe(TestObservations.at(1));
    expect("failed_internally");
    set.observe(TestObservations.at(2));
    assertEquals(1, verdicts.size());
    now.addAndGet(SECOND);
    set.observe(TestObservations.at(3));
    expect("failed_internally", "ok");
    assertEquals(2, made.get());
    assertEquals(1, set.stats().getFirst().failures());
  }

  @Test
  void a_late_call_is_unknown_and_what_it_says_at_last_is_thrown_away() {
    var entered = new CountDownLatch(1);
    var set =
        set(
            _ -> {
              entered.countDown();
              block();
              return ok();
            });
    set.observe(TestObservations.at(1));
    Await.until("entered", () -> entered.getCount() == 0);
    set.sweep();
    assertTrue(verdicts.isEmpty());
    now.addAndGet(2 * SECOND + 1);
    set.sweep();
    set.sweep();
    expect("late");
    release.countDown();
    Await.until("the call ended", () -> set.stats().getFirst().calls() == 1);
    set.observe(TestObservations.at(2));
    expect("late", "ok");
  }

  @Test
  void a_hanging_detector_is_given_up_with_its_thread_and_others_go_on() {
    var hangs = new AtomicInteger(1);
    var entered = new AtomicInteger();
    var set =
        set(
            List.of(
                factory(
                    "one",
                    () ->
                        _ -> {
                          entered.incrementAndGet();
                          if (hangs.getAndDecrement() > 0) block();
                          return ok();
                        })));
    set.observe(TestObservations.at(1));
    Await.until("entered", () -> entered.get() == 1);
    now.addAndGet(7 * SECOND);
    set.sweep();
    expect("late", "hung");
    assertEquals(1, pools.givenUp());
    // The family has one thread: another verification needs the one that took its place.
    set(_ -> ok()).observe(TestObservations.at(2));
    expect("late", "hung", "ok");
    now.addAndGet(SECOND);
    set.observe(TestObservations.at(3));
    expect("late", "hung", "ok", "ok");
    release.countDown();
    Await.until("the thread came back", () -> pools.givenUp() == 0);
  }

  @Test
  void beyond_the_limit_a_hanging_detector_is_unavailable() {
    var entered = new AtomicInteger();
    var set =
        set(
            _ -> {
              entered.incrementAndGet();
              block();
              return ok();
            });
    for (int i = 1; i <= 2; i++) {
      int calls = i;
      set.observe(TestObservations.at(i));
      Await.until("call " + i, () -> entered.get() == calls);
      now.addAndGet(7 * SECOND);
      set.sweep();
      now.addAndGet(5 * SECOND);
    }
    assertEquals(2, pools.givenUp());
    set.observe(TestObservations.at(3));
    set.observe(TestObservations.at(4));
    expect("late", "hung", "late", "hung", "unavailable");
    assertEquals(2, entered.get());
    release.countDown();
    Await.until("the threads came back", () -> pools.givenUp() == 0);
    now.addAndGet(60 * SECOND);
    set.observe(TestObservations.at(5));
    expect("late", "hung", "late", "hung", "unavailable", "ok");
  }

  @Test
  void a_thread_that_hangs_for_a_closed_verification_is_replaced() {
    var entered = new CountDownLatch(1);
    var set =
        set(
            _ -> {
              entered.countDown();
              block();
              return ok();
            });
    set.observe(TestObservations.at(1));
    Await.until("entered", () -> entered.getCount() == 0);
    set.close();
    pools.sweep(System.nanoTime());
    assertEquals(0, pools.givenUp());
    pools.sweep(System.nanoTime() + 13 * SECOND);
    assertEquals(1, pools.givenUp());
    set(_ -> ok()).observe(TestObservations.at(2));
    expect("ok");
    assertFalse(verdicts.isEmpty());
  }

  @Test
  void what_is_left_out_says_so_at_once_and_facts_go_on() {
    VideoDetector advice = _ -> ok();
    VideoDetector fact = _ -> List.of(Verdict.ok(90, "fact", "a fact", Map.of()));
    var set =
        set(
            List.of(
                new DetectorFactory(
                    "advice",
                    "test",
                    DetectorFactory.Kind.VIDEO,
                    DetectorFactory.Priority.ADVISORY,
                    _ -> advice),
                new DetectorFactory(
                    "fact",
                    "test",
                    DetectorFactory.Kind.VIDEO,
                    DetectorFactory.Priority.FACT,
                    _ -> fact)));
    set.shedBelow(DetectorFactory.Priority.FACT, 5);
    set.shedBelow(DetectorFactory.Priority.FACT, 6);
    set.observe(TestObservations.at(7));
    expect("shed", "fact");
    set.shedBelow(DetectorFactory.Priority.ADVISORY, 8);
    set.observe(TestObservations.at(9));
    Await.until("both", () -> verdicts.size() == 4);
    assertTrue(verdicts.stream().anyMatch(v -> v.code().equals("ok")));
  }

  @Test
  void what_the_node_knows_comes_before_the_next_observation_and_again_after_a_failure() {
    var made = new AtomicInteger();
    var set =
        set(
            List.of(
                factory(
                    "one",
                    () -> {
                      boolean fails = made.incrementAndGet() == 1;
                      return new VideoDetector() {
                        private String known = "nothing";

                        @Override
                        public void know(Knowledge knowledge) {
                          known = ((Knowledge.Challenge) knowledge).id();
                        }

                        @Override
                        public List<Output> observe(FaceObservation o) {
                          if (fails && o.captureTimeMicros() == 3)
                            throw new IllegalStateException();
                          return List.of(Verdict.ok(90, known, "told", Map.of()));
                        }
                      };
                    })));
    set.know(new Knowledge.Challenge("first", "blink", List.of(), 0, 1));
    set.observe(TestObservations.at(1));
    expect("first");
    set.know(new Knowledge.Challenge("second", "blink", List.of(), 0, 1));
    set.observe(TestObservations.at(2));
    expect("first", "second");
    set.observe(TestObservations.at(3));
    expect("first", "second", "failed_internally");
    now.addAndGet(SECOND);
    set.observe(TestObservations.at(4));
    expect("first", "second", "failed_internally", "second");
  }

  @Test
  void a_detector_of_both_kinds_is_given_both_in_the_order_of_time_and_is_freed() {
    var got = new ConcurrentLinkedQueue<String>();
    var entered = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    AvDetector both =
        new AvDetector() {
          @Override
          public List<Output> observe(FaceObservation o) {
            got.add("picture " + o.captureTimeMicros());
            if (o.captureTimeMicros() == 0) {
              entered.countDown();
              block();
            }
            return List.of();
          }

          @Override
          public List<Output> hear(VoiceWindow w) {
            got.add("sound " + w.endMicros());
            return List.of();
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    var set = set(List.of(new DetectorFactory("av", "test", DetectorFactory.Kind.AV, _ -> both)));
    set.observe(TestObservations.at(0));
    Await.until("it runs", () -> entered.getCount() == 0);
    set.observe(TestObservations.at(2_000_000));
    set.hear(
        new VoiceWindow(new float[VoiceWindow.SAMPLES], new boolean[VoiceWindow.SLOTS], 500_000));
    release.countDown();
    Await.until("all", () -> got.size() == 3);
    assertEquals(List.of("picture 0", "sound 1500000", "picture 2000000"), List.copyOf(got));
    set.close();
    Await.until("freed", () -> closed.getCount() == 0);
  }
}
