package io.medtrust.probes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.Problem;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(true, true, 10_000, 240_000, 4_000, 6, 20_000, 3);
  private final Checks checks =
      new Checks("s", "v", SETTINGS, WordList.load(), new SplittableRandom(1));
  private final List<Effect> done = new ArrayList<>();
  private long now = 1_000_000;

  /** Lets time pass with the face to be seen. */
  private void pass(long millis) {
    for (long end = now + millis; now < end; now += 200) {
      checks.face(now);
      done.addAll(checks.poll(now));
    }
  }

  private <T> List<T> of(Class<T> type) {
    return done.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<AnalysisCommand.LightProbe> probes() {
    return of(Effect.Analyse.class).stream()
        .map(Effect.Analyse::command)
        .filter(AnalysisCommand.LightProbe.class::isInstance)
        .map(AnalysisCommand.LightProbe.class::cast)
        .toList();
  }

  private List<String> told() {
    return of(Effect.Tell.class).stream().map(t -> (String) t.event().get("event")).toList();
  }

  private List<SessionEvent.CheckDone> results() {
    return of(Effect.Publish.class).stream()
        .map(Effect.Publish::event)
        .filter(SessionEvent.CheckDone.class::isInstance)
        .map(SessionEvent.CheckDone.class::cast)
        .toList();
  }

  private String active() {
    return of(Effect.Tell.class).getLast().check();
  }

  private static Reading reading(String detector, String key, String id, String code) {
    var state = code.equals("reflection") ? Reading.State.OK : Reading.State.UNKNOWN;
    return new Reading(
        "s", "v", detector, state, null, null, code, "Why.", Map.of(key, id), 0, "signal", "1");
  }

  @Test
  void nothing_is_shown_before_consent_and_before_a_face_is_seen() {
    pass(600_000);
    assertTrue(done.isEmpty());
    checks.consent(true, now);
    for (long end = now + 600_000; now < end; now += 200) done.addAll(checks.poll(now));
    assertTrue(done.isEmpty());
  }

  @Test
  void a_probe_is_announced_and_then_shown_with_what_analysis_was_told() {
    checks.consent(true, now);
    pass(9_800);
    assertTrue(done.isEmpty());
    pass(600);
    assertEquals(List.of("light-probe-announced"), told());
    assertTrue(probes().isEmpty(), "no colour is drawn before it is shown");
    pass(4_000);
    assertEquals(List.of("light-probe-announced", "light-probe"), told());
    var probe = probes().getFirst();
    assertEquals(75, probe.rgb().size());
    var colours = (List<?>) of(Effect.Tell.class).getLast().event().get("colours");
    assertEquals(25, colours.size());
    for (int i = 0; i < 75; i++) {
      int shown =
          Integer.parseInt(
              ((String) colours.get(i / 3)).substring(1 + i % 3 * 2, 3 + i % 3 * 2), 16);
      assertEquals(probe.rgb().get(i), shown / 255f, 0.003);
    }
  }

  @Test
  void the_reading_of_this_probe_ends_it_and_another_does_not() {
    checks.consent(true, now);
    pass(15_000);
    checks.page(active(), true, false, now);
    done.addAll(checks.reading(reading("light_probe", "probe", active(), "probing"), now));
    done.addAll(checks.reading(reading("light_probe", "probe", "another", "reflection"), now));
    done.addAll(checks.reading(reading("pulse", "probe", active(), "reflection"), now));
    assertTrue(results().isEmpty());
    done.addAll(checks.reading(reading("light_probe", "probe", active(), "reflection"), now));
    assertEquals("ok", results().getFirst().state());
    assertEquals("reflection", results().getFirst().code());
    assertEquals(1, of(Effect.Audit.class).size());
  }

  @Test
  void a_page_that_does_not_show_it_makes_it_unknown_and_takes_it_back() {
    checks.consent(true, now);
    pass(20_000);
    assertEquals("not_shown", results().getFirst().code());
    assertEquals("unknown", results().getFirst().state());
    assertTrue(probes().getLast().rgb().isEmpty());
    assertEquals(probes().getFirst().id(), probes().getLast().id());
  }

  @Test
  void a_skipped_probe_is_unknown_and_not_repeated_at_once() {
    checks.consent(true, now);
    pass(12_000);
    done.addAll(checks.page(active(), false, true, now));
    assertEquals("skipped", results().getFirst().code());
    assertTrue(probes().isEmpty());
    int before = told().size();
    pass(110_000);
    assertEquals(before, told().size());
  }

  @Test
  void a_word_of_the_page_that_it_was_shown_proves_nothing() {
    checks.consent(true, now);
    pass(15_000);
    assertTrue(checks.page(active(), true, false, now).isEmpty());
    pass(21_000);
    assertEquals("no_result", results().getFirst().code());
  }

  @Test
  void withdrawn_consent_ends_a_probe_and_all_that_were_planned() {
    checks.consent(true, now);
    pass(15_000);
    done.addAll(checks.consent(false, now));
    assertEquals("check-cancelled", told().getLast());
    assertTrue(probes().getLast().rgb().isEmpty());
    int before = done.size();
    pass(600_000);
    assertEquals(before, done.size());
  }

  @Test
  void never_more_than_the_budget_in_ten_minutes() {
    checks.consent(true, now);
    long end = now + 3_600_000;
    var begun = new ArrayList<Long>();
    while (now < end) {
      pass(200);
      try {
        done.addAll(checks.ask("any", "u", now));
        begun.add(now);
      } catch (Problem refused) {
        assertTrue(refused.status() == 429 || refused.status() == 409);
      }
      for (var effect : of(Effect.Publish.class)) {
        if (effect.event() instanceof SessionEvent.CheckAsked asked && asked.by() == null) {
          begun.add(now);
        }
      }
      done.clear();
    }
    for (int i = 0; i + 6 < begun.size(); i++) {
      assertTrue(begun.get(i + 6) - begun.get(i) >= 600_000 - 200, "at " + i);
    }
    assertTrue(begun.size() >= 30);
  }

  @Test
  void gaps_between_probes_are_random_about_the_setting() {
    checks.consent(true, now);
    var begins = new ArrayList<Long>();
    for (long end = now + 7_200_000; now < end; ) {
      pass(200);
      for (var tell : of(Effect.Tell.class)) {
        var event = tell.event().get("event");
        if (event.equals("light-probe-announced")) begins.add(now);
        if (!event.equals("light-probe")) continue;
        checks.page(tell.check(), true, false, now);
        checks.reading(reading("light_probe", "probe", tell.check(), "reflection"), now);
      }
      done.clear();
    }
    assertTrue(begins.size() >= 20 && begins.size() <= 45, "probes " + begins.size());
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 1; i < begins.size(); i++) {
      long gap = begins.get(i) - begins.get(i - 1);
      least = Math.min(least, gap);
      most = Math.max(most, gap);
    }
    assertTrue(least >= 118_000 && most <= 370_000 && most > 1.5 * least);
  }

  @Test
  void a_challenge_expires_after_15_seconds_and_is_drawn_when_asked_for() {
    checks.consent(true, now);
    pass(5_000);
    done.addAll(checks.ask("words", "user", now));
    var challenge = (AnalysisCommand.Challenge) of(Effect.Analyse.class).getFirst().command();
    assertEquals(15_000, challenge.expiresMillis() - challenge.issuedMillis());
    assertEquals(3, challenge.words().size());
    assertEquals(challenge.words(), of(Effect.Tell.class).getFirst().event().get("words"));
    assertEquals(409, assertThrows(Problem.class, () -> checks.ask("blink", "u", now)).status());
    checks.page(active(), true, false, now);
    done.addAll(
        checks.reading(reading("challenge", "challenge", active(), "words_not_checked"), now));
    assertEquals("unknown", results().getFirst().state());
    assertEquals(429, assertThrows(Problem.class, () -> checks.ask("blink", "u", now)).status());
  }

  @Test
  void nobody_can_ask_without_consent_without_a_face_or_for_nonsense() {
    assertEquals(
        "no_consent", assertThrows(Problem.class, () -> checks.ask("blink", "u", now)).code());
    checks.consent(true, now);
    assertEquals(
        "no_face", assertThrows(Problem.class, () -> checks.ask("blink", "u", now)).code());
    assertEquals(400, assertThrows(Problem.class, () -> checks.ask("dance", "u", now)).status());
    var off =
        new Checks(
            "s",
            "v",
            new ProbeSettings(false, false, 0, 240_000, 4_000, 6, 20_000, 3),
            WordList.load(),
            new SplittableRandom(1));
    off.consent(true, now);
    off.face(now);
    assertTrue(off.poll(now + 1_000_000).isEmpty());
    assertThrows(Problem.class, () -> off.ask("light", "u", now));
  }

  @Test
  void the_session_ends_a_check_that_is_under_way() {
    checks.consent(true, now);
    pass(12_000);
    done.addAll(checks.close(now));
    assertEquals("ended", results().getLast().code());
    assertFalse(told().isEmpty());
  }
}
