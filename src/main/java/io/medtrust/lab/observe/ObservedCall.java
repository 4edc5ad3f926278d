package io.medtrust.lab.observe;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Reading;
import io.medtrust.lab.observe.CallScript.Spell;
import io.medtrust.lab.person.Action;
import io.medtrust.lab.person.PersonObservations;
import io.medtrust.lab.person.Scene;
import io.medtrust.lab.person.ScreenLight;
import io.medtrust.probes.OfflineChecks;
import io.medtrust.probes.ProbeSettings;
import io.medtrust.trust.OfflineTrust;
import io.medtrust.trust.TrustSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** One genuine call, from its script to a line of results. Reads no clock but to count its cost. */
final class ObservedCall {
  /** From capture to the reading's arrival in the node, milliseconds. */
  private static final long WAY_MILLIS = 150;

  private static final long POLL_MILLIS = 200;
  // Full brightness over half of the screen, as in the lab's other calls.
  private static final double SCREEN = 0.5;

  private final long number;
  private final CallScript script;
  private final PersonObservations person;
  private final DetectorBoard detectors;
  private final OfflineTrust trust;
  private final OfflineChecks checks;
  private final AlarmTruth truth;
  private final Random random;
  private final long startMicros;
  private final long tickMillis;
  private final Map<String, Reading> newest = new LinkedHashMap<>();
  private final JsonArray alarms = new JsonArray();
  private long nextTick;
  private long nextPoll;
  private int asked;
  private int changed;
  private long trustNanos;
  private long readings;
  private int probes;
  private int challenges;

  ObservedCall(
      long number, Map<String, String> detecting, TrustSettings trusting, ProbeSettings probing) {
    this.number = number;
    script = CallScript.of(number);
    random = new Random(number);
    startMicros = 1_700_000_000_000_000L + number * 3_600_000_000L;
    person =
        new PersonObservations(
            script.seed(), script.settings(), script.scene(), startMicros, script::talk);
    detectors = new DetectorBoard(Detectors.all(), detecting, this::output);
    var verification = "observe-" + number;
    trust = new OfflineTrust(verification, verification, trusting);
    checks = new OfflineChecks(verification, verification, probing, random);
    tickMillis = 1000 / trusting.rateHz();
    nextTick = startMicros / 1000 + WAY_MILLIS;
    nextPoll = nextTick;
    truth =
        new AlarmTruth(
            t -> inside(t) < PersonObservations.SEEN_INSIDE,
            t -> Spell.any(script.muted(), t),
            trusting.alarms().presence() / 1000.0,
            trusting.alarms().silent() / 1000.0);
  }

  private double inside(double t) {
    return person.truth(Math.round(t * PersonObservations.RATE)).inside();
  }

  /**
   * @return call, seconds, what the person is like, alarms, and what each detector said
   */
  JsonObject run() {
    long begin = System.nanoTime();
    long frames = (long) (script.seconds() * PersonObservations.RATE);
    long windows = 0;
    try (detectors) {
      for (long frame = 0; frame < frames; frame++) {
        double t = person.seconds(frame);
        happens(t);
        var observation = person.observe(frame);
        long arrival = observation.captureTimeMicros() / 1000 + WAY_MILLIS;
        while (windows * 0.5 + 1 <= t) detectors.hear(sound(windows++));
        until(arrival);
        detectors.observe(observation);
      }
    }
    return line((System.nanoTime() - begin) / 1e9);
  }

  private VoiceWindow sound(long n) {
    var heard = person.hear(n);
    if (script.muted().isEmpty()) return heard;
    var samples = heard.samples();
    for (int i = 0; i < VoiceWindow.SLOTS; i++) {
      if (!Spell.any(script.muted(), n * 0.5 + i * 0.02)) continue;
      int from = i * VoiceWindow.SLOT_SAMPLES;
      java.util.Arrays.fill(samples, from, from + VoiceWindow.SLOT_SAMPLES, 0);
    }
    return heard;
  }

  /** What the script says happens about now. */
  private void happens(double t) {
    long now = startMicros / 1000 + Math.round(t * 1000);
    if (asked < script.asks().size() && t >= script.asks().get(asked)) {
      asked++;
      checks.ask("any", now);
    }
    if (changed < script.glasses().size() && t >= script.glasses().get(changed)) {
      changed++;
      var scene = person.scene();
      person.change(
          scene.wear().contains(Scene.Wear.GLASSES)
              ? scene.wearing()
              : scene.wearing(Scene.Wear.GLASSES));
    }
  }

  /** Trust and checks up to a moment of the node's time. */
  private void until(long millis) {
    while (Math.min(nextTick, nextPoll) <= millis) {
      if (nextPoll <= nextTick) {
        for (var command : checks.poll(nextPoll)) told(command);
        nextPoll += POLL_MILLIS;
      } else {
        tick(nextTick);
        nextTick += tickMillis;
      }
    }
  }

