package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.lab.MediaFigures;
import io.medtrust.lab.report.Figures;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures the light probe on recorded faces on which the light was composited. A command, not a
 * test: arguments are the media folder, a folder for what the tracker saw (so that it goes on where
 * it was ended), the number of nonces per replay, and passes {@code strength%:kbit/s:seed}. Prints
 * a line a pass; {@code --json FILE} writes the figures for {@code medtrust lab docs}.
 */
public final class LightProbeLab {
  private static final double BACK = 0.25;
  private static final double MOVED = 20;

  private final Path media;
  private final Path seen;
  private final int nonces;

  private final Figures figures;
  private final Figures.Table table;
  private final Figures.Tally rejected;
  private final Figures.Tally accepted;

  private LightProbeLab(Path media, Path seen, int nonces, Figures figures) {
    this.figures = figures;
    rejected =
        figures.alarms("genuine probe failed, first or second, all passes with light").headline();
    accepted =
        figures
            .alarms("passed without its light: replay and loop under another nonce, frozen")
            .headline();
    table =
        figures.table(
            "One probe a person; codes of the detector and how often",
            "peak change of red",
            "kbit/s",
            "first probe",
            "second probe",
            "replay, another nonce",
            "loop of 3 s",
            "frozen");
    this.media = media;
    this.seen = seen;
    this.nonces = nonces;
  }

