package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.VoiceWindow;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether somebody began to speak after the asking, and in how many bursts of loudness, which are
 * about the syllables (after de Jong and Wempe 2009: peaks of intensity with dips between them).
 * <b>Which words were spoken is not looked at.</b> Not thread-safe.
 */
final class SpokenAnswer {
  private static final int FRAME = 160;
  private static final long FRAME_MICROS = 10_000;
  private static final int KEPT_FRAMES = 2000;
  private static final int FLOOR_FRAMES = 1000;
  private static final double QUIETEST_DB = -55;
  private static final double MARGIN_DB = 10;
  private static final double DIP_DB = 3;
  private static final int SMOOTHED = 5;
  // Speech that begins after a shorter pause is the same speech.
  private static final int PAUSE_FRAMES = 30;
  private static final int LASTING_FRAMES = 12;
  private static final int ENDED_FRAMES = 100;

  private record Frame(long micros, double level) {}

  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private long next = Long.MIN_VALUE;

  /** Takes what is new in a window. */
  void add(VoiceWindow w) {
    if (w.endMicros() <= next || w.startMicros() > next + 2_000_000) {
      if (w.endMicros() < next) frames.clear();
      if (w.startMicros() > next) next = w.startMicros();
    }
    for (int i = 0; i + FRAME <= VoiceWindow.SAMPLES; i += FRAME) {
      long micros = w.startMicros() + i / FRAME * FRAME_MICROS;
      if (micros < next - FRAME_MICROS / 2) continue;
      next = micros + FRAME_MICROS;
      double sum = 1e-12;
      for (int k = i; k < i + FRAME; k++) sum += (double) w.samples()[k] * w.samples()[k];
      boolean lost = w.missing()[i / VoiceWindow.SLOT_SAMPLES];
      frames.addLast(new Frame(micros, lost ? Double.NaN : 10 * Math.log10(sum / FRAME)));
      if (frames.size() > KEPT_FRAMES) frames.pollFirst();
    }
  }

  /** What was heard since the asking. */
  Answer answer(long issued, List<String> words) {
    var all = frames.toArray(Frame[]::new);
    var evidence =
        new Evidence().put("words_not_checked", true).put("syllables_expected", syllables(words));
    if (all.length < PAUSE_FRAMES) return new Answer(false, -1, evidence);
    double threshold = Math.max(QUIETEST_DB, floor(all) + MARGIN_DB);
    var smooth = smooth(all);
    int onset = onset(all, smooth, issued, threshold);
    if (onset < 0) return new Answer(false, -1, evidence.put("bursts", 0));
    int bursts = 0;
    int quiet = 0;
    double valley = threshold;
    double peak = Double.NEGATIVE_INFINITY;
    int end = onset;
    for (int i = onset; i < all.length && quiet < ENDED_FRAMES; i++) {
      double level = smooth[i];
      if (!(level > threshold)) quiet++;
      else {
        quiet = 0;
        end = i;
      }
      if (!(level == level)) continue;
      if (peak > Double.NEGATIVE_INFINITY) {
        peak = Math.max(peak, level);
        if (level > peak - DIP_DB) continue;
        // A peak counts once the level has fallen from it.
        bursts++;
        peak = Double.NEGATIVE_INFINITY;
        valley = level;
      } else {
        valley = Math.min(valley, level);
        if (level > threshold && level >= valley + DIP_DB) peak = level;
      }
    }
    boolean done = quiet >= ENDED_FRAMES;
    evidence
        .put("bursts", bursts)
        .put("speech_seconds", (end - onset + 1) * FRAME_MICROS / 1e6)
        .put("bursts_plausible", plausible(bursts, syllables(words)));
    return new Answer(done, (all[onset].micros - issued) / 1000, evidence);
  }

  private static boolean plausible(int bursts, int syllables) {
    return bursts >= 0.5 * syllables && bursts <= 2 * syllables + 1;
  }

  /** The room's level: the tenth percentile of the last ten seconds. */
  private static double floor(Frame[] all) {
    var levels =
        Arrays.stream(all)
            .skip(Math.max(0, all.length - FLOOR_FRAMES))
            .mapToDouble(Frame::level)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return levels.length == 0 ? 0 : Math.clamp(levels[levels.length / 10], -90, -35);
  }

  private static double[] smooth(Frame[] all) {
    var out = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      double sum = 0;
      int n = 0;
      for (int k = Math.max(0, i - SMOOTHED / 2); k <= i + SMOOTHED / 2 && k < all.length; k++) {
        sum += all[k].level;
        n++;
      }
      out[i] = sum / n;
    }
    return out;
  }

  /** First frame of speech that begins after the asking, comes out of a pause and lasts; or -1. */
  private static int onset(Frame[] all, double[] smooth, long issued, double threshold) {
    int quiet = 0;
    for (int i = 0; i < all.length; i++) {
      if (!(smooth[i] > threshold)) {
        quiet++;
        continue;
      }
      boolean late = all[i].micros >= issued + HeadTurn.FASTEST_MICROS;
      if (late && quiet >= PAUSE_FRAMES) {
        int lasting = 0;
        int until = Math.min(all.length, i + 2 * LASTING_FRAMES);
        for (int k = i; k < until; k++) if (smooth[k] > threshold) lasting++;
        if (lasting >= LASTING_FRAMES) return i;
      }
      quiet = 0;
    }
    return -1;
  }

  /** Syllables of English words by their groups of vowels. */
  static int syllables(List<String> words) {
    int all = 0;
    for (var word : words) {
      var w = word.toLowerCase(Locale.ROOT);
      int groups = 0;
      boolean vowel = false;
      for (int i = 0; i < w.length(); i++) {
        boolean now = "aeiouy".indexOf(w.charAt(i)) >= 0;
        if (now && !vowel) groups++;
        vowel = now;
      }
      boolean silent = w.endsWith("e") && !w.endsWith("le") && groups > 1;
      boolean glued = silent && w.length() > 2 && "aeiouy".indexOf(w.charAt(w.length() - 2)) >= 0;
      all += Math.max(1, silent && !glued ? groups - 1 : groups);
    }
    return all;
  }

  void clear() {
    frames.clear();
    next = Long.MIN_VALUE;
  }
}
