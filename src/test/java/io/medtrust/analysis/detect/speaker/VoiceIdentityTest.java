package io.medtrust.analysis.detect.speaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.lab.train.MadeSpeakers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoiceIdentityTest {
  @TempDir static Path folder;
  private static Map<String, String> SETTINGS;

  /** The shipped models know only people: to them all voices of a formula are one. */
  @BeforeAll
  static void trainOnVoicesOfAFormula() throws Exception {
    var model = MadeSpeakers.train(16, VoiceIdentityTest::made, s -> TestVoices.windows(s, 0));
    var again = MadeSpeakers.train(16, VoiceIdentityTest::made, s -> TestVoices.windows(s, 0));
    assertArrayEquals(model, again, "training is deterministic");
    var file = Files.write(folder.resolve("made.gmm"), model);
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
    SETTINGS =
        Map.of(
            "speech.activity",
            "energy",
            // Sixteen voices of a formula are few to generalise from.
            "voice_identity.fail_below",
            "40",
            "voice_identity.changed_below",
            "40",
            "model.speaker.file",
            file.toString(),
            "model.speaker.sha256",
            hash);
  }

  private static float[] made(int i) {
    return TestVoices.voice(24, i, 100 + i);
  }

  private static List<Output> listen(VoiceIdentity detector, float[] sound) {
    var outputs = new ArrayList<Output>();
    for (var w : TestVoices.windows(sound, 80_000_000)) outputs.addAll(detector.hear(w));
    return outputs;
  }

  private static Verdict last(List<Output> outputs) {
    return (Verdict) outputs.getLast();
  }

  private static List<Knowledge.Template> templates(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.TemplateSample.class::isInstance)
        .map(o -> ((Output.TemplateSample) o).template())
        .toList();
  }

  private static Knowledge.Template enroll(int speaker) {
    try (var detector = new VoiceIdentity(SETTINGS)) {
      var found = templates(listen(detector, TestVoices.voice(45, speaker, 1)));
      assertFalse(found.isEmpty(), "a template after 20 s of speech");
      return found.getFirst();
    }
  }

  @Test
  void theEnrolledVoiceIsKnownAgainAndAnotherIsNot() {
    var enrolled = new Knowledge.Enrolled(List.of(enroll(501)));
    try (var detector = new VoiceIdentity(SETTINGS)) {
      detector.know(enrolled);
      var last = last(listen(detector, TestVoices.voice(25, 501, 2)));
      assertEquals("ok", last.code(), last.toString());
      assertTrue(last.score() > 50);
    }
    try (var detector = new VoiceIdentity(SETTINGS)) {
      detector.know(enrolled);
      var last = last(listen(detector, TestVoices.voice(25, 507, 3)));
      assertEquals("not_enrolled_voice", last.code(), last.toString());
      assertEquals(Verdict.State.FAILED, last.state());
    }
  }

  @Test
  void anotherVoiceInMidCallIsNoticedWithoutATemplate() {
    try (var detector = new VoiceIdentity(SETTINGS)) {
      var first = TestVoices.voice(35, 501, 4);
      var outputs = listen(detector, TestVoices.together(first, TestVoices.voice(25, 507, 5)));
      int windows = TestVoices.windows(first, 0).size();
      var verdicts =
          outputs.stream().filter(Verdict.class::isInstance).map(Verdict.class::cast).toList();
      for (var v : verdicts.subList(0, windows)) assertFalse(v.code().equals("voice_changed"));
      assertEquals("voice_changed", verdicts.getLast().code(), verdicts.getLast().toString());
    }
  }

  @Test
  void oneVoiceAllAlongIsNoChangeAndWithoutTemplateNothingIsClaimed() {
    try (var detector = new VoiceIdentity(SETTINGS)) {
      var outputs = listen(detector, TestVoices.voice(60, 503, 6));
      for (var o : outputs) {
        if (o instanceof Verdict v) assertEquals(Verdict.State.UNKNOWN, v.state(), v.toString());
      }
      assertEquals("no_template", last(outputs).code());
      assertEquals("too_little_speech", ((Verdict) outputs.getFirst()).code());
    }
  }

  @Test
  void silenceAndLostSoundAreNeverJudged() {
    var enrolled = new Knowledge.Enrolled(List.of(enroll(501)));
    try (var detector = new VoiceIdentity(SETTINGS)) {
      detector.know(enrolled);
      assertEquals("too_little_speech", last(listen(detector, new float[16_000 * 8])).code());
      var lost = new boolean[VoiceWindow.SLOTS];
      Arrays.fill(lost, true);
      var w = new VoiceWindow(new float[VoiceWindow.SAMPLES], lost, 900_000_000);
      assertEquals("damaged", last(detector.hear(w)).code());
    }
    // What was known goes stale half a minute after the last word.
    try (var detector = new VoiceIdentity(SETTINGS)) {
      detector.know(enrolled);
      var sound = TestVoices.together(TestVoices.voice(20, 501, 2), new float[16_000 * 35]);
      assertEquals("too_little_speech", last(listen(detector, sound)).code());
    }
  }

  @Test
  void aTemplateOfAnotherModelOrOfAnotherShapeIsNotCompared() {
    var good = enroll(501);
    var foreign = new Knowledge.Template("voice", "other@1", good.values(), 1);
    var broken = new Knowledge.Template("voice", good.model(), new float[7], 1);
    var nan = good.values().clone();
    nan[3] = Float.NaN;
    var poisoned = new Knowledge.Template("voice", good.model(), nan, 1);
    for (var template : List.of(foreign, broken, poisoned)) {
      try (var detector = new VoiceIdentity(SETTINGS)) {
        detector.know(new Knowledge.Enrolled(List.of(template)));
        var last = last(listen(detector, TestVoices.voice(12, 501, 2)));
        assertEquals("no_template", last.code());
        assertTrue(last.reason().contains("another model"), last.reason());
      }
    }
  }

  @Test
  void whileTwoVoicesAreHeardNoTemplateIsGiven() {
    var opening = TestVoices.voice(14, 501, 7);
    for (int other : new int[] {501, 511}) {
      try (var detector = new VoiceIdentity(SETTINGS)) {
        // Half of the first twenty seconds of speech.
        var sound = TestVoices.together(opening, TestVoices.voice(14, other, 8));
        assertEquals(other != 501, templates(listen(detector, sound)).isEmpty());
      }
    }
  }

  @Test
  void anOperatorsFileThatIsMissingIsNamedInTheError() {
    var settings = new HashMap<>(SETTINGS);
    settings.put("model.speaker.file", "/nowhere/model.onnx");
    var e = assertThrows(IllegalStateException.class, () -> new VoiceIdentity(settings));
    assertTrue(e.getMessage().contains("/nowhere/model.onnx"), e.getMessage());
  }
}
