package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.rtp.NackGenerator.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
  private static final long MS = 1_000_000;
  private final NackGenerator nacks = new NackGenerator(15 * MS, 3, 1000);
  private final List<Integer> asked = new ArrayList<>();

  private int poll(long ms) {
    asked.clear();
    return nacks.poll(
        ms * MS,
        (pid, blp) -> {
          asked.add(pid);
          for (int i = 0; i < 16; i++) {
            if ((blp >> i & 1) == 1) {
              asked.add(pid + i + 1 & 0xffff);
            }
          }
        });
  }

  @Test
  void aGapIsAskedForAfterAGraceAndThenOncePerRoundTrip() {
    assertEquals(Arrival.NEW, nacks.handle(65_534, 0));
    assertEquals(Arrival.NEW, nacks.handle(1, 0));
    assertEquals(15 * MS, nacks.nextNanos());
    assertEquals(0, poll(14));
    assertEquals(2, poll(15));
    assertEquals(List.of(65_535, 0), asked);
    assertEquals(0, poll(114));
    assertEquals(Arrival.RECOVERED, nacks.handle(65_535, 114 * MS));
    assertEquals(Arrival.OLD, nacks.handle(65_535, 114 * MS));
    assertEquals(1, poll(115));
    assertEquals(List.of(0), asked);
  }

  /** One loss, asked for at once and answered after that time, or not at all. */
  private static int requestsUntil(NackGenerator n, int seq, long fromMs, long answerAfterMs) {
    n.handle(seq - 1, fromMs * MS);
    n.handle(seq + 1, fromMs * MS);
    int requests = 0;
    for (long ms = fromMs; ms < fromMs + answerAfterMs; ms++) {
      requests += n.poll(ms * MS, (_, _) -> {});
    }
    n.handle(seq, (fromMs + answerAfterMs) * MS);
    return requests;
  }

  @Test
  void theRoundTripIsLearnedFromTheAnswersAndALostAnswerSoonAskedForAgain() {
    NackGenerator n = new NackGenerator();
    for (int i = 0; i < 20; i++) assertEquals(1, requestsUntil(n, 2 * i + 1, 1000L * i, 19));
    assertTrue(n.roundTripNanos() < 6 * MS, n.roundTripNanos() + " ns");
    assertEquals(3, requestsUntil(n, 41, 50_000, 15 + 20 + 20 + 1), "after 15, 35 and 55 ms");
  }

  @Test
  void aLineThatBecameSlowIsNotGivenUpAndSoonAskedLessOften() {
    NackGenerator n = new NackGenerator();
    for (int i = 0; i < 20; i++) requestsUntil(n, 2 * i + 1, 1000L * i, 19);
    int requests = 0;
    for (int i = 0; i < 40; i++) requests = requestsUntil(n, 41 + 2 * i, 50_000 + 1000L * i, 415);
    assertEquals(0, n.lostForGood());
    assertTrue(requests <= 2, requests + " requests a loss");
  }

  @Test
  void reorderingAloneIsNotAskedFor() {
    nacks.handle(10, 0);
    nacks.handle(12, 0);
    assertEquals(Arrival.RECOVERED, nacks.handle(11, 5 * MS));
    assertEquals(Long.MAX_VALUE, nacks.nextNanos());
    assertEquals(0, poll(1000));
  }

  @Test
  void afterTheLastTryThePacketIsLostAndAKeyFrameNeeded() {
    nacks.handle(10, 0);
    nacks.handle(12, 0);
    for (int i = 0; i < 3; i++) {
      assertEquals(1, poll(1000 * (i + 1)));
    }
    assertFalse(nacks.takeKeyFrameNeeded());
    assertEquals(0, poll(5000));
    assertEquals(1, nacks.lostForGood());
    assertTrue(nacks.takeKeyFrameNeeded());
    assertFalse(nacks.takeKeyFrameNeeded());
    assertEquals(Arrival.OLD, nacks.handle(11, 5001 * MS));
  }

  @Test
  void aNackItemHoldsThePacketAndTheSixteenAfterIt() {
    List<String> items = new ArrayList<>();
    nacks.handle(0, 0);
    nacks.handle(20, 0);
    nacks.poll(15 * MS, (pid, blp) -> items.add(pid + ":" + Integer.toHexString(blp)));
    assertEquals(List.of("1:ffff", "18:1"), items);
  }

  @Test
  void tooManyGapsAreGivenUpTogether() {
    nacks.handle(0, 0);
    nacks.handle(900, 0);
    assertEquals(899, nacks.missing());
    nacks.handle(1200, 0);
    assertEquals(299, nacks.missing());
    assertEquals(899, nacks.lostForGood());
    assertTrue(nacks.takeKeyFrameNeeded());
    nacks.handle(3500, 0);
    assertEquals(0, nacks.missing());
    assertEquals(899 + 299 + 2299, nacks.lostForGood());
  }

  @Test
  void aKeyFrameMakesEarlierPacketsUseless() {
    nacks.handle(0, 0);
    nacks.handle(5, 0);
    nacks.handle(10, 0);
    nacks.forgetBefore(6);
    assertEquals(4, poll(20));
    assertEquals(List.of(6, 7, 8, 9), asked);
    assertEquals(Arrival.RECOVERED, nacks.handle(3, 20 * MS), "but welcome");
    nacks.forgetBefore(10);
    assertEquals(0, poll(200));
    assertEquals(0, poll(10_000));
    assertEquals(0, poll(20_000));
    assertEquals(Long.MAX_VALUE, nacks.nextNanos());
    assertEquals(7, nacks.lostForGood());
    assertFalse(nacks.takeKeyFrameNeeded());
  }

  @Test
  void aJumpOfTheNumberingStartsAnew() {
    nacks.handle(0, 0);
    nacks.handle(2, 0);
    assertEquals(Arrival.RESTART, nacks.handle(30_000, 0));
    assertEquals(0, nacks.missing());
    assertEquals(Arrival.NEW, nacks.handle(30_001, 0));
  }

  /** Against a plain model with sets. */
  @Test
  void whatIsMissingIsExactlyWhatDidNotCome() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      NackGenerator n = new NackGenerator(0, 100, 1000);
      TreeSet<Integer> missing = new TreeSet<>();
      int base = random.nextInt(65_536);
      int highest = 0;
      n.handle(base, 0);
      for (int step = 1; step < 2000; step++) {
        if (missing.size() > 960 || !missing.isEmpty() && random.nextInt(3) > 0) {
          int at = missing.first() + random.nextInt(4);
          boolean was = missing.remove(at);
          if (at <= highest) {
            assertEquals(
                was ? Arrival.RECOVERED : Arrival.OLD, n.handle(base + at & 0xffff, step * MS));
          }
        } else {
          int skip = random.nextInt(4) == 0 ? random.nextInt(30) : 0;
          for (int i = 1; i <= skip; i++) {
            missing.add(highest + i);
          }
          highest += skip + 1;
          assertEquals(Arrival.NEW, n.handle(base + highest & 0xffff, step * MS));
        }
        assertEquals(missing.size(), n.missing());
      }
      TreeSet<Integer> told = new TreeSet<>();
      n.poll(
          Long.MAX_VALUE / 2,
          (pid, blp) -> {
            told.add(pid);
            for (int i = 0; i < 16; i++) {
              if ((blp >> i & 1) == 1) {
                told.add(pid + i + 1 & 0xffff);
              }
            }
          });
      TreeSet<Integer> expected = new TreeSet<>();
      missing.forEach(m -> expected.add(base + m & 0xffff));
      assertEquals(expected, told);
    }
  }
}
