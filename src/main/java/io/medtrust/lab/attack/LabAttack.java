package io.medtrust.lab.attack;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Reading;
import io.medtrust.lab.media.ClipSound;
import io.medtrust.lab.media.LabClip;
import io.medtrust.lab.media.Manifest;
import io.medtrust.lab.pipeline.CallOptions;
import io.medtrust.lab.pipeline.CallPool;
import io.medtrust.lab.pipeline.Footage;
import io.medtrust.lab.pipeline.LabCall;
import io.medtrust.lab.pipeline.LabNode;
import io.medtrust.lab.run.Fingerprint;
import io.medtrust.lab.run.ResultStore;
import io.medtrust.lab.run.Templates;
import io.medtrust.ops.Settings;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the calls of scripted attacks that are not there yet, and reports on all of them. */
public final class LabAttack {
  private static final Duration REFERENCE = Duration.ofSeconds(8);
  private static final Duration REFERENCE_SPEECH = Duration.ofSeconds(26);
  private static final int MOST_PER_CORE = 3;
  private static final int TRIES = 4;

  /** A call in which all is said ends this long after the alert. */
  private static final long ENOUGH_MILLIS = 3000;

  /**
   * @param report what was measured
   * @param missing calls that this machine could not make in real time
   */
  public record Outcome(JsonObject report, int missing) {}

  private final Settings settings;
  private final AttackOptions options;
  private final PrintStream out;
  private final Manifest manifest;
  private final String fingerprint;
  private final String condition;
  private final ResultStore<AttackResult> store;
  private final Map<String, List<AnalysisCommand.Template>> templates = new ConcurrentHashMap<>();
  private LabNode node;

  /**
   * @throws IllegalArgumentException with one sentence when the folder is not a labelled one
   */
  public LabAttack(Settings given, AttackOptions options, PrintStream out) {
    this.settings = LabNode.measuring(given);
    this.options = options;
    this.out = out;
    manifest = Manifest.read(options.data());
    var taking = new LinkedHashMap<>(settings.under("analysis"));
    settings.under("trust").forEach((k, v) -> taking.put("trust." + k, v));
    fingerprint = Fingerprint.of(taking, manifest.hash());
    condition =
        "%s %d kbit/s, Opus %d kbit/s, %s %% loss"
            .formatted(options.codec(), options.kbps(), options.soundKbps(), options.loss());
    store = new ResultStore<>(options.work(), fingerprint, AttackResult.class);
  }

  public Outcome run() throws Exception {
    var plan = new AttackPlan(manifest, options.seed(), options.horizonSeconds());
    var runs = new ArrayList<AttackRun>();
    for (var kind : options.kinds()) {
      runs.addAll(plan.runs(kind, options.runs(), c -> ClipSound.audible(c.file())));
    }
    int missing = 0;
    try {
      for (var kind : options.kinds()) {
        missing += make(kind, runs.stream().filter(r -> r.kind() == kind).toList());
      }
    } finally {
      if (node != null) node.close();
    }
    var results = new ArrayList<AttackResult>();
    for (var run : runs) store.find(key(run)).ifPresent(results::add);
    var report = AttackReport.of(results, options.kinds(), options.horizonSeconds());
    report
        .put("fingerprint", fingerprint)
        .put("data_sha256", manifest.hash())
        .put("condition", condition)
        .put("seed", options.seed())
        .put("calls_not_measured", missing);
    return new Outcome(report, missing);
  }

  private String key(AttackRun run) {
    return run.key(options.seed(), condition);
  }

