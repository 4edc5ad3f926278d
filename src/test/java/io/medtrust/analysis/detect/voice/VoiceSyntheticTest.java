package io.medtrust.analysis.detect.voice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.model.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceSyntheticTest {
  @TempDir Path folder;

  /** A model that looks at the deviation of the pitch alone: monotone is synthetic. */
  private static LinearModel monotone() {
    var means = new float[SpeechStatistics.VALUES];
    var deviations = new float[SpeechStatistics.VALUES];
    var weights = new float[SpeechStatistics.VALUES];
    Arrays.fill(deviations, 1);
    int pitch = SpeechStatistics.VALUES - 4;
    means[pitch] = 1;
    weights[pitch] = 6;
    var sheet = new LinearModel.Sheet("monotone", "0", "2026-01-01", "own");
    return new LinearModel(sheet, means, deviations, weights, 0);
  }

  private List<Verdict> listen(float[] sound) throws Exception {
    var bytes = monotone().write();
    var file = Files.write(folder.resolve("m.model"), bytes);
    var settings =
        Map.of(
            "speech.activity",
            "energy",
            "model.voice_synthetic.file",
            file.toString(),
            "model.voice_synthetic.sha256",
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    var verdicts = new ArrayList<Verdict>();
    try (var detector = new VoiceSynthetic(settings)) {
      for (int at = 0; at + VoiceWindow.SAMPLES <= sound.length; at += VoiceWindow.HOP) {
        var samples = Arrays.copyOfRange(sound, at, at + VoiceWindow.SAMPLES);
        var none = new boolean[VoiceWindow.SLOTS];
        var w = new VoiceWindow(samples, none, 9_000_000 + at * 1000L / 16);
        for (var output : detector.hear(w)) verdicts.add((Verdict) output);
      }
    }
    return verdicts;
  }

  @Test
  void withoutAModelNothingIsClaimed() {
    try (var detector = new VoiceSynthetic(Map.of())) {
      var w = new VoiceWindow(new float[VoiceWindow.SAMPLES], new boolean[VoiceWindow.SLOTS], 0);
      var v = (Verdict) detector.hear(w).getFirst();
      assertEquals("no_model", v.code());
      assertEquals(Verdict.State.UNKNOWN, v.state());
    }
  }

  @Test
  void onlyWhatLastsFails() throws Exception {
    var lively = listen(VoiceTest.voice(70, 140, 4));
    assertEquals("too_little_speech", lively.getFirst().code());
    assertEquals("ok", lively.getLast().code(), lively.getLast().toString());
    var flat = listen(VoiceTest.voice(90, 140, 0));
    var firstFailure = -1;
    for (int i = 0; i < flat.size(); i++) {
      if (flat.get(i).state() == Verdict.State.FAILED && firstFailure < 0) firstFailure = i;
      assertTrue(flat.get(i).score() == null || flat.get(i).score() < 50, flat.get(i).toString());
    }
    assertEquals("like_synthetic", flat.getLast().code(), flat.getLast().toString());
    // Twenty seconds of speech are at least twenty seconds.
    assertTrue(firstFailure >= 38, "failed after " + firstFailure / 2.0 + " s");
  }

  @Test
  void theFileIsWrittenAndReadAgainAndWhatIsBrokenIsRefused() {
    var bytes = monotone().write();
    var read = LinearModel.read(new ModelFile("m@1", bytes, ""), SpeechStatistics.VALUES);
    assertArrayEquals(bytes, read.write());
    for (int n = 0; n < bytes.length; n += 37) {
      var cut = new ModelFile("m@1", Arrays.copyOf(bytes, n), "");
      var e =
          assertThrows(
              IllegalStateException.class, () -> LinearModel.read(cut, SpeechStatistics.VALUES));
      assertTrue(e.getMessage().startsWith("m@1 is not a"), e.getMessage());
    }
    var other = new ModelFile("m@1", bytes, "");
    assertThrows(IllegalStateException.class, () -> LinearModel.read(other, 7));
    var settings = new HashMap<String, String>();
    settings.put("model.voice_synthetic.file", "/nowhere/m.model");
    assertThrows(IllegalStateException.class, () -> new VoiceSynthetic(settings));
  }
}
