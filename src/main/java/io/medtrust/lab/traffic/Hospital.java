package io.medtrust.lab.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Normal people: doctors, nurses, patients, displays, administrators and the monitoring, with the
 * rhythm of a day. Staff sign in behind one address; passwords are mistyped, telephones change
 * their network, two devices are used at once, and some days are unlike others (a doctor reviews a
 * month of evidence, an administrator exports the audit log, a nurse covers two wards).
 */
final class Hospital {
  static final long DAY = 86_400_000;
  private static final long HOUR = 3_600_000;

  final List<Someone> people = new ArrayList<>();
  private final Random random;

  Hospital(int doctors, int nurses, int patients, int displays, int admins, long seed) {
    random = new Random(seed);
    add("doctor", doctors, 60);
    add("nurse", nurses, 12);
    add("patient", patients, 2);
    add("display", displays, 1);
    add("admin", admins, 200);
  }

  private void add(String role, int count, int owns) {
    for (int i = 0; i < count; i++) {
      boolean patient = role.equals("patient");
      var name = role + "-" + i;
      people.add(
          new Someone(
              "user:" + name,
              role,
              patient ? "ip:home-" + i : "ip:hospital",
              random.nextInt(),
              random.nextInt(),
              owns,
              Math.exp(0.35 * random.nextGaussian()),
              random.nextInt(3)));
    }
  }

  /** Everybody's requests of one day, in no order. */
  List<Timed> day(int day) {
    var all = new ArrayList<Timed>();
    long begin = day * DAY;
    boolean weekend = day % 7 >= 5;
    for (var who : people) {
      switch (who.role()) {
        case "doctor" -> doctor(who, begin, weekend, all);
        case "nurse" -> nurse(who, begin, all);
        case "patient" -> patient(who, begin, all);
        case "display" -> display(who, begin, all);
        default -> admin(who, begin, weekend, all);
      }
    }
    monitoring(begin, all);
    return all;
  }

  private int typos() {
    return random.nextInt(12) == 0 ? 1 + random.nextInt(3) : 0;
  }

  private Visit visit(Someone who, long at, List<Timed> all) {
    var visit = new Visit(who, at, random, all, -1);
    // another room, another computer, a telephone
    if (random.nextInt(6) == 0) visit.client = who.client() + 1 + random.nextInt(3);
    return visit.signIn(typos());
  }

  private void doctor(Someone who, long begin, boolean weekend, List<Timed> all) {
    if (weekend && random.nextInt(3) > 0) return;
    boolean night = random.nextInt(8) == 0;
    double from = (night ? 19 : 7) + random.nextDouble() * 2;
    var visit = visit(who, begin + (long) (from * HOUR), all);
    int patients = 3 + random.nextInt(10);
    for (int i = 0; i < patients; i++) {
      visit.call(Call.ACTIVE, 0, random.nextInt(4) == 0 ? 404 : 200).think(20);
      int session = random.nextInt();
      visit.call(Call.CONSENT_TEXT, 0, 200).pause(0.2);
      visit.call(Call.START, 0, random.nextInt(40) == 0 ? 409 : 201).pause(0.4);
      visit.call(Call.CONSENT, session, 200).think(40);
      int images = random.nextInt(9);
      for (int k = 0; k < images; k++) visit.call(Call.IMAGE, visit.any(), visit.fine()).think(14);
      if (random.nextInt(2) == 0) visit.call(Call.MESSAGES, visit.any(), 200).think(15);
      if (random.nextInt(3) == 0) visit.call(Call.MESSAGE, visit.any(), 201).think(30);
      visit.think(400);
      visit.call(Call.END, session, 200).pause(0.3);
      visit.call(Call.HISTORY, session, 200).pause(0.5);
      int pages = random.nextInt(4);
      for (int k = 0; k < pages; k++) visit.call(Call.EVIDENCE, session, 200).think(9);
      if (random.nextInt(4) == 0) visit.call(Call.CHAIN, session, 200).think(20);
      // a walk through the corridor: another network, the same token
      if (random.nextInt(25) == 0) visit.client += 1;
      visit.think(500);
    }
    if (random.nextInt(20) == 0) review(visit);
  }

  /** A day of quality review: dozens of sessions, page after page. */
  private void review(Visit visit) {
    int sessions = 15 + random.nextInt(30);
    for (int i = 0; i < sessions; i++) {
      int session = visit.any();
      visit.call(Call.HISTORY, session, visit.fine()).pause(0.5);
      int pages = 1 + random.nextInt(5);
      for (int k = 0; k < pages; k++) visit.call(Call.EVIDENCE, session, 200).think(7);
      visit.think(25);
    }
  }