  private int make(AttackKind kind, List<AttackRun> all) throws Exception {
    var left = all.stream().filter(r -> store.find(key(r)).isEmpty()).toList();
    out.printf(
        "%s: %d attacks, %d are there already%n",
        kind.word(), all.size(), all.size() - left.size());
    if (left.isEmpty()) return 0;
    if (node == null) node = LabNode.start(settings);
    for (var run : left) {
      if (!templates.containsKey(run.subject())) templates.put(run.subject(), enroll(run));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    int most = options.atOnce() > 0 ? options.atOnce() : cores * MOST_PER_CORE;
    int missing =
        new CallPool<>(
                left,
                Math.min(most, kind.pictures ? cores : 4 * cores),
                kind.pictures ? most : most * 2,
                this::one,
                (done, count, atOnce, behind) -> {
                  if (done % 5 == 0 || done == count) {
                    out.printf(
                        "%s: %d of %d, %d at once, %d made again%n",
                        kind.word(), done, count, atOnce, behind);
                  }
                })
            .run();
    if (missing > 0) {
      out.printf(
          "%s: %d calls could not be made in real time; give the machine less to do beside%n",
          kind.word(), missing);
    }
    return missing;
  }

  /** Templates of the beginning of the person's own footage: the same recording, and said so. */
  private List<AnalysisCommand.Template> enroll(AttackRun run) throws Exception {
    // When two persons gave none, no detector makes templates.
    if (templates.size() >= 2 && templates.values().stream().allMatch(List::isEmpty)) {
      return List.of();
    }
    var reference = run.kind().pictures ? REFERENCE : REFERENCE_SPEECH;
    for (int tries = 0; tries < TRIES; tries++) {
      try (var source = new Footage(files(run.clips()), run.kind().pictures, run.kind().sound)) {
        var call = node.call(source, CallOptions.DEFAULT.kbps(1200, 32).longest(reference));
        if (!call.templates().isEmpty() || !call.way().behind()) {
          return Templates.mean(call.templates());
        }
      }
    }
    throw new IllegalStateException(
        "the machine does not keep up with a single call; give it less to do beside");
  }

  private boolean one(AttackRun run) throws Exception {
    var kind = run.kind();
    long start = Math.round(run.startSeconds() * 1e6);
    var genuine = new Footage(files(run.clips()), kind.pictures, kind.sound);
    boolean ownPictures = kind.pictures && kind != AttackKind.LIP_MISMATCH;
    try (var source =
        new AttackSource(
            kind,
            start,
            run.loopSeconds(),
            genuine,
            () -> new Footage(files(run.otherClips()), ownPictures, !ownPictures))) {
      var call = node.call(source, callOptions(run));
      if (call.way().behind()) return false;
      store.put(AttackResult.of(key(run), run, call, genuine.cuts()));
      return true;
    }
  }

  private CallOptions callOptions(AttackRun run) {
    long all = Math.round((run.startSeconds() + run.horizonSeconds()) * 1000);
    long start = Math.round(run.startSeconds() * 1000);
    var call =
        CallOptions.DEFAULT
            .codec(options.codec())
            .kbps(options.kbps(), options.soundKbps())
            .loss(options.loss() / 100, options.seed() + run.number())
            .longest(Duration.ofMillis(all))
            .hook(c -> endWhenSaid(c, start));
    var template = templates.get(run.subject());
    if (template == null || template.isEmpty()) return call;
    return call.knowing(id -> List.of(new AnalysisCommand.Enrolled(id, template)));
  }

  /** Some seconds after an alert, which was more than a hard cut, everything has been said. */
  private static void endWhenSaid(LabCall call, long start) {
    long now = call.mediaMillis();
    boolean told =
        call.alertsSoFar().stream()
            .anyMatch(
                a ->
                    a.value().active()
                        && !AttackResult.onlyCut(a.value())
                        && a.atMillis() >= start
                        && now - a.atMillis() > ENOUGH_MILLIS);
    if (!told) return;
    boolean failed =
        call.readingsSoFar().stream()
            .anyMatch(r -> r.atMillis() >= start && r.value().state() == Reading.State.FAILED);
    if (failed) call.end();
  }

  private static List<Path> files(List<LabClip> clips) {
    return clips.stream().map(LabClip::file).toList();
  }
}
