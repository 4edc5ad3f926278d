package io.medtrust.probes;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The checks of one verification without bus and clock, for measurements: consent is given, and the
 * page shows what it is told to. Pure; times are epoch milliseconds. Not thread-safe.
 */
public final class OfflineChecks {
  private final Checks checks;
  private final List<AnalysisCommand> commands = new ArrayList<>();

  public OfflineChecks(
      String session, String verification, ProbeSettings settings, RandomGenerator random) {
    checks = new Checks(session, verification, settings, WordList.load(), random);
    run(checks.consent(true, 0), 0);
  }

  /** Analysis sees one face. */
  public void face(long now) {
    checks.face(now);
  }

  public void reading(Reading reading, long now) {
    run(checks.reading(reading, now), now);
  }

  /**
   * Somebody in the room asks for a prompt.
   *
   * @return false when it cannot be made now
   */
  public boolean ask(String kind, long now) {
    try {
      run(checks.ask(kind, "patient", now), now);
      return true;
    } catch (Problem e) {
      return false;
    }
  }

  /** Does what time has made due; what analysis is to be told since the last call. */
  public List<AnalysisCommand> poll(long now) {
    run(checks.poll(now), now);
    var told = List.copyOf(commands);
    commands.clear();
    return told;
  }

  private void run(List<Effect> effects, long now) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.Analyse analyse -> commands.add(analyse.command());
        case Effect.Tell tell -> run(checks.page(tell.check(), true, false, now), now);
        case Effect.Publish _, Effect.Audit _, Effect.Counted _ -> {}
      }
    }
  }
}
