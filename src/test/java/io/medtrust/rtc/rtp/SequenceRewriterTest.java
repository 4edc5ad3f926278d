package io.medtrust.rtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceRewriterTest {
  private static final long MS = 1_000_000;
  private final SequenceRewriter rewriter = new SequenceRewriter(90_000, 65_534, 0xfffffff0L);

  private int map(long ssrc, int seq, long ts, long ms) {
    return rewriter.map(ssrc, seq, ts, ms * MS) ? rewriter.sequence() : -1;
  }

  @Test
  void theStreamBeginsWithItsOwnNumbersAndWraps() {
    assertEquals(65_534, map(1, 100, 5000, 0));
    assertEquals(0xfffffff0L, rewriter.timestamp());
    assertEquals(65_535, map(1, 101, 5000, 1));
    assertEquals(0, map(1, 102, 5020, 2));
    assertEquals(4, rewriter.timestamp());
  }

  @Test
  void aGapStaysAGapAndALatePacketGetsItsPlace() {
    map(1, 100, 0, 0);
    assertEquals(1, map(1, 103, 0, 0));
    assertEquals(65_535, map(1, 101, 0, 0));
    assertEquals(0, map(1, 102, 0, 0));
    assertEquals(0, map(1, 102, 0, 0), "the same packet, the same number");
  }

  @Test
  void droppedPacketsLeaveNoGap() {
    map(1, 10, 0, 0);
    rewriter.drop(1, 11);
    rewriter.drop(1, 12);
    assertEquals(65_535, map(1, 13, 0, 0));
    assertEquals(-1, map(1, 11, 0, 0), "dropped stays dropped");
    assertEquals(-1, map(1, 12, 0, 0));
    assertEquals(0, map(1, 14, 0, 0));
    rewriter.drop(1, 17);
    assertEquals(3, map(1, 18, 0, 0));
    assertEquals(1, map(1, 15, 0, 0));
    assertEquals(2, map(1, 16, 0, 0));
  }

  @Test
  void anotherSourceContinuesNumbersAndTime() {
    map(1, 100, 1000, 0);
    map(1, 101, 4000, 33);
    long before = rewriter.timestamp();
    assertEquals(-1, map(2, 9000, 777, 50), "not asked for");
    rewriter.switchTo(2);
    assertEquals(0, map(1, 102, 7000, 66), "until the new one comes the old goes on");
    assertEquals(1, map(2, 9001, 777, 166));
    assertEquals(before + 3000 + 9000 & 0xffffffffL, rewriter.timestamp(), "100 ms later");
    assertEquals(2, rewriter.currentSource());
    assertEquals(-1, map(1, 104, 7000, 170), "the old one's next packets are not wanted");
    assertEquals(65_535, map(1, 101, 4000, 170), "but what it was asked for again is");
    assertEquals(-1, map(2, 9000, 777, 170), "before the switch");
    assertEquals(2, map(2, 9002, 777, 170));
  }

  @Test
  void aPublisherWhoComesBackIsTheSameStream() {
    map(1, 100, 1000, 0);
    rewriter.switchTo(9);
    assertEquals(65_535, map(9, 3, 50, 5000));
    assertEquals(0xfffffff0L + 450_000 & 0xffffffffL, rewriter.timestamp());
    rewriter.switchTo(1);
    assertEquals(0, map(1, 60_000, 99, 6000));
  }

  @Test
  void aSubscriberWhoWasAwayMissesNothingOfThePauseAndKeepsTheClock() {
    map(1, 100, 1000, 0);
    rewriter.switchTo(1);
    assertEquals(65_535, map(1, 9_000, 901_000, 20_000), "no gap, at the first packet");
    assertEquals(0xfffffff0L + 900_000 & 0xffffffffL, rewriter.timestamp());
    assertEquals(1, map(1, 9_002, 904_000, 20_033));
    assertEquals(0, map(1, 9_001, 901_000, 20_033));
    assertTrue(rewriter.findSource(65_534));
    assertEquals(100, rewriter.sourceSequence(), "what was before keeps its number");
  }

  @Test
  void aJumpOfTheSourceIsHiddenOnceItIsConfirmed() {
    map(1, 100, 0, 0);
    assertEquals(-1, map(1, 20_000, 0, 1));
    assertEquals(65_535, map(1, 101, 0, 2), "a stray packet changes nothing");
    assertEquals(-1, map(1, 30_000, 0, 3));
    assertEquals(0, map(1, 30_001, 0, 4));
    assertEquals(1, map(1, 30_002, 0, 5));
  }

  @Test
  void aNackFindsTheSourcePacket() {
    map(1, 100, 1000, 0);
    rewriter.drop(1, 101);
    map(1, 102, 1000, 0);
    long outTs = rewriter.timestamp();
    assertTrue(rewriter.findSource(65_535));
    assertEquals(102, rewriter.sourceSequence());
    assertEquals(1, rewriter.sourceSsrc());
    assertEquals(outTs, rewriter.toOutgoing(1000));
    assertTrue(rewriter.findSource(65_534));
    assertEquals(100, rewriter.sourceSequence());
    assertFalse(rewriter.findSource(65_533), "before the beginning");
    assertFalse(rewriter.findSource(0), "not yet sent");
    rewriter.switchTo(2);
    map(2, 5, 0, 40);
    assertTrue(rewriter.findSource(0));
    assertEquals(2, rewriter.sourceSsrc());
    assertTrue(rewriter.findSource(65_535));
    assertEquals(1, rewriter.sourceSsrc());
    assertEquals(-1, rewriter.senderReportTimestamp(1, 0));
    assertTrue(rewriter.senderReportTimestamp(2, 0) >= 0);
  }

  /** Loss, reordering, repetition, drops and switches: numbers are unique, stable and dense. */
  @Test
  void noTwoPacketsEverShareANumber() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      SequenceRewriter r = new SequenceRewriter(90_000, random.nextInt(65_536), 0);
      Map<Long, Integer> given = new HashMap<>();
      Set<Integer> used = new HashSet<>();
      int forwardable = 0;
      long now = 0;
      int first = -1;
      int last = -1;
      for (int part = 0; part < 6; part++) {
        long ssrc = 100 + part % 3;
        int start = part / 3 * 20_000 + random.nextInt(5000) + part % 2 * 60_000;
        r.switchTo(ssrc);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          order.add(i);
        }
        for (int i = 1; i + 5 < order.size(); i += 5) {
          Collections.shuffle(order.subList(i, i + 5), random);
        }
        int highest = -1;
        for (int i : order) {
          now += MS;
          int seq = start + i & 0xffff;
          // What is dropped must be newer than all forwarded, as the relay decides at arrival.
          if (i > 0 && i > highest && random.nextInt(10) == 0) {
            r.drop(ssrc, seq);
            highest = i;
            assertFalse(r.map(ssrc, seq, 0, now));
            continue;
          }
          highest = Math.max(highest, i);
          for (int again = random.nextInt(8) == 0 ? 2 : 1; again > 0; again--) {
            assertTrue(r.map(ssrc, seq, i * 3000L, now), "seed " + seed);
            long key = (long) part << 32 | seq;
            Integer before = given.putIfAbsent(key, r.sequence());
            if (before == null) {
              forwardable++;
              assertTrue(used.add(r.sequence()), "seed " + seed + " number used twice");
              first = first < 0 ? r.sequence() : first;
              last = (short) (r.sequence() - last) > 0 || last < 0 ? r.sequence() : last;
            } else {
              assertEquals(before, r.sequence());
            }
            assertTrue(r.findSource(r.sequence()));
            assertEquals(seq, r.sourceSequence());
            assertEquals(ssrc, r.sourceSsrc());
          }
        }
      }
      assertEquals(forwardable, (last - first & 0xffff) + 1, "no gaps, seed " + seed);
    }
  }
}
