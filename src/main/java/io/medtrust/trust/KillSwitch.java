package io.medtrust.trust;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether so much has failed that the call may be held or ended, when the operator wants that: the
 * reference's risk below its limit (30) and at least so many (3) independent signals failed, where
 * signals of one family are one, and at least one of them is more than a passive detector. A
 * passive detector counts only once it is calibrated.
 */
final class KillSwitch {
  /**
   * @param families that have failed
   */
  record Result(boolean tripped, List<String> families) {}

  private KillSwitch() {}

  static Result of(
      Integer risk, SignalBoard board, EvidenceBoard evidence, Thresholds limits, long now) {
    var failed = new LinkedHashSet<String>();
    boolean measured = false;
    for (var detector : board.detectors()) {
      var role = SignalRole.of(detector);
      var view = board.view(detector, now);
      if (!role.person() || !view.known()) continue;
      boolean counts =
          switch (role.kind()) {
            case MEASURED -> view.state().equals("failed");
            case ADVISORY -> view.score() < limits.failedFloor() && evidence.calibrated(view);
            case CONTEXT -> false;
          };
      if (!counts) continue;
      failed.add(role.family());
      measured |= role.kind() == SignalRole.Kind.MEASURED;
    }
    return new Result(tripped(risk, failed, measured, limits), List.copyOf(failed));
  }

  private static boolean tripped(
      Integer risk, Set<String> failed, boolean measured, Thresholds limits) {
    return risk != null
        && risk < limits.killRisk()
        && failed.size() >= limits.killMinFailed()
        && measured;
  }
}