  private void nurse(Someone who, long begin, List<Timed> all) {
    if (random.nextInt(7) < 2) return;
    double from = 6 + 8 * who.shift() + random.nextDouble() - 0.5;
    var visit = visit(who, begin + (long) (from * HOUR), all);
    boolean two = random.nextInt(15) == 0;
    for (int round = 0; round < 8; round++) {
      long next = visit.at + HOUR;
      visit.call(Call.WALL, 0, 200).pause(0.5).call(Call.ACTIVE, 0, visit.fine()).think(8);
      int beds = (two ? 2 : 1) * (3 + random.nextInt(7));
      for (int b = 0; b < beds; b++) {
        visit.call(Call.LIVE, visit.any(), visit.fine()).think(25);
        if (random.nextInt(6) == 0) visit.call(Call.MESSAGE, visit.any(), 201).think(20);
      }
      if (random.nextInt(30) == 0) visit.client += 1;
      visit.at = Math.max(visit.at, next - (long) (random.nextDouble() * 0.4 * HOUR));
    }
  }

  private void patient(Someone who, long begin, List<Timed> all) {
    int visits = random.nextInt(10) < 4 ? 1 + random.nextInt(2) : 0;
    for (int v = 0; v < visits; v++) {
      double hour = Math.clamp(14 + 4 * random.nextGaussian(), 0.2, 23);
      var visit = visit(who, begin + (long) (hour * HOUR), all);
      visit.call(Call.ACTIVE, 0, random.nextInt(3) == 0 ? 404 : 200).think(15);
      int looks = 2 + random.nextInt(8);
      for (int i = 0; i < looks; i++) {
        visit.call(Call.LIVE, visit.any(), visit.fine()).think(30);
        if (random.nextInt(3) == 0) visit.call(Call.MESSAGES, visit.any(), 200).think(20);
        if (random.nextInt(4) == 0) visit.call(Call.MESSAGE, visit.any(), 201).think(40);
        if (random.nextInt(6) == 0) visit.call(Call.IMAGE, visit.any(), 200).think(20);
        // from the home's network to the telephone's
        if (random.nextInt(25) == 0) visit.client += 1;
      }
    }
  }

  private void display(Someone who, long begin, List<Timed> all) {
    var visit = new Visit(who, begin + random.nextInt(30_000), random, all, -1);
    visit.token = who.client() ^ (int) (begin / DAY) | 1;
    boolean away = random.nextInt(20) == 0;
    long dark = begin + (long) (random.nextDouble() * 20 * HOUR);
    while (visit.at < begin + DAY) {
      boolean off = away && visit.at > dark && visit.at < dark + HOUR;
      if (!off) visit.call(Call.WALL, 0, random.nextInt(400) == 0 ? 503 : 200);
      visit.at += 60_000;
      visit.pause(1);
    }
  }

  private void admin(Someone who, long begin, boolean weekend, List<Timed> all) {
    if (weekend && random.nextInt(6) > 0) return;
    var visit = visit(who, begin + (long) ((8 + 2 * random.nextDouble()) * HOUR), all);
    int tasks = 3 + random.nextInt(8);
    for (int i = 0; i < tasks; i++) {
      visit.call(Call.USERS, 0, 200).think(20);
      int pages = random.nextInt(8) == 0 ? 20 + random.nextInt(40) : 1 + random.nextInt(6);
      for (int k = 0; k < pages; k++) visit.call(Call.AUDIT, 0, 200).think(6);
      if (random.nextInt(5) == 0) visit.call(Call.THRESHOLDS, 0, visit.fine()).think(30);
      if (random.nextInt(3) == 0) visit.call(Call.EVIDENCE, visit.any(), 200).think(15);
      visit.think(1500);
    }
  }

  private void monitoring(long begin, List<Timed> all) {
    var probe = new Someone("ip:monitor", "anonymous", "ip:monitor", 99, 0, 1, 1, 0);
    var visit = new Visit(probe, begin + 3000, random, all, -1);
    visit.token = 0;
    while (visit.at < begin + DAY) {
      visit.anonymous(Call.HEALTH, random.nextInt(500) == 0 ? 503 : 200);
      visit.at += 30_000 + random.nextInt(200);
    }
  }
}
