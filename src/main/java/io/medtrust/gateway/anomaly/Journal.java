package io.medtrust.gateway.anomaly;

import io.medtrust.gateway.anomaly.model.Verdict;
import io.medtrust.gateway.anomaly.model.Verdict.Level;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** The last three hours by the minute, and the last alarms, for the dashboard. For any thread. */
final class Journal {
  private static final int MINUTES = 180;
  private static final int ALARMS = 200;

  private static final class Minute {
    final long number;
    int requests;
    int stepUps;
    int blocks;
    double most = Double.NaN;

    Minute(long number) {
      this.number = number;
    }
  }

  private final Deque<Minute> minutes = new ArrayDeque<>();
  private final Deque<JsonObject> alarms = new ArrayDeque<>();

  synchronized void count(long atMillis, Verdict verdict) {
    long number = atMillis / 60_000;
    if (minutes.isEmpty() || minutes.getLast().number < number) {
      minutes.addLast(new Minute(number));
      if (minutes.size() > MINUTES) minutes.removeFirst();
    }
    var minute = minutes.getLast();
    minute.requests++;
    if (!verdict.fresh()) return;
    if (verdict.level() == Level.STEP_UP) minute.stepUps++;
    if (verdict.level() == Level.BLOCK) minute.blocks++;
    // false for NaN on the right, true for NaN on the left
    if (!(verdict.score() <= minute.most) && !Double.isNaN(verdict.score())) {
      minute.most = verdict.score();
    }
  }

  synchronized void alarm(Seen seen, Verdict verdict, boolean enforced) {
    alarms.addFirst(
        new JsonObject()
            .put("at", Instant.ofEpochMilli(seen.atMillis()).toString())
            .put("principal", seen.request().principal())
            .put("role", seen.request().role())
            .put("route", seen.route())
            .put("request_id", seen.requestId())
            .put("level", name(verdict.level()))
            .put("score", round(verdict.score()))
            .put("reasons", reasons(verdict))
            .put("enforced", enforced));
    if (alarms.size() > ALARMS) alarms.removeLast();
  }

  synchronized JsonArray timeline() {
    var list = new JsonArray();
    for (var m : minutes) {
      list.add(
          new JsonObject()
              .put("at", Instant.ofEpochSecond(m.number * 60).toString())
              .put("requests", m.requests)
              .put("max_score", Double.isNaN(m.most) ? null : round(m.most))
              .put("step_up", m.stepUps)
              .put("block", m.blocks));
    }
    return list;
  }

  synchronized JsonArray alarms() {
    var list = new JsonArray();
    for (var alarm : alarms) list.add(alarm.copy());
    return list;
  }

  static JsonArray reasons(Verdict verdict) {
    var list = new JsonArray();
    for (var reason : verdict.reasons()) {
      list.add(
          new JsonObject()
              .put("feature", reason.feature().name().toLowerCase(Locale.ROOT))
              .put("text", reason.feature().words())
              .put("share", round(reason.share())));
    }
    return list;
  }

  static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