  private void tick(long now) {
    long begin = System.nanoTime();
    var alerts = trust.compute(now);
    trustNanos += System.nanoTime() - begin;
    double t = (now - WAY_MILLIS - startMicros / 1000) / 1000.0;
    for (var alert : alerts) {
      if (!alert.active()) continue;
      for (var trigger : alert.triggers()) {
        alarms.add(
            new JsonObject()
                .put("trigger", trigger)
                .put("severity", alert.severity())
                .put("seconds", t)
                .put("fact", truth.fact(trigger, t))
                .put("failed", failing()));
      }
    }
  }

  /** What says failed now: what may have raised the alarm. */
  private JsonArray failing() {
    var out = new JsonArray();
    for (var r : newest.values()) {
      if (r.state() != Reading.State.FAILED) continue;
      out.add(
          new JsonObject()
              .put("detector", r.detector())
              .put("code", r.code())
              .put("evidence", new JsonObject(r.evidence())));
    }
    return out;
  }

  private void told(AnalysisCommand command) {
    switch (command) {
      case AnalysisCommand.LightProbe probe -> {
        var colours = new float[probe.rgb().size() / 3][3];
        for (int i = 0; i < colours.length * 3; i++) colours[i / 3][i % 3] = probe.rgb().get(i);
        double shown = since(probe.sentMillis()) + 0.15 + 0.35 * random.nextDouble();
        double step = probe.stepMillis() / 1000.0;
        person.change(
            person
                .scene()
                .withScreen(
                    colours.length == 0
                        ? ScreenLight.OFF
                        : ScreenLight.steps(shown, step, colours, SCREEN)));
        if (colours.length > 0) probes++;
        detectors.know(
            new Knowledge.LightProbe(
                probe.id(), probe.sentMillis() * 1000, probe.stepMillis() * 1000L, colours));
      }
      case AnalysisCommand.Challenge c -> {
        detectors.know(
            new Knowledge.Challenge(
                c.id(), c.kind(), c.words(), c.issuedMillis() * 1000, c.expiresMillis() * 1000));
        if (c.expiresMillis() <= c.issuedMillis()) return;
        challenges++;
        double does = since(c.issuedMillis()) + 0.8 + random.nextDouble();
        switch (c.kind()) {
          case "turn_left" -> does(Action.Kind.TURN_LEFT, does);
          case "turn_right" -> does(Action.Kind.TURN_RIGHT, does);
          case "blink" -> does(Action.Kind.BLINK_TWICE, does);
          default -> {} // it talks or does not; words are heard and not understood
        }
      }
      case AnalysisCommand.Enrolled _, AnalysisCommand.Memory _ -> {}
    }
  }

  private double since(long millis) {
    return (millis - startMicros / 1000) / 1000.0;
  }

  private void does(Action.Kind kind, double at) {
    person.change(person.scene().doing(new Action(kind, at)));
  }

  private void output(
      String detector, String model, String config, Output output, long mediaMicros) {
    long now = mediaMicros / 1000 + WAY_MILLIS;
    switch (output) {
      case Verdict v -> {
        var reading =
            new Reading(
                "observe",
                "observe-" + number,
                detector,
                Reading.State.valueOf(v.state().name()),
                v.score(),
                v.logLikelihoodRatio(),
                v.code(),
                v.reason(),
                v.evidence(),
                mediaMicros / 1000,
                model,
                config);
        readings++;
        newest.put(detector, reading);
        trust.update(reading, now);
        if (detector.equals("light_probe") || detector.equals("challenge")) {
          checks.reading(reading, now);
        }
      }
      case Output.Beginning _ -> {}
      case Output.FaceDisplay face -> {
        if (face.state().equals("face")) checks.face(now);
      }
      case Output.PulseDisplay _, Output.TemplateSample _, Output.FingerprintSample _ -> {}
    }
  }

  private JsonObject line(double spent) {
    var said = new JsonObject();
    for (var tally : detectors.tallies()) {
      var unknown = new JsonObject();
      tally.unknown.forEach(unknown::put);
      said.put(
          tally.name,
          new JsonObject()
              .put("ok", tally.ok)
              .put("failed", tally.failed)
              .put("unknown", unknown)
              .put("cpu_seconds", Math.round(tally.nanos / 1e7) / 100.0));
    }
    var away = new JsonArray();
    for (var spell : script.away()) away.add(Math.round(10 * (spell.to() - spell.from())) / 10.0);
    var muted = new JsonArray();
    for (var spell : script.muted()) muted.add(Math.round(10 * (spell.to() - spell.from())) / 10.0);
    return new JsonObject()
        .put("call", number)
        .put("seconds", script.seconds())
        .put("ita", script.settings().ita())
        .put("glasses", script.scene().wear().contains(Scene.Wear.GLASSES))
        .put("room", script.scene().room().intensity())
        .put("away", away)
        .put("muted", muted)
        .put("light_probes", probes)
        .put("challenges", challenges)
        .put("readings", readings)
        .put("alarms", alarms)
        .put("detectors", said)
        .put("trust_seconds", trustNanos / 1e9)
        .put("spent_seconds", spent);
  }
}
