package io.medtrust.rtc.rtp;

import java.util.Arrays;

/**
 * Watches the sequence numbers of one received stream, says which packets to ask for again (generic
 * NACK, RFC 4585 §6.2.1) and which are lost for good. A gap is asked for after a short grace for
 * reordering, then once per round trip, from the third time on half as often each time, at most
 * {@code maxTries} times. The round trip is learned from the answers: a receiver that sends no
 * media has no other measure of it. Bounded in memory and work; no allocation after construction.
 * Not thread-safe.
 */
public final class NackGenerator {
  /** What a packet was. */
  public enum Arrival {
    /** Newer than all before it. */
    NEW,
    /** It fills a gap: late by reordering, or retransmitted. */
    RECOVERED,
    /** Seen before, or given up before. */
    OLD,
    /** The numbering jumped: everything before is forgotten. */
    RESTART
  }

  /** Takes the items of a NACK. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param pid first missing packet
     * @param blp bit i set: packet pid + i + 1 is missing too
     */
    void nack(int pid, int blp);
  }

  /** Time for a reordered packet to come by itself. */
  public static final long DEFAULT_GRACE_NANOS = 15_000_000;

  private static final int MAX_DROPOUT = 3000;
  private static final long MIN_INTERVAL_NANOS = 20_000_000;
  private static final long MAX_INTERVAL_NANOS = 500_000_000;
  private static final int EVEN_TRIES = 3;

  // Values of tries[] for packets before a key frame.
  private static final byte NOT_NEEDED = -1;
  private static final byte NOT_NEEDED_AND_LATE = -2;

  private final long graceNanos;
  private final int maxTries;
  private final long[] missing;
  private final long[] due;
  private final long[] firstAsked;
  private final byte[] tries;
  private int count;
  private boolean started;
  private long highest;
  private long next = Long.MAX_VALUE;
  private long roundTripNanos = 80_000_000;
  private long lost;
  private boolean keyFrameNeeded;

  /** With a grace of 15 ms, 7 tries (0.7 to 3 s) and 1000 gaps. */
  public NackGenerator() {
    this(DEFAULT_GRACE_NANOS, 7, 1000);
  }

  /**
   * @param graceNanos wait before the first request
   * @param maxTries requests per packet, 1..100
   * @param maxGaps missing packets watched at a time, 1..10000; above it all are given up
   */
  public NackGenerator(long graceNanos, int maxTries, int maxGaps) {
    this.graceNanos = graceNanos;
    this.maxTries = maxTries;
    this.missing = new long[maxGaps];
    this.due = new long[maxGaps];
    this.firstAsked = new long[maxGaps];
    this.tries = new byte[maxGaps];
  }

  /** From a request to its answer, as learned so far. */
  public long roundTripNanos() {
    return roundTripNanos;
  }

  /**
   * An answer to the first request measures the round trip. After more requests nobody knows which
   * one was answered (Karn and Partridge 1987): the time since the first is then an upper bound,
   * and counts only when it is longer than what is believed, else a line that became slow would be
   * asked ever too early.
   */
  private void learn(int tries, long sinceFirst) {
    if (tries == 1) roundTripNanos += (sinceFirst - roundTripNanos) / 4;
    else if (sinceFirst > roundTripNanos) roundTripNanos += (sinceFirst - roundTripNanos) / 8;
    roundTripNanos = Math.clamp(roundTripNanos, 0, MAX_INTERVAL_NANOS);
  }

  private long pauseAfter(int tries) {
    long even =
        Math.clamp(roundTripNanos + roundTripNanos / 4, MIN_INTERVAL_NANOS, MAX_INTERVAL_NANOS);
    return Math.min(even << Math.clamp(tries - EVEN_TRIES, 0, 10), MAX_INTERVAL_NANOS);
  }

  /**
   * Takes note of a packet, a recovered one under its original number.
   *
   * @param seq 0..65535
   * @param nowNanos arrival
   */
  public Arrival handle(int seq, long nowNanos) {
    if (!started) {
      started = true;
      highest = 0x10000L + (seq & 0xffff);
      return Arrival.NEW;
    }
    int delta = (short) (seq - (int) highest);
    if (delta == 1) {
      highest++;
      return Arrival.NEW;
    }
    if (delta > MAX_DROPOUT || delta < -MAX_DROPOUT) {
      giveUpAll();
      highest = 0x10000L + (seq & 0xffff);
      return Arrival.RESTART;
    }
    if (delta > 0) {
      addGap(highest + 1, delta - 1, nowNanos);
      highest += delta;
      return Arrival.NEW;
    }
    int at = Arrays.binarySearch(missing, 0, count, highest + delta);
    if (at < 0) {
      return Arrival.OLD;
    }
    if (tries[at] > 0) learn(tries[at], nowNanos - firstAsked[at]);
    remove(at);
    return Arrival.RECOVERED;
  }

  private void addGap(long first, int size, long nowNanos) {
    if (count + size > missing.length) {
      giveUpAll();
      if (size > missing.length) {
        lost += size;
        return;
      }
    }
    for (int i = 0; i < size; i++) {
      missing[count] = first + i;
      due[count] = nowNanos + graceNanos;
      tries[count++] = 0;
    }
    next = Math.min(next, nowNanos + graceNanos);
  }

  private void giveUpAll() {
    lost += count;
    count = 0;
    next = Long.MAX_VALUE;
    keyFrameNeeded = true;
  }

  private void remove(int at) {
    int tail = count - at - 1;
    if (tail > 0) {
      System.arraycopy(missing, at + 1, missing, at, tail);
      System.arraycopy(due, at + 1, due, at, tail);
      System.arraycopy(firstAsked, at + 1, firstAsked, at, tail);
      System.arraycopy(tries, at + 1, tries, at, tail);
    }
    if (--count == 0) {
      next = Long.MAX_VALUE;
    }
  }

  /**
   * Asks for what is due and gives up what was asked too often.
   *
   * @return number of packets asked for
   */
  public int poll(long nowNanos, Sink sink) {
    if (nowNanos < next) {
      return 0;
    }
    int asked = 0;
    int kept = 0;
    long pid = -1;
    int blp = 0;
    long soonest = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      long seq = missing[i];
      if (due[i] > nowNanos) {
        // not yet
      } else if (tries[i] == NOT_NEEDED) {
        tries[i] = NOT_NEEDED_AND_LATE;
        due[i] = nowNanos + MAX_INTERVAL_NANOS;
      } else if (tries[i] == NOT_NEEDED_AND_LATE) {
        lost++;
        continue;
      } else if (tries[i] >= maxTries) {
        lost++;
        keyFrameNeeded = true;
        continue;
      } else {
        if (tries[i]++ == 0) firstAsked[i] = nowNanos;
        due[i] = nowNanos + pauseAfter(tries[i]);
        asked++;
        if (pid >= 0 && seq - pid <= 16) {
          blp |= 1 << (int) (seq - pid - 1);
        } else {
          if (pid >= 0) {
            sink.nack((int) pid & 0xffff, blp);
          }
          pid = seq;
          blp = 0;
        }
      }
      missing[kept] = seq;
      due[kept] = due[i];
      firstAsked[kept] = firstAsked[i];
      tries[kept] = tries[i];
      kept++;
      soonest = Math.min(soonest, due[i]);
    }
    if (pid >= 0) {
      sink.nack((int) pid & 0xffff, blp);
    }
    count = kept;
    next = soonest;
    return asked;
  }

  /**
   * Stops asking for packets before {@code seq}: a key frame began there. They still count as
   * recovered if they come by themselves within half a second.
   */
  public void forgetBefore(int seq) {
    if (!started || count == 0) {
      return;
    }
    long limit = highest + (short) (seq - (int) highest);
    for (int i = 0; i < count && missing[i] < limit; i++) {
      if (tries[i] >= 0) {
        tries[i] = NOT_NEEDED;
      }
    }
  }

  /** When {@link #poll} has something to do, or {@link Long#MAX_VALUE}. */
  public long nextNanos() {
    return next;
  }

  /** Packets that are missing and may still come. */
  public int missing() {
    return count;
  }

  /** Packets given up since the beginning. */
  public long lostForGood() {
    return lost;
  }

  /** True once after packets were given up: only a key frame repairs the picture. */
  public boolean takeKeyFrameNeeded() {
    boolean needed = keyFrameNeeded;
    keyFrameNeeded = false;
    return needed;
  }
}
