package io.medtrust.probes;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.SessionEvent;
import java.util.Map;

/** What is to be done for {@link Checks}. */
sealed interface Effect {
  /**
   * The page of the verified person is to show something.
   *
   * @param check its id; when there is no such page, the check was not shown
   */
  record Tell(String check, Map<String, Object> event) implements Effect {}

  record Analyse(AnalysisCommand command) implements Effect {}

  /** Everybody in the session is told. */
  record Publish(SessionEvent event) implements Effect {}

  /**
   * @param actor user who asked, or null
   */
  record Audit(String type, String severity, String actor, Map<String, Object> details)
      implements Effect {}

  /** A check ended. */
  record Counted(String kind, String code) implements Effect {}
}
