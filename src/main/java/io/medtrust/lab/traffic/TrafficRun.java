package io.medtrust.lab.traffic;

import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.gateway.anomaly.model.ModelFile;
import io.medtrust.gateway.anomaly.model.Verdict;
import io.medtrust.gateway.anomaly.model.Verdict.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One synthetic hospital: the detector learns for some days, then goes on (learning as in use) over
 * days without attacks, which give the false alarms. Each day with attacks starts from the learned
 * state, because a hospital is not attacked every day; within the day the detector goes on
 * learning.
 */
final class TrafficRun {
  /** Alarms of one principal that follow each other within this are one. */
  private static final long EPISODE_MILLIS = 1_800_000;

  private static final long BLOCK_MILLIS = 600_000;

  /**
   * @param seconds from its first request to the first step-up, to the first block; infinite
   * @param requests that the attacker had made by the step-up
   * @param most highest score while it ran
   */
  record Outcome(
      Attack attack,
      double stepUpSeconds,
      double blockSeconds,
      int requests,
      double most,
      String reason) {}

  /** Sums over days without attacks. */
  static final class Quiet {
    int stepUps;
    int blocks;
    int principalDays;
    long requests;
    final List<Double> blockScores = new ArrayList<>();
    final Map<String, int[]> byRole = new HashMap<>();
    final Map<String, Integer> reasons = new HashMap<>();

    /** On days with attacks, of principals that were not attacked. */
    int besideAttacks;

    int besideAttacksDays;
  }

  final Quiet quiet = new Quiet();
  final List<Outcome> outcomes = new ArrayList<>();
  List<Detector.RoleState> roles;
  long learnedRequests;

  private final Hospital hospital;
  private final Random random;
  private final Attack.Parameters parameters;
  private final int perKindAndDay;
  private int nextAttack;

  TrafficRun(long seed, Attack.Parameters parameters, int perKindAndDay) {
    this.hospital = new Hospital(12, 18, 40, 6, 2, seed);
    this.random = new Random(seed ^ 0x5eed);
    this.parameters = parameters;
    this.perKindAndDay = perKindAndDay;
  }

  void run(int learnDays, int quietDays, int attackDays) {
    var tuning = Detector.Tuning.DEFAULT;
    var detector = new Detector(tuning, random.nextLong());
    int day = 0;
    for (; day < learnDays; day++) {
      for (var t : sorted(hospital.day(day))) observe(detector, t);
    }
    roles = detector.roles();
    learnedRequests = detector.requests();
    var learned = ModelFile.write(detector);
    quiet(detector, day, quietDays);
    for (int i = 0; i < attackDays; i++) {
      attacked(ModelFile.read(learned, tuning, random.nextLong()), day + i);
    }
  }

  private void quiet(Detector detector, int from, int days) {
    var alarms = new Episodes();
    var blocks = new Episodes();
    var most = new HashMap<String, double[]>();
    for (int day = from; day < from + days; day++) {
      var active = new HashSet<String>();
      for (var t : sorted(hospital.day(day))) {
        var verdict = observe(detector, t);
        var r = t.request();
        quiet.requests++;
        active.add(r.principal());
        var role = quiet.byRole.computeIfAbsent(r.role(), _ -> new int[2]);
        if (verdict.flagged() && alarms.begins(r.principal(), t.at())) {
          quiet.stepUps++;
          role[0]++;
          quiet.reasons.merge(r.role() + ": " + reason(verdict), 1, Integer::sum);
        }
        if (verdict.level() == Level.BLOCK && blocks.begins(r.principal(), t.at())) quiet.blocks++;
        if (!Double.isNaN(verdict.score())) keepMost(most, r.principal(), t.at(), verdict.score());
      }
      quiet.principalDays += active.size();
    }
    for (var one : most.values()) quiet.blockScores.add(one[1]);
  }

  private void keepMost(Map<String, double[]> most, String principal, long at, double score) {
    var one = most.computeIfAbsent(principal, _ -> new double[] {at / BLOCK_MILLIS, score});
    if (one[0] != at / BLOCK_MILLIS) {
      quiet.blockScores.add(one[1]);
      one[0] = at / BLOCK_MILLIS;
      one[1] = score;
    }
    one[1] = Math.max(one[1], score);
  }

