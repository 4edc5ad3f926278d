package io.medtrust.gateway.anomaly.model;

/** What the detector keeps of one principal between requests. */
final class Judged {
  /** The running block of 10 min, and its highest score; -1 when nothing in it was scored. */
  long block = Long.MIN_VALUE;

  double blockMost = -1;

  /** By which it was scored last. */
  RoleModel role;

  long scoredAt = Long.MIN_VALUE;
  long learnedAt = Long.MIN_VALUE;

  /** The last block above the step-up threshold that was counted as normal traffic. */
  long countedAt = Long.MIN_VALUE;

  Verdict last = Verdict.NONE;
}
