package io.medtrust.trust;

import static io.medtrust.trust.TrustFixture.T0;
import static io.medtrust.trust.TrustFixture.failed;
import static io.medtrust.trust.TrustFixture.ok;
import static io.medtrust.trust.TrustFixture.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private final SignalBoard board = new SignalBoard(2_000, 4_000, 3_000);
  private final Sentences sentences = new Sentences(ZoneOffset.UTC);

  private String of(String detector, long now) {
    return sentences.of(board.view(detector, now));
  }

  @Test
  void an_opinion_says_since_when_and_that_it_is_no_proof() {
    board.update(failed("voice", 20, "unnatural", T0), T0);
    // said again, it is still since the first time
    board.update(failed("voice", 25, "unnatural", T0 + 1_500), T0 + 1_500);
    board.update(unknown("voice", "late", T0 + 1_700), T0 + 1_700);
    assertEquals(
        "Voice has sounded flat since 14:48:07; this alone does not mean fraud",
        of("voice", T0 + 1_700));
    board.update(ok("voice", 80, T0 + 10_000), T0 + 10_000);
    board.update(failed("voice", 25, "unnatural", T0 + 11_000), T0 + 11_000);
    assertEquals(
        "Voice has sounded flat since 14:48:18; this alone does not mean fraud",
        of("voice", T0 + 11_000));
  }

  @Test
  void a_fact_says_only_since_when() {
    board.update(failed("temporal_consistency", 10, "frozen", T0), T0);
    assertEquals("The picture has stood still since 14:48:07", of("temporal_consistency", T0));
    board.update(failed("replay", 0, "looped", T0), T0);
    assertEquals("The media have been repeating themselves since 14:48:07", of("replay", T0));
    board.update(failed("lip_sync", 0, "new_code", T0), T0);
    assertEquals("lip_sync says new_code (since 14:48:07)", of("lip_sync", T0));
  }

  @Test
  void times_are_those_of_the_hospital() {
    board.update(failed("replay", 0, "looped", T0), T0);
    var there = new Sentences(ZoneId.of("Asia/Kolkata"));
    assertEquals(
        "The media have been repeating themselves since 20:18:07",
        there.of(board.view("replay", T0)));
  }

  private TrustIdentity identity() {
    var i = Sentences.identity(board, T0);
    return new TrustIdentity(i.state(), i.sentence());
  }

  private record TrustIdentity(String state, String sentence) {}

  @Test
  void identity_is_said_in_the_products_words() {
    assertEquals(
        new TrustIdentity("not_enrolled", "Not enrolled: identity not checked"), identity());
    board.update(unknown("face_identity", "not_enrolled", T0), T0);
    assertEquals("not_enrolled", identity().state());
    board.update(ok("face_identity", 90, T0), T0);
    assertEquals(
        new TrustIdentity(
            "matches", "Matches the enrolled doctor; replay and injection were not checked"),
        identity());
    board.update(ok("replay", 90, T0), T0);
    board.update(ok("injection", 90, T0), T0);
    assertEquals(
        "Matches the enrolled doctor; no sign of replay or injection was found",
        identity().sentence());
    board.update(failed("replay", 0, "looped", T0), T0);
    assertEquals(
        "Matches the enrolled doctor; but signs of replay were found", identity().sentence());
    board.update(failed("face_identity", 0, "not_enrolled_person", T0), T0);
    assertEquals(
        new TrustIdentity("differs", "The face does not match the enrolled doctor"), identity());
    board.update(unknown("face_identity", "masked", T0), T0);
    board.update(ok("voice_identity", 80, T0), T0);
    assertEquals("unknown", identity().state(), "a voice alone is not enough");
  }

  @Test
  void the_product_never_says_that_somebody_is_real() {
    for (var role : SignalRole.all()) {
      for (var reading :
          List.of(ok(role.detector(), 100, T0), failed(role.detector(), 0, "bad", T0))) {
        board.update(reading, T0);
        for (var said : List.of(of(role.detector(), T0), identity().sentence())) {
          for (var word : List.of("real", "genuine", "authentic", "verified", "proven")) {
            assertFalse(said.toLowerCase().contains(word), said);
          }
        }
      }
    }
  }
}
