package io.medtrust.lab.run;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.lab.media.ClipSound;
import io.medtrust.lab.media.LabClip;
import io.medtrust.lab.media.LabClip.Kind;
import io.medtrust.lab.media.Manifest;
import io.medtrust.lab.pipeline.CallOptions;
import io.medtrust.lab.pipeline.CallPool;
import io.medtrust.lab.pipeline.CallRecord;
import io.medtrust.lab.pipeline.ClipSource;
import io.medtrust.lab.pipeline.LabNode;
import io.medtrust.ops.Settings;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the calls of a run that are not there yet, and evaluates all of them. */
public final class LabRun {
  private static final int SOUND_KBPS = 32;
  private static final int FIRST_REFERENCES = 3;
  private static final int MOST_FACES_PER_CORE = 4;
  private static final int MOST_VOICES_PER_CORE = 12;

  /**
   * @param report what was measured
   * @param missing calls that this machine could not make in real time
   */
  public record Outcome(JsonObject report, int missing) {}

  private final Settings settings;
  private final RunOptions options;
  private final PrintStream out;
  private final Manifest manifest;
  private final RunPlan plan;
  private final String fingerprint;
  private final ResultStore<CallResult> store;
  private final Map<String, List<AnalysisCommand.Template>> templates = new ConcurrentHashMap<>();
  private LabNode node;

  /**
   * @param out where progress is told
   * @throws IllegalArgumentException with one sentence when the folder is not a labelled one
   */
  public LabRun(Settings given, RunOptions options, PrintStream out) {
    this.settings = LabNode.measuring(given);
    this.options = options;
    this.out = out;
    manifest = Manifest.read(options.data());
    plan = RunPlan.of(manifest, options);
    var taking = new LinkedHashMap<>(settings.under("analysis"));
    settings.under("trust").forEach((k, v) -> taking.put("trust." + k, v));
    fingerprint = Fingerprint.of(taking, manifest.hash());
    store = new ResultStore<>(options.work(), fingerprint, CallResult.class);
  }

  public Outcome run() throws Exception {
    int missing = 0;
    try {
      for (var kind : Kind.values()) missing += make(kind);
    } finally {
      if (node != null) node.close();
    }
    var results = new ArrayList<JudgedCall>();
    for (var call : plan.calls()) {
      var result = store.find(call.key());
      if (result.isPresent()) results.add(new JudgedCall(call, result.get()));
    }
    var report = new Evaluation(manifest, results, options.detectors(), fingerprint).report();
    return new Outcome(report.put("calls_not_measured", missing), missing);
  }

  private int make(Kind kind) throws Exception {
    var all = plan.calls().stream().filter(c -> c.clip().kind() == kind).toList();
    var left = all.stream().filter(c -> store.find(c.key()).isEmpty()).toList();
    if (all.isEmpty()) return 0;
    var what = kind == Kind.FACE ? "faces" : "voices";
    out.printf("%s: %d calls, %d are there already%n", what, all.size(), all.size() - left.size());
    if (left.isEmpty()) return 0;
    if (node == null) node = LabNode.start(settings);
    var wanted = references(kind, left, what);
    // The same media against another's template says something only where templates are made.
    boolean compared = wanted.stream().anyMatch(c -> !made(c.subject()).isEmpty());
    if (!compared && wanted.stream().anyMatch(c -> !templates.containsKey(c.subject()))) {
      out.printf("%s: no reference clip could be measured, so nothing is compared yet%n", what);
      return left.size();
    }
    var now =
        left.stream()
            .filter(
                c ->
                    compared
                        ? c.enrolled() == null || templates.containsKey(c.enrolled())
                        : !PlannedCall.OTHER_PERSON.equals(c.species()))
            .toList();
    if (!compared && now.size() < left.size()) {
      out.printf(
          "%s: %d comparisons with other persons are left out: no detector makes templates%n",
          what, left.size() - now.size());
    }
    int without = compared ? left.size() - now.size() : 0;
    return without + pool(kind, now, what, this::one);
  }

  /**
   * Measures the templates that are needed; they are never written down, so they are measured anew
   * when a run is taken up again.
   *
   * @return the reference clips that were tried
   */
  private List<LabClip> references(Kind kind, List<PlannedCall> left, String what)
      throws Exception {
    var wanted =
        left.stream()
            .filter(c -> c.enrolled() != null)
            .map(PlannedCall::enrolled)
            .distinct()
            .map(plan.references().get(kind)::get)
            .toList();
    // When the first ones give no template there is no detector that makes them.
    var some = wanted.subList(0, Math.min(FIRST_REFERENCES, wanted.size()));
    pool(kind, some, what + ", reference clips", this::reference);
    if (some.stream().allMatch(c -> made(c.subject()).isEmpty())) return some;
    pool(
        kind,
        wanted.subList(some.size(), wanted.size()),
        what + ", reference clips",
        this::reference);
    return wanted;
  }

  private List<AnalysisCommand.Template> made(String subject) {
    return templates.getOrDefault(subject, List.of());
  }

  private boolean reference(LabClip clip) throws Exception {
    var record = call(clip, CallOptions.DEFAULT.kbps(1200, SOUND_KBPS));
    // Being late spoils times, not templates; none at all may be for want of time.
    if (record.templates().isEmpty() && record.way().behind()) return false;
    templates.put(clip.subject(), Templates.mean(record.templates()));
    return true;
  }

  private <T> int pool(Kind kind, List<T> jobs, String what, CallPool.Work<T> work)
      throws Exception {
    if (jobs.isEmpty()) return 0;
    int cores = Runtime.getRuntime().availableProcessors();
    int most = cores * (kind == Kind.FACE ? MOST_FACES_PER_CORE : MOST_VOICES_PER_CORE);
    if (options.atOnce() > 0) most = options.atOnce();
    int first = Math.min(most, kind == Kind.FACE ? cores : 4 * cores);
    long begin = System.nanoTime();
    int given =
        new CallPool<>(
                jobs,
                first,
                most,
                work,
                (done, count, atOnce, behind) -> {
                  if (done == 0 || done % 10 != 0 && done != count) return;
                  double perJob = (System.nanoTime() - begin) / 1e9 / Math.max(1, done);
                  out.printf(
                      "%s: %d of %d calls, %d at once, %d made again, about %.0f s left%n",
                      what, done, count, atOnce, behind, perJob * (count - done));
                })
            .run();
    if (given > 0) {
      out.printf(
          "%s: %d calls could not be made in real time; give the machine less to do beside%n",
          what, given);
    }
    return given;
  }

  private boolean one(PlannedCall planned) throws Exception {
    var condition = planned.condition();
    var options = CallOptions.DEFAULT.loss(condition.loss() / 100, planned.key().hashCode());
    options =
        planned.clip().kind() == Kind.FACE
            ? options.codec(condition.codec()).kbps(condition.kbps(), SOUND_KBPS)
            : options.kbps(600, condition.kbps());
    var template = planned.enrolled() == null ? null : templates.get(planned.enrolled());
    if (template != null && !template.isEmpty()) {
      options = options.knowing(id -> List.of(new AnalysisCommand.Enrolled(id, template)));
    }
    var record = call(planned.clip(), options);
    if (record.way().behind()) return false;
    store.put(CallResult.of(planned.key(), record));
    return true;
  }

  private CallRecord call(LabClip clip, CallOptions options) throws Exception {
    boolean face = clip.kind() == Kind.FACE;
    // An empty track is no muted microphone.
    boolean sound = !face || ClipSound.audible(clip.file());
    try (var source = new ClipSource(clip.file(), face, sound)) {
      return node.call(source, options);
    }
  }
}
