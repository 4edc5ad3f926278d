package io.medtrust.gateway.anomaly.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.gateway.anomaly.model.Verdict.Level;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectorTest {
  private static final long START = 20_000L * 86_400_000;
  private static final Detector.Tuning QUICK =
      new Detector.Tuning(20, 128, 20_000, 1000, 300, 200, 200, 60_000, 0.999, 0.9999);

  private static Request normal(String who, Random random) {
    int call = random.nextInt(6);
    return new Request(
        who,
        "nurse",
        call,
        random.nextInt(8) + 1,
        random.nextInt(40) == 0 ? 404 : 200,
        call == 5 ? 200 + random.nextInt(100) : 0,
        1000 + random.nextInt(4000),
        who.hashCode(),
        7,
        random.nextInt(900),
        call == 5,
        false);
  }

  private static Request refused(String who, Random random) {
    return new Request(
        who, "nurse", 2, random.nextInt(), 403, 0, 200, who.hashCode(), 7, 100, false, false);
  }

  /** Ten people who make about 15 requests in 10 min, over some hours. */
  private static long teach(Detector detector, Random random, long from, int hours) {
    long now = from;
    long end = from + hours * 3_600_000L;
    while (now < end) {
      now += (long) (-4000 * Math.log(1 - random.nextDouble()));
      detector.observe(normal("user:" + random.nextInt(10), random), now, now % 86_400_000);
    }
    return now;
  }

  @Test
  void nothing_is_judged_while_it_learns() {
    var detector = new Detector(QUICK, 1);
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long now = START + i * 300L;
      var verdict = detector.observe(refused("user:x", random), now, now % 86_400_000);
      assertEquals(Level.LEARNING, verdict.level());
      assertTrue(Double.isNaN(verdict.score()));
    }
  }

  @Test
  void a_run_of_refusals_is_flagged_with_its_reasons_and_normal_people_are_not() {
    var detector = new Detector(QUICK, 1);
    var random = new Random(2);
    long now = teach(detector, random, START, 60);
    int flagged = 0;
    int seen = 0;
    long end = now + 10 * 3_600_000L;
    while (now < end) {
      now += (long) (-4000 * Math.log(1 - random.nextDouble()));
      var verdict =
          detector.observe(normal("user:" + random.nextInt(10), random), now, now % 86_400_000);
      if (verdict.fresh()) seen++;
      if (verdict.fresh() && verdict.flagged()) flagged++;
    }
    assertTrue(flagged <= seen / 500, flagged + " of " + seen);

    var verdict = Verdict.NONE;
    for (int i = 0; i < 60 && verdict.level() != Level.BLOCK; i++) {
      now += 1000;
      verdict = detector.observe(refused("user:3", random), now, now % 86_400_000);
    }
    assertEquals(Level.BLOCK, verdict.level());
    assertEquals(3, verdict.reasons().size());
    var features = verdict.reasons().stream().map(Verdict.Reason::feature).toList();
    assertTrue(
        features.contains(Feature.REFUSED_60S) || features.contains(Feature.REFUSED_10MIN),
        features.toString());
  }

  @Test
  void an_attacker_does_not_teach_it_that_attacks_are_normal() {
    var detector = new Detector(QUICK, 3);
    var random = new Random(3);
    long now = teach(detector, random, START, 60);
    double before = detector.roles().getFirst().stepUpAt();
    int last = 0;
    for (int i = 0; i < 20_000; i++) {
      now += 2000;
      var verdict = detector.observe(refused("user:evil", random), now, now % 86_400_000);
      if (i >= 19_000 && verdict.flagged()) last++;
      if (i % 4 == 0) detector.observe(normal("user:" + i % 10, random), now, now % 86_400_000);
    }
    assertEquals(1000, last, "still flagged after eleven hours");
    assertEquals(before, detector.roles().getFirst().stepUpAt(), 0.35 * before);
  }

  @Test
  void memory_is_bounded_whatever_comes() {
    var detector = new Detector(QUICK, 4);
    var random = new Random(4);
    for (int i = 0; i < 30_000; i++) {
      var r =
          new Request(
              "ip:" + random.nextInt(),
              "role" + random.nextInt(50),
              random.nextInt(),
              random.nextInt(),
              200 + random.nextInt(400),
              Long.MAX_VALUE / 2,
              Long.MAX_VALUE / 2,
              random.nextInt(),
              random.nextInt(),
              random.nextInt(),
              random.nextBoolean(),
              true);
      detector.observe(r, START + random.nextInt(), 0);
    }
    assertEquals(200, detector.principalCount());
    assertTrue(detector.roles().size() <= 13);
  }

  @Test
  void the_same_seed_gives_the_same_verdicts_also_after_saving() {
    var one = new Detector(QUICK, 5);
    var two = new Detector(QUICK, 5);
    teach(one, new Random(6), START, 30);
    long now = teach(two, new Random(6), START, 30);
    var file = ModelFile.write(one);
    var loaded = ModelFile.read(file, QUICK, 5);
    assertEquals(one.roles(), two.roles());
    assertEquals(one.roles(), loaded.roles());
    assertEquals(ModelFile.name(file), ModelFile.name(ModelFile.write(loaded)));
    var scores = new ArrayList<Double>();
    for (var detector : new Detector[] {one, two}) {
      var random = new Random(9);
      for (int i = 0; i < 200; i++) {
        scores.add(detector.observe(normal("user:new", random), now + i * 5000L, 0).score());
      }
    }
    assertEquals(scores.subList(0, 200), scores.subList(200, 400));
  }

  @Test
  void a_damaged_model_is_refused_with_the_reason() {
    var detector = new Detector(QUICK, 6);
    teach(detector, new Random(7), START, 3);
    var file = ModelFile.write(detector);
    var random = new Random(8);
    for (int i = 0; i < 200; i++) {
      var damaged = file.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      var why =
          assertThrows(IllegalArgumentException.class, () -> ModelFile.read(damaged, QUICK, 1));
      assertTrue(why.getMessage().startsWith("the traffic model is refused: "));
    }
    var half = java.util.Arrays.copyOf(file, file.length / 2);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> ModelFile.read(half, QUICK, 1))
            .getMessage()
            .endsWith("it is cut off"));
    assertThrows(IllegalArgumentException.class, () -> ModelFile.read(new byte[3], QUICK, 1));
    assertFalse(ModelFile.name(file).isEmpty());
  }
}
