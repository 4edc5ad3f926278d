package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.replay.SequenceSearch.Match;

/**
 * One series of signatures, compared with its own past and with earlier calls; says whether the
 * newest stretch was there before. Not thread-safe.
 */
final class Recall {
  /** Where a stretch was found. */
  enum Where {
    /** In this call, running the same way. */
    LOOP("loop"),
    /** In this call, running backwards. */
    REVERSED("reversed"),
    /** In an earlier call. */
    EARLIER("reused");

    final String code;

    Where(String code) {
      this.code = code;
    }
  }

  /**
   * What decides.
   *
   * @param similarity from which on two stretches are the same
   * @param distinctness that the place must have, see {@link Match#distinctness()}
   * @param energy a tick below which too little happens to know anything again
   * @param spread ticks over which the energy must be spread
   * @param hold ticks in a row
   */
  record Limits(double similarity, double distinctness, double energy, double spread, int hold) {}

  private final SequenceSearch own;
  private final SequenceSearch earlier;
  private final Limits limits;
  private Where where;
  private Match match = Match.NONE;
  private boolean enough;
  private int run;
  private long informative;

  /**
   * @param own remembers this call
   * @param earlier holds earlier ones
   */
  Recall(SequenceSearch own, SequenceSearch earlier, Limits limits) {
    this.own = own;
    this.earlier = earlier;
    this.limits = limits;
  }

  /**
   * Takes the newest signature.
   *
   * @param enough whether, beside its energy, there is enough to know it again
   */
  void add(byte[] signature, boolean enough) {
    this.enough = enough;
    own.add(signature);
    earlier.look(signature);
    match = own.ahead();
    var best = Where.LOOP;
    if (own.reversed().similarity() > match.similarity()) {
      match = own.reversed();
      best = Where.REVERSED;
    }
    if (earlier.ahead().similarity() > match.similarity()) {
      match = earlier.ahead();
      best = Where.EARLIER;
    }
    if (informative()) informative++;
    boolean found = informative() && match.atLeast(limits.similarity, limits.distinctness);
    run = found ? run + 1 : 0;
    if (found) where = best;
  }

  void pause() {
    own.pause();
    earlier.pause();
    match = Match.NONE;
    run = 0;
  }

  /** Whether enough happens to know it again. */
  boolean informative() {
    return enough && own.energyPerTick() >= limits.energy && own.spread() >= limits.spread;
  }

  /** Ticks so far in which enough happened. */
  long informativeTicks() {
    return informative;
  }

  /** Whether the newest stretch was there before. */
  boolean found() {
    return run >= limits.hold;
  }

  /** How similar the newest stretch is to the place in this call where another series was found. */
  double similarityAt(Recall other) {
    return switch (other.where) {
      case LOOP -> own.similarityAt(other.match.ticksBack(), false);
      case REVERSED -> own.similarityAt(other.match.ticksBack(), true);
      case EARLIER -> 0;
    };
  }

  /** Where the stretch found last was; null before the first. */
  Where where() {
    return where;
  }

  /** The most similar earlier stretch of now. */
  Match match() {
    return match;
  }

  double energy() {
    return own.energyPerTick();
  }

  double spread() {
    return own.spread();
  }

  /** Ticks that are compared with. */
  int length() {
    return own.length() + earlier.length();
  }
}
