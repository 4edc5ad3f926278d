package io.medtrust.lab.traffic;

import java.util.List;
import java.util.Random;

/**
 * One attack in synthetic traffic.
 *
 * @param principal that the detector should flag
 * @param perMinute requests of the attacker in a minute
 */
record Attack(int number, Kind kind, String principal, long from, long to, double perMinute) {
  enum Kind {
    CREDENTIAL_STUFFING,
    ENUMERATION,
    TOKEN_REPLAY,
    SCRAPING,
    SLOW_EXFILTRATION
  }

  private static final long MINUTE = 60_000;

  /**
   * How an attack is done. Tuning and test use sets without a common value.
   *
   * @param perMinute for each kind, requests in a minute
   * @param minutes for how long, the slow one three to twelve times as long
   */
  record Parameters(List<double[]> perMinute, double[] minutes) {
    static final Parameters TUNING =
        new Parameters(
            List.of(
                new double[] {6, 30, 120},
                new double[] {10, 60},
                new double[] {4, 20},
                new double[] {30, 120},
                new double[] {1.2, 3}),
            new double[] {15, 30});
    static final Parameters TEST =
        new Parameters(
            List.of(
                new double[] {4, 12, 45, 200},
                new double[] {6, 25, 90},
                new double[] {2, 8, 30},
                new double[] {18, 45, 240},
                new double[] {0.8, 1.6, 4}),
            new double[] {12, 22});
  }

  /** Makes an attack and its requests; the victim of a replayed token must be at work then. */
  static Attack make(
      int number,
      Kind kind,
      Parameters parameters,
      Hospital hospital,
      List<Timed> normal,
      long dayBegin,
      Random random,
      List<Timed> into) {
    var rates = parameters.perMinute().get(kind.ordinal());
    double rate = rates[random.nextInt(rates.length)];
    double minutes = parameters.minutes()[random.nextInt(parameters.minutes().length)];
    if (kind == Kind.SLOW_EXFILTRATION) minutes *= 3 + 9 * random.nextDouble();
    // by a script's clock, or hidden in chance
    boolean regular = random.nextBoolean();
    long from = dayBegin + (long) (random.nextDouble() * 22 * 60 * MINUTE);
    Someone who;
    int token = random.nextInt() | 1;
    if (kind == Kind.CREDENTIAL_STUFFING) {
      var address = "ip:attacker-" + number;
      who = new Someone(address, "anonymous", address, random.nextInt(), 0, 1, 1, 0);
    } else if (kind == Kind.TOKEN_REPLAY) {
      var stolen = stolen(normal, random);
      from = stolen.at() + 1000 + random.nextInt(60_000);
      token = stolen.request().token();
      who = find(hospital, stolen.request().principal());
    } else {
      var roles =
          kind == Kind.ENUMERATION
              ? List.of("patient", "doctor", "nurse")
              : List.of("doctor", "nurse");
      who = insider(hospital, roles, random);
    }
    var visit = new Visit(who, from, random, into, number);
    visit.token = token;
    boolean elsewhere = kind == Kind.TOKEN_REPLAY || random.nextBoolean();
    if (elsewhere && kind != Kind.CREDENTIAL_STUFFING) visit.client = random.nextInt();
    if (kind == Kind.ENUMERATION || kind == Kind.SCRAPING || kind == Kind.SLOW_EXFILTRATION) {
      visit.signIn(0);
    }
    long end = from + (long) (minutes * MINUTE);
    while (visit.at < end) {
      step(kind, visit, random);
      double gap = MINUTE / rate;
      visit.at +=
          Math.max(
              15,
              (long)
                  (regular
                      ? gap * (0.95 + 0.1 * random.nextDouble())
                      : -gap * Math.log(1 - random.nextDouble())));
    }
    var flagged = kind == Kind.CREDENTIAL_STUFFING ? who.login() : who.principal();
    return new Attack(number, kind, flagged, from, end, rate);
  }

  private static void step(Kind kind, Visit visit, Random random) {
    switch (kind) {
      case CREDENTIAL_STUFFING -> {
        // tools rotate what the browser is called
        if (random.nextInt(10) == 0) visit.client = random.nextInt(5);
        visit.login(random.nextInt(150) == 0 ? 200 : random.nextInt(5) == 0 ? 429 : 401);
      }
      case ENUMERATION -> {
        var call = random.nextInt(3) == 0 ? Call.HISTORY : Call.LIVE;
        int answer = random.nextInt(20) == 0 ? 200 : random.nextInt(3) == 0 ? 403 : 404;
        visit.call(call, random.nextInt(), answer);
      }
      case TOKEN_REPLAY ->
          visit.call(pick(random), visit.any(), random.nextInt(8) == 0 ? 403 : 200);
      case SCRAPING, SLOW_EXFILTRATION -> visit.call(pick(random), random.nextInt(), 200);
    }
  }

  private static Call pick(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Call.EVIDENCE;
      case 1 -> Call.HISTORY;
      default -> Call.IMAGE;
    };
  }

  private static Timed stolen(List<Timed> normal, Random random) {
    while (true) {
      var one = normal.get(random.nextInt(normal.size()));
      var role = one.request().role();
      if (role.equals("doctor") || role.equals("nurse") || role.equals("patient")) return one;
    }
  }

  private static Someone find(Hospital hospital, String principal) {
    return hospital.people.stream()
        .filter(p -> p.principal().equals(principal))
        .findFirst()
        .orElseThrow();
  }

  private static Someone insider(Hospital hospital, List<String> roles, Random random) {
    var able = hospital.people.stream().filter(p -> roles.contains(p.role())).toList();
    return able.get(random.nextInt(able.size()));
  }
}
