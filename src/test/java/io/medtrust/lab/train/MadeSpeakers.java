package io.medtrust.lab.train;

import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.speaker.GmmSpeaker;
import io.medtrust.analysis.detect.speaker.GmmSpeakerFile;
import io.medtrust.analysis.detect.speaker.SpeechMemory;
import io.medtrust.analysis.detect.speech.SpeechStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Trains a speaker model on voices that a formula makes, by the product's own trainer. */
public final class MadeSpeakers {
  private MadeSpeakers() {}

  /**
   * @param voices sound at 16 kHz for each seed, another voice for each
   * @param windows cuts sound into windows
   * @return the file
   */
  public static byte[] train(
      int count, Function<Integer, float[]> voices, Function<float[], List<VoiceWindow>> windows) {
    var clips = new ArrayList<Clip>();
    for (int i = 0; i < count; i++) {
      var clean = voices.apply(i);
      var random = new Random(i);
      var noisy = clean.clone();
      for (int k = 0; k < noisy.length; k++) noisy[k] += (float) (0.003 * random.nextGaussian());
      var heard = List.of(speech(windows.apply(clean)), speech(windows.apply(noisy)));
      clips.add(new Clip("made-" + i, "made-" + i, heard));
    }
    var sheet = new GmmSpeaker.Sheet("made", "0".repeat(64), "2026-01-01", "own");
    var model = SpeakerTrainer.train(clips, sheet, 1);
    var trials = new ArrayList<Trials.Trial>();
    for (var a : clips) {
      for (var b : clips) {
        double likeness = model.likeness(half(model, a, 0), half(model, b, 1));
        trials.add(new Trials.Trial(a.speaker(), b.speaker(), likeness));
      }
    }
    var curve = Trials.logistic(trials);
    return GmmSpeakerFile.write(
        new GmmSpeaker(
            "made",
            sheet,
            model.background(),
            model.relevance(),
            model.centre(),
            model.nuisance(),
            model.cohort(),
            curve[0],
            curve[1]));
  }

  private static float[] half(GmmSpeaker model, Clip clip, int which) {
    var all = clip.conditions().getFirst().features();
    int half = all.length / 2;
    var part = Clip.cut(all, which * half, half);
    return model.embed(new SpeechMemory.Stretch(part, new float[0]));
  }

  private static SpeechMemory.Stretch speech(List<VoiceWindow> windows) {
    var memory = new SpeechMemory(60, false);
    try (var stream = new SpeechStream(Map.of("speech.activity", "energy"))) {
      for (var w : windows) {
        for (var frame : stream.hear(w)) if (frame.speech()) memory.add(frame);
      }
    }
    return memory.last(60);
  }
}