  /** One pass: all persons with one strength, rate and seed. */
  private record Pass(String strength, int kbps, long seed) {
    static Pass of(String text) {
      var parts = text.split(":");
      return new Pass(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
  }

  private static LightSequence shown(Pass pass, String person) {
    return LightProbeClips.sequence(pass.seed * 1000 + person.hashCode());
  }

  private List<FaceObservation> observations(Pass pass, String person, String file)
      throws IOException {
    var cached = seen.resolve(person + "-" + pass.strength + "-" + pass.kbps + "-" + pass.seed);
    if (!Files.exists(cached)) {
      var clip = new LightProbeClips(media.resolve(file), (pass.seed % 4) / 3.0);
      double lag = 0.3 + 0.1 * (pass.seed % 7);
      double strength = Double.parseDouble(pass.strength) / 100;
      var light = new LightProbeClips.Light(strength, BACK, 0, lag);
      var made = clip.seen(shown(pass, person), light, pass.kbps * 1000, pass.seed);
      try (var out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(cached)))) {
        for (var o : made) SeenFile.write(out, o);
      }
    }
    var all = new ArrayList<FaceObservation>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(cached)))) {
      while (in.available() > 0) all.add(SeenFile.read(in));
    }
    return all;
  }

  /** Asks for a sequence when the pictures begin, {@code after} seconds later than they did. */
  private static Verdict probe(
      LightProbe detector,
      String id,
      List<FaceObservation> seen,
      LightSequence asked,
      double after) {
    long shift = Math.round(after * 1e6);
    long sent = LightProbeClips.ORIGIN + Math.round(LightProbeClips.SENT * 1e6) + shift;
    detector.know(
        new Knowledge.LightProbe(id, sent, LightSequence.STEP_MILLIS * 1000L, asked.colours()));
    Verdict last = null;
    for (var o : seen) {
      for (Output output : detector.observe(SeenFile.later(o, shift))) {
        if (output instanceof Verdict v && id.equals(v.evidence().get("probe"))) last = v;
      }
    }
    return last;
  }

  private static boolean failed(Verdict v) {
    return v != null && v.state() == Verdict.State.FAILED;
  }

  /** Pictures that do not show the light that is asked for. */
  private void pass(Map<String, Integer> into, String person, Verdict v) {
    count(into, v);
    accepted.add(person, v != null && v.state() == Verdict.State.OK);
  }

  private static String words(Map<String, Integer> codes) {
    return codes.isEmpty()
        ? "–"
        : codes.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static void count(Map<String, Integer> into, Verdict v) {
    into.merge(v == null ? "none" : v.code(), 1, Integer::sum);
  }

  private void measure(Pass pass) throws IOException {
    var genuine = new TreeMap<String, Integer>();
    var again = new TreeMap<String, Integer>();
    var replays = new TreeMap<String, Integer>();
    var loops = new TreeMap<String, Integer>();
    var frozen = new TreeMap<String, Integer>();
    var misses = new ArrayList<String>();
    boolean lit = Double.parseDouble(pass.strength) > 0;
    Figures.Tally seenLight =
        lit
            ? figures.found(
                "seen at %s %% change of red, VP8 %d kbit/s".formatted(pass.strength, pass.kbps))
            : null;
    if (lit && pass.strength.equals("1")) seenLight.headline();
    for (var entry : LightProbeClips.PERSONS.entrySet()) {
      var person = entry.getKey();
      var pictures = observations(pass, person, entry.getValue());
      var own = shown(pass, person);
      if (lit) {
        var detector = new LightProbe(Map.of());
        var first = probe(detector, "first", pictures, own, 0);
        count(genuine, first);
        boolean ok = first != null && first.state() == Verdict.State.OK;
        seenLight.add(person, ok);
        rejected.add(person, failed(first));
        if (first == null || first.state() != Verdict.State.OK) misses.add(person);
        // A genuine second probe: the same person, of whom a reflection is expected now.
        var second = probe(detector, "second", pictures, own, MOVED);
        count(again, second);
        rejected.add(person, failed(second));
      }
      for (int n = 0; n < nonces; n++) {
        var other = LightProbeClips.sequence(7_000_000 + 1000L * n + pass.seed);
        var detector = new LightProbe(Map.of());
        // After a genuine probe, where there is one; then the recording of it.
        if (lit) probe(detector, "own", pictures, own, 0);
        pass(replays, person, probe(detector, "n" + n, pictures, other, lit ? MOVED : 0));
        var fresh = new LightProbe(Map.of());
        pass(loops, person, probe(fresh, "l" + n, looped(pictures, 3), other, 0));
        if (n > 0) continue;
        var still = new LightProbe(Map.of());
        if (lit) probe(still, "own", pictures, own, 0);
        var stopped = looped(pictures, 0.01);
        pass(frozen, person, probe(still, "f", stopped, other, lit ? MOVED : 0));
      }
    }
    table.row(
        pass.strength + " %",
        pass.kbps,
        words(genuine),
        words(again),
        words(replays),
        words(loops),
        words(frozen));
    System.out.printf(
        "%s%% %d kbit/s | genuine %s misses %s | genuine again %s | replay, other nonce %s | loop"
            + " of 3 s %s | frozen %s%n",
        pass.strength, pass.kbps, genuine, misses, again, replays, loops, frozen);
  }

  /** The first seconds over and over, at the times of the whole. */
  private static List<FaceObservation> looped(List<FaceObservation> all, double seconds) {
    var out = new ArrayList<FaceObservation>();
    int length = 1;
    long begin = all.getFirst().captureTimeMicros();
    while (length < all.size() && all.get(length).captureTimeMicros() - begin < seconds * 1e6)
      length++;
    for (int i = 0; i < all.size(); i++) {
      var from = all.get(i % length);
      out.add(SeenFile.later(from, all.get(i).captureTimeMicros() - from.captureTimeMicros()));
    }
    return out;
  }

  public static void main(String[] arguments) throws IOException {
    var json = Figures.file(arguments);
    arguments = Figures.without(arguments);
    var seen = Files.createDirectories(Path.of(arguments[1]));
    var passes = List.of(arguments).subList(3, arguments.length);
    var figures =
        MediaFigures.of(
                "light_probe",
                "Recorded faces on which the light was composited",
                "LightProbeLab DIR CACHE " + arguments[2] + " " + String.join(" ", passes))
            .conditions("VP8, one clip a person");
    var lab =
        new LightProbeLab(Path.of(arguments[0]), seen, Integer.parseInt(arguments[2]), figures);
    for (var pass : passes) lab.measure(Pass.of(pass));
    figures
        .notMeasured("people before real screens and cameras: 0 subjects")
        .notMeasured("glasses, automatic white balance of real cameras, coloured room light")
        .write(json);
  }
}