  private void attacked(Detector detector, int day) {
    var normal = hospital.day(day);
    var all = new ArrayList<>(normal);
    var attacks = new HashMap<Integer, Attack>();
    Set<String> busy = new HashSet<>();
    for (var kind : Attack.Kind.values()) {
      for (int i = 0; i < perKindAndDay; i++) {
        var requests = new ArrayList<Timed>();
        var attack =
            Attack.make(
                nextAttack,
                kind,
                parameters,
                hospital,
                normal,
                day * Hospital.DAY,
                random,
                requests);
        // one attack on a principal a day, so that each is judged alone
        if (!busy.add(attack.principal())) continue;
        nextAttack++;
        attacks.put(attack.number(), attack);
        all.addAll(requests);
      }
    }
    judge(detector, sorted(all), attacks);
  }

  private void judge(Detector detector, List<Timed> all, Map<Integer, Attack> attacks) {
    record State(double[] times, int[] requests, double[] most, String[] reason) {}
    var states = new HashMap<Integer, State>();
    var running = new HashMap<String, Attack>();
    var victims = new HashSet<String>();
    for (var attack : attacks.values()) victims.add(attack.principal());
    var beside = new Episodes();
    var active = new HashSet<String>();
    for (var t : all) {
      var verdict = observe(detector, t);
      var principal = t.request().principal();
      if (t.attack() >= 0)
        running.put(attacks.get(t.attack()).principal(), attacks.get(t.attack()));
      if (!victims.contains(principal) && t.attack() < 0) {
        active.add(principal);
        if (verdict.flagged() && beside.begins(principal, t.at())) quiet.besideAttacks++;
      }
      var attack = running.get(principal);
      // what is seen of the victim's own requests meanwhile also finds the attack
      if (attack == null || t.at() > attack.to()) continue;
      var state =
          states.computeIfAbsent(
              attack.number(),
              _ ->
                  new State(
                      new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY},
                      new int[2],
                      new double[1],
                      new String[] {""}));
      if (t.attack() >= 0) state.requests[1]++;
      double seconds = (t.at() - attack.from()) / 1000.0;
      if (verdict.score() > state.most[0]) state.most[0] = verdict.score();
      if (verdict.flagged() && state.times[0] == Double.POSITIVE_INFINITY) {
        state.times[0] = seconds;
        state.requests[0] = state.requests[1];
        state.reason[0] = reason(verdict);
      }
      if (verdict.level() == Level.BLOCK) state.times[1] = Math.min(state.times[1], seconds);
    }
    quiet.besideAttacksDays += active.size();
    states.forEach(
        (number, s) ->
            outcomes.add(
                new Outcome(
                    attacks.get(number),
                    s.times[0],
                    s.times[1],
                    s.requests[0],
                    s.most[0],
                    s.reason[0])));
  }

  private static String reason(Verdict verdict) {
    return verdict.reasons().isEmpty() ? "" : verdict.reasons().getFirst().feature().words();
  }

  private static Verdict observe(Detector detector, Timed t) {
    return detector.observe(t.request(), t.at(), t.at() % Hospital.DAY);
  }

  private static List<Timed> sorted(List<Timed> all) {
    all.sort(Comparator.comparingLong(Timed::at));
    return all;
  }

  Map<Attack.Kind, List<Outcome>> byKind() {
    var map = new EnumMap<Attack.Kind, List<Outcome>>(Attack.Kind.class);
    for (var kind : Attack.Kind.values()) map.put(kind, new ArrayList<>());
    for (var o : outcomes) map.get(o.attack().kind()).add(o);
    return map;
  }

  /** Which principals have an alarm running. */
  private static final class Episodes {
    private final Map<String, Long> last = new HashMap<>();

    boolean begins(String principal, long at) {
      var before = last.put(principal, at);
      return before == null || at - before > EPISODE_MILLIS;
    }
  }
}
