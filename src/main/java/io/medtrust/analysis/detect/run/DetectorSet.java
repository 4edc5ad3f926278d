package io.medtrust.analysis.detect.run;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.detect.DetectorFactory.Kind;
import io.medtrust.analysis.detect.DetectorFactory.Priority;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.face.FaceObservation;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** All detectors of one verification. Thread-safe. */
public final class DetectorSet implements AutoCloseable {
  private final List<DetectorActor> actors;
  private volatile Priority lowest = Priority.ADVISORY;

  /**
   * @param settings of the node for this verification, for the detectors
   * @param nanos a monotonic clock
   */
  public DetectorSet(
      List<DetectorFactory> factories,
      Map<String, String> settings,
      DetectorPools pools,
      DetectorListener listener,
      LongSupplier nanos) {
    actors =
        factories.stream()
            .map(
                factory ->
                    new DetectorActor(
                        factory,
                        settings,
                        pools.of(factory.family()),
                        pools.settings(),
                        listener,
                        nanos))
            .toList();
  }

  /** Hands an observation to all video detectors. */
  public void observe(FaceObservation observation) {
    for (var actor : actors) {
      if (actor.kind().takes(Kind.VIDEO) && runs(actor)) actor.post(observation);
    }
  }

  /** Hands a window to all voice detectors. */
  public void hear(VoiceWindow window) {
    for (var actor : actors) {
      if (actor.kind().takes(Kind.VOICE) && runs(actor)) actor.post(window);
    }
  }

  /**
   * From now on only detectors of this priority and above are given anything; those left out say so
   * at once.
   */
  public void shedBelow(Priority priority, long mediaTimeMicros) {
    var before = lowest;
    if (before == priority) return;
    lowest = priority;
    for (var actor : actors) {
      if (actor.priority().compareTo(before) < 0 || runs(actor)) continue;
      actor.renew();
      actor.unknown(
          "shed", "The worker has more to do than it can; this is not judged", mediaTimeMicros);
    }
  }

  private boolean runs(DetectorActor actor) {
    return actor.priority().compareTo(lowest) >= 0;
  }

  /** Tells all detectors what the node knows. */
  public void know(Knowledge knowledge) {
    actors.forEach(actor -> actor.know(knowledge));
  }

  /** Looks for calls that take too long; call it several times a second. */
  public void sweep() {
    actors.forEach(DetectorActor::sweep);
  }

  /** The media of that kind ended or began anew: detectors forget what they saw. */
  public void renew(Kind kind) {
    for (var actor : actors) if (actor.kind().takes(kind)) actor.renew();
  }

  /** Nothing can be judged of that kind, and why. */
  public void unknown(Kind kind, String code, String reason, long mediaTimeMicros) {
    for (var actor : actors) {
      if (actor.kind().takes(kind)) actor.unknown(code, reason, mediaTimeMicros);
    }
  }

  /** Counts of each detector since the beginning. */
  public List<DetectorStats> stats() {
    return actors.stream().map(DetectorActor::stats).toList();
  }

  @Override
  public void close() {
    actors.forEach(DetectorActor::close);
  }
}
