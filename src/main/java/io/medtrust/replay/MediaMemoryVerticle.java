package io.medtrust.replay;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers fingerprints of the verifications of this node and hands an account's earlier ones to
 * analysis: when a verification begins, and again with this call's own when its detectors began
 * anew (a camera that was off, a worker that took over), so that switching a camera off makes
 * nobody forget. While PostgreSQL is away nothing is remembered and nothing waits for it.
 */
public final class MediaMemoryVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MediaMemoryVerticle.class);

  /** A worker says at most some twelve a minute of each kind; more is a fault of it. */
  private static final int MOST_A_MINUTE = 60;

  private static final int LONGEST_BASE64 = 5464;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final Set<String> KINDS = Set.of("video", "sound");
  private static final Set<String> DETECTORS = Set.of("replay", "voice_replay");
  private static final Set<String> BEGAN_ANEW = Set.of("no_video", "no_audio");

  private final class Watched {
    final UUID verification;
    final List<MessageConsumer<JsonObject>> consumers;
    long minute;
    int thisMinute;
    boolean kept;
    long toldAt;

    Watched(String session, String verification) {
      this.verification = UUID.fromString(verification);
      var bus = vertx.eventBus();
      consumers =
          List.of(
              bus.consumer(Addresses.analysis(verification), m -> event(this, m.body())),
              bus.consumer(Addresses.reading(verification), m -> reading(this, m.body())),
              bus.consumer(Addresses.session(session), m -> session(this, m.body())));
    }
  }

  private final ReplaySettings settings;
  private final MediaMemory memory;
  private final Counter stored;
  private final Counter lost;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();

  public MediaMemoryVerticle(ReplaySettings settings, Pool pool, MeterRegistry metrics) {
    this.settings = settings;
    memory = new MediaMemory(pool);
    stored = metrics.counter("medtrust.replay.fingerprints.stored");
    lost = metrics.counter("medtrust.replay.fingerprints.lost");
  }

  @Override
  public Future<?> start() {
    vertx.eventBus().<JsonObject>localConsumer(Addresses.VERIFICATION, m -> command(m.body()));
    vertx.setPeriodic(settings.purgeMillis(), _ -> purge());
    purge();
    return Future.succeededFuture();
  }

  /** Whether it listens to a verification; for tests. */
  boolean watches(UUID verification) {
    return watched.containsKey(verification.toString());
  }

  void command(JsonObject body) {
    switch (Wire.decode(body, VerificationCommand.class)) {
      case VerificationCommand.Begin begin -> {
        if (settings.retentionDays() == 0) return;
        var known = watched.get(begin.verification());
        if (known == null) {
          known = new Watched(begin.session(), begin.verification());
          watched.put(begin.verification(), known);
        }
        tell(known);
      }
      case VerificationCommand.End end -> {
        var ended = watched.remove(end.verification());
        if (ended != null) ended.consumers.forEach(MessageConsumer::unregister);
      }
    }
  }

  private void event(Watched of, JsonObject body) {
    switch (Wire.decode(body, AnalysisEvent.class)) {
      case AnalysisEvent.FingerprintTaken taken -> keep(of, taken.fingerprint());
      case AnalysisEvent.Availability a when a.available() && of.kept -> tell(of);
      default -> {}
    }
  }

  private void reading(Watched of, JsonObject body) {
    var reading = Wire.decode(body, Reading.class);
    if (!of.kept || !DETECTORS.contains(reading.detector())) return;
    // It is said once a second while the track is off.
    long now = System.currentTimeMillis();
    if (!BEGAN_ANEW.contains(reading.code()) || now - of.toldAt < 1000) return;
    tell(of);
  }

  private void session(Watched of, JsonObject body) {
    if (!(Wire.decode(body, SessionEvent.class) instanceof SessionEvent.ConsentChanged changed)) {
      return;
    }
    if (changed.given() || !changed.participant().equals(of.verification.toString())) return;
    of.kept = false;
    memory
        .forget(of.verification)
        .onFailure(e -> LOG.warn("fingerprints stay until the next purge: {}", e.getMessage()));
  }

  private void keep(Watched of, AnalysisCommand.Fingerprint fingerprint) {
    long now = System.currentTimeMillis();
    long minute = now / 60_000;
    if (minute != of.minute) {
      of.minute = minute;
      of.thisMinute = 0;
    }
    boolean sensible =
        KINDS.contains(fingerprint.kind())
            && fingerprint.data().length() <= LONGEST_BASE64
            && Math.abs(now - fingerprint.mediaTimeMillis()) < HOUR_MILLIS;
    if (!sensible || ++of.thisMinute > MOST_A_MINUTE) {
      lost.increment();
      return;
    }
    memory
        .keep(of.verification, fingerprint)
        .onSuccess(
            kept -> {
              if (kept) stored.increment();
              of.kept |= kept;
            })
        .onFailure(
            e -> {
              lost.increment();
              LOG.debug("a fingerprint was not stored", e);
            });
  }

  private void tell(Watched of) {
    of.toldAt = System.currentTimeMillis();
    memory
        .newest(of.verification, oldest(), settings.memoryBytes())
        .onFailure(e -> LOG.warn("earlier calls are not compared: {}", e.getMessage()))
        .onSuccess(
            found -> {
              if (found.isEmpty() && !of.kept) return;
              vertx
                  .eventBus()
                  .publish(
                      Addresses.ANALYSIS_COMMAND,
                      Wire.encode(new AnalysisCommand.Memory(of.verification.toString(), found)));
            });
  }

  private void purge() {
    memory
        .purge(oldest())
        .onSuccess(n -> LOG.debug("{} fingerprints forgotten", n))
        .onFailure(e -> LOG.warn("old fingerprints stay for now: {}", e.getMessage()));
  }

  private long oldest() {
    return System.currentTimeMillis() - settings.retentionDays() * 86_400_000L;
  }
}
