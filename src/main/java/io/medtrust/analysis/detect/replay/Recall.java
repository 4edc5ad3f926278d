package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.replay.SequenceSearch.Match;

/**
 * One series of signatures, compared with its own past and with earlier calls; says whether the
 * newest stretch was there before. Not thread-safe.
 *
 * <p>Among the billions of pairs of moments of an hour some are alike: a word, a look at the notes
 * and back. So a place that was found is followed, and counts once it has gone on to be right while
 * new things happened: moment for moment, each weighing the same, since one large gesture outweighs
 * all that differs beside it.
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
   * @param hold ticks in which something happened, and the same as at the place
   */
  record Limits(double similarity, double distinctness, double energy, double spread, int hold) {}

  /** How much less similar it may be while it is followed. */
  private static final double SLACK = 0.1;

  /** Cosine from which on two ticks are the same; and one in so many may be another. */
  private static final double ALIKE = 0.65;

  private static final int ONE_OTHER_IN = 5;

  private final SequenceSearch own;
  private final SequenceSearch earlier;
  private final Limits limits;
  private Where where;
  private Match match = Match.NONE;
  private boolean enough;
  // The place that is followed, ticks back; the run counts what happened there so far.
  private int place;
  private int run;
  private int others;
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
    boolean active = SequenceSearch.energy(signature) >= limits.energy;
    if (run > 0 && follows()) {
      if (!active || !informative() || match.distinctness() < limits.distinctness) return;
      if (cosine() >= ALIKE) run++;
      else if (++others > 2 + run / (ONE_OTHER_IN - 1)) run = 0;
      return;
    }
    run = 0;
    others = 0;
    if (!informative() || !match.atLeast(limits.similarity, limits.distinctness)) return;
    run = 1;
    where = best;
    place = match.ticksBack();
  }

  private double cosine() {
    return switch (where) {
      case LOOP -> own.cosineAt(place);
      case REVERSED -> -own.cosineAt(place);
      case EARLIER -> earlier.cosineAtSeen(place);
    };
  }

  /** Whether what is followed is still right; a tick earlier or later is the same place. */
  private boolean follows() {
    // Backwards, now and then run apart; an earlier call does not grow.
    int expected = place + (where == Where.REVERSED ? 2 : where == Where.EARLIER ? -1 : 0);
    double highest = -1;
    for (int back = expected - 1; back <= expected + 1; back++) {
      double similarity =
          where == Where.EARLIER
              ? earlier.similarityAtSeen(back)
              : own.similarityAt(back, where == Where.REVERSED);
      // The expected place, when others are no better.
      if (similarity > highest || back == expected && similarity == highest) {
        highest = similarity;
        place = back;
      }
    }
    return highest >= limits.similarity - SLACK;
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

  /** Where that was, ticks back from now. */
  int ticksBack() {
    return place;
  }

  /** How similar the newest stretch is to the place in this call where another series was found. */
  double similarityAt(Recall other) {
    return switch (other.where) {
      case LOOP -> own.similarityAt(other.place, false);
      case REVERSED -> own.similarityAt(other.place, true);
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
