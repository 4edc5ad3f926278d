package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.DetectorFactory.Priority;

/**
 * Decides what a decoding thread leaves out when it has more to do than it can. It goes up a step
 * after a second above {@value #HIGH} of its time, and down after five seconds below {@value #LOW},
 * so that it does not swing.
 *
 * <p>Pure; not thread-safe.
 */
final class LoadGovernor {
  /** What is left out, the least important first. */
  enum Step {
    ALL(Priority.ADVISORY, 30),
    NO_ADVICE(Priority.MEASURED, 30),
    HALF_RATE(Priority.MEASURED, 15),
    FACTS(Priority.FACT, 10);

    /** Detectors below it are left out. */
    final Priority lowest;

    /** Pictures a second in which a face is looked for, of each stream. */
    final int picturesPerSecond;

    Step(Priority lowest, int picturesPerSecond) {
      this.lowest = lowest;
      this.picturesPerSecond = picturesPerSecond;
    }
  }

  static final double HIGH = 0.92;
  static final double LOW = 0.65;
  private static final int CALM_SECONDS = 5;

  private Step step = Step.ALL;
  private int calm;

  /**
   * Takes note of one second.
   *
   * @param busy share of it in which the thread worked, 0..1
   * @return what holds now
   */
  Step second(double busy) {
    if (busy > HIGH && step.ordinal() + 1 < Step.values().length) {
      step = Step.values()[step.ordinal() + 1];
      calm = 0;
    } else if (busy >= LOW) {
      calm = 0;
    } else if (++calm >= CALM_SECONDS && step.ordinal() > 0) {
      step = Step.values()[step.ordinal() - 1];
      calm = 0;
    }
    return step;
  }

  Step step() {
    return step;
  }
}
