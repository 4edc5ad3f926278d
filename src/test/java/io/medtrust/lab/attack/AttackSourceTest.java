package io.medtrust.lab.attack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.lab.media.I420;
import io.medtrust.lab.pipeline.DrawnSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttackSourceTest {
  private static final long START = 1_000_000;

  private record Shot(long micros, byte[] luma) {}

  private static List<Shot> pictures(AttackKind kind, int count) {
    var shots = new ArrayList<Shot>();
    try (var source =
        new AttackSource(
            kind,
            START,
            0.5,
            new DrawnSource(5, true, true),
            () -> new DrawnSource(5, true, true))) {
      var picture = new I420();
      for (int i = 0; i < count; i++) {
        long at = source.nextPicture(picture);
        shots.add(new Shot(at, picture.y.clone()));
        assertEquals(kind == AttackKind.OTHER_LAYER && at >= START, source.otherLayer());
      }
    }
    return shots;
  }

  private static List<Shot> drawn(int count) {
    var shots = new ArrayList<Shot>();
    var source = new DrawnSource(5, true, true);
    var picture = new I420();
    for (int i = 0; i < count; i++) {
      long at = source.nextPicture(picture);
      shots.add(new Shot(at, picture.y.clone()));
    }
    return shots;
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SWITCH_VOICE", "SYNTHETIC_VOICE", "CLONED_VOICE", "SILENCE"},
      mode = EnumSource.Mode.EXCLUDE)
  void before_its_start_an_attack_is_the_genuine_footage(AttackKind kind) {
    var genuine = drawn(30);
    var seen = pictures(kind, 60);
    for (int i = 0; i < 30; i++) {
      assertEquals(genuine.get(i).micros(), seen.get(i).micros());
      assertArrayEquals(genuine.get(i).luma(), seen.get(i).luma());
    }
    for (int i = 1; i < 60; i++) {
      long step = seen.get(i).micros() - seen.get(i - 1).micros();
      assertTrue(step > 30_000 && step < 37_000, kind + " step " + step);
    }
    assertTrue(seen.get(30).micros() >= START);
  }

  @Test
  void a_frozen_camera_repeats_its_last_picture() {
    var seen = pictures(AttackKind.FROZEN, 60);
    for (int i = 30; i < 60; i++) assertArrayEquals(seen.get(29).luma(), seen.get(i).luma());
  }

  @Test
  void a_loop_repeats_the_last_half_second() {
    var seen = pictures(AttackKind.LOOP, 80);
    for (int i = 30; i < 80; i++) {
      assertArrayEquals(seen.get(15 + (i - 30) % 15).luma(), seen.get(i).luma(), "picture " + i);
    }
  }

  @Test
  void a_replay_begins_with_the_first_picture_of_the_call() {
    var seen = pictures(AttackKind.REPLAYED_FILE, 50);
    for (int i = 30; i < 50; i++) assertArrayEquals(seen.get(i - 30).luma(), seen.get(i).luma());
  }

  @Test
  void screens_and_prints_keep_the_picture_recognisable_and_change_it() {
    for (var kind : List.of(AttackKind.SCREEN_REPLAY, AttackKind.SCREEN_UNSEEN, AttackKind.PHOTO)) {
      var seen = pictures(kind, 80);
      assertFalse(Arrays.equals(seen.get(68).luma(), seen.get(69).luma()), kind + " stands still");
      var shown = kind == AttackKind.PHOTO ? seen.get(29).luma() : onScreen(drawn(kind, 68).luma());
      double limit = kind == AttackKind.PHOTO ? 0.5 : 0.8;
      assertTrue(correlation(shown, seen.get(68).luma()) > limit, kind.word());
      // A third of the way: it covers the left, and the right is as it was.
      var half = seen.get(30 + 12).luma();
      var before = seen.get(29).luma();
      for (int y = 0; y < 480; y += 7) {
        for (int x = 400; x < 640; x += 7) {
          assertEquals(before[y * 640 + x], half[y * 640 + x], kind + " at " + x);
        }
      }
    }
  }

  /** What the screen of that attack shows at that picture. */
  private static Shot drawn(AttackKind kind, int picture) {
    return drawn(100).get(kind == AttackKind.SCREEN_REPLAY ? picture - 30 : picture);
  }

  /**
   * The picture as it is shown on a screen of 0.86 of the width, in the middle, without its flaws.
   */
  private static byte[] onScreen(byte[] luma) {
    var shown = new byte[640 * 480];
    Arrays.fill(shown, (byte) 96);
    for (int y = 34; y < 446; y++) {
      for (int x = 45; x < 595; x++) {
        int fromX = (int) ((x - 44.8) / 0.86);
        int fromY = (int) ((y - 33.6) / 0.86);
        shown[y * 640 + x] = luma[Math.min(479, fromY) * 640 + Math.min(639, fromX)];
      }
    }
    return shown;
  }

  private static double correlation(byte[] a, byte[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += (a[i] & 0xff) / (double) a.length;
      mb += (b[i] & 0xff) / (double) a.length;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      double x = (a[i] & 0xff) - ma;
      double y = (b[i] & 0xff) - mb;
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void silence_is_digital_and_begins_at_its_time() {
    var source =
        new AttackSource(AttackKind.SILENCE, START, 0, new DrawnSource(5, false, true), () -> null);
    var samples = new short[960];
    for (int i = 0; i < 100; i++) {
      assertTrue(source.nextSound(samples));
      boolean silent = true;
      for (short s : samples) silent &= s == 0;
      assertEquals(i >= 50, silent, "packet " + i);
    }
  }
}
