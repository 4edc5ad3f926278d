package io.medtrust.lab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medtrust.analysis.detect.speaker.GmmSpeakerFile;
import io.medtrust.analysis.detect.speaker.SpeechMemory;
import io.medtrust.analysis.detect.voice.LinearModel;
import io.medtrust.analysis.lab.Clips;
import io.medtrust.analysis.model.ModelSlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  @Test
  void theMixtureFindsTheTwoGroupsThatTheFramesWereDrawnFrom() {
    var random = new Random(1);
    var frames = new double[4000][];
    for (int t = 0; t < frames.length; t++) {
      boolean right = random.nextDouble() < 0.3;
      frames[t] =
          new double[] {
            (right ? 4 : -2) + random.nextGaussian(), (right ? 0.5 : 2) * random.nextGaussian()
          };
    }
    var gmm = GmmTrainer.train(frames, 2, 40, 3);
    int right = gmm.means()[0][0] > gmm.means()[1][0] ? 0 : 1;
    assertEquals(0.3, gmm.weights()[right], 0.03);
    assertEquals(4, gmm.means()[right][0], 0.1);
    assertEquals(-2, gmm.means()[1 - right][0], 0.1);
    assertEquals(0.25, gmm.variances()[right][1], 0.08);
    assertEquals(4, gmm.variances()[1 - right][1], 0.4);
  }

  @Test
  void eigenvectorsAreThoseOfTheTextbook() {
    var found = SymmetricEigen.of(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 5}});
    assertArrayEquals(new double[] {5, 3, 1}, found.values(), 1e-10);
    assertEquals(Math.sqrt(0.5), Math.abs(found.vectors()[1][0]), 1e-10);
    assertEquals(found.vectors()[1][0], found.vectors()[1][1], 1e-10);
  }

  @Test
  void theEqualErrorRateOfAWorkedExample() {
    var trials = new ArrayList<Trials.Trial>();
    for (double s : new double[] {1, 4, 5, 6, 7}) trials.add(new Trials.Trial("a", "a", s));
    for (double s : new double[] {0, 1.5, 2, 3, 4.5}) trials.add(new Trials.Trial("a", "b", s));
    // Between 4 and 4.5 two of five... at 3.5 one genuine is below and one impostor above.
    assertEquals(0.2, Trials.eer(trials, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}), 1e-9);
    var rate = Trials.rate(trials, 1);
    assertTrue(rate.low() <= rate.eer() && rate.eer() <= rate.high());
  }

  @Test
  void theLogisticCurveFindsTheOddsOfTwoGaussians() {
    // Equal variances 1 at 0 and 2: log-odds 2 x - 2, so 50 % at 1 with a slope of 2.
    var random = new Random(2);
    var trials = new ArrayList<Trials.Trial>();
    for (int i = 0; i < 4000; i++) {
      trials.add(new Trials.Trial("a", "a", 2 + random.nextGaussian()));
      trials.add(new Trials.Trial("a", "b", random.nextGaussian()));
    }
    var curve = Trials.logistic(trials);
    assertEquals(2, curve[0], 0.2);
    assertEquals(1, curve[1], 0.05);
    var human = trials.stream().filter(Trials.Trial::genuine).map(TrainingTest::row).toList();
    var other = trials.stream().filter(t -> !t.genuine()).map(TrainingTest::row).toList();
    var model = Logistic.train(human, other, 1e-4, new LinearModel.Sheet("", "", "", ""));
    assertEquals(0, model.logOdds(new double[] {1, 0}), 0.15);
    assertEquals(2, model.logOdds(new double[] {2, 0}), 0.3);
  }

  private static double[] row(Trials.Trial trial) {
    return new double[] {trial.score(), trial.score() > 5 ? 1 : 0.5};
  }

  @Test
  void aFolderWithoutAManifestAndWordsWithoutSenseAreNamed(@TempDir Path empty) {
    var e = assertThrows(IOException.class, () -> Corpus.read(empty));
    assertTrue(e.getMessage().contains("MANIFEST.tsv"), e.getMessage());
    for (var words : List.of(List.<String>of(), List.of("speaker"), List.of("x", "--data", "."))) {
      assertThrows(Exception.class, () -> TrainCommand.run(words));
    }
  }

  @Test
  void theShippedModelKnowsRealSpeakersThatItWasNotTrainedOn() throws Exception {
    assumeTrue(Clips.folder().isPresent(), "needs the media folder");
    var corpus = Corpus.read(Clips.folder().get());
    var model = GmmSpeakerFile.read(ModelSlot.SPEAKER.require(Map.of()));
    var clean = List.of(Condition.clean(16_000));
    var vectors = new ArrayList<float[]>();
    for (var name : List.of("tv-freeman-1", "tv-freeman-2", "tv-angie-1", "tv-angie-2")) {
      var entry = corpus.entries().stream().filter(e -> e.name().equals(name)).findFirst();
      assumeTrue(entry.isPresent(), "needs the media folder");
      var features = Clip.hear(corpus, entry.get(), clean, 1).conditions().getFirst().features();
      vectors.add(model.embed(new SpeechMemory.Stretch(Clip.cut(features, 0, 1000), new float[0])));
    }
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        double score = model.score(model.likeness(vectors.get(i), vectors.get(j)));
        if (i / 2 == j / 2) assertTrue(score > 50, i + " and " + j + ": " + score);
        else assertTrue(score < 10, i + " and " + j + ": " + score);
      }
    }
  }

  @Test
  void opusAndMp3GiveBackWhatWentIn() {
    var tone = new float[48_000];
    for (int i = 0; i < tone.length; i++) tone[i] = (float) (0.3 * Math.sin(i * 0.06));
    var heard = OpusChannel.pass(tone, 24_000);
    assertEquals(16_000, heard.length);
    assertEquals(0.3 / Math.sqrt(2), root(heard, 4000, 12_000), 0.02);
    var half = new float[24_000];
    for (int i = 0; i < half.length; i++) half[i] = tone[2 * i];
    var mp3 = Mp3Channel.pass(half);
    assertEquals(0.3 / Math.sqrt(2), root(mp3, 6000, 18_000), 0.02);
    assertEquals(2 * mp3.length, Mp3Channel.doubled(mp3).length);
  }

  private static double root(float[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) sum += x[i] * x[i] / (to - from);
    return Math.sqrt(sum);
  }

  @Test
  void aRoomAndANoiseKeepLengthAndSetTheirRatio() {
    var condition = Condition.made(24_000, 10, 5);
    var tone = new float[48_000];
    for (int i = 0; i < tone.length; i++) tone[i] = (float) (0.2 * Math.sin(i * 0.04));
    var a = condition.pass(tone, new Random(1));
    var b = condition.pass(tone, new Random(1));
    assertEquals(16_000, a.length);
    assertArrayEquals(a, b, "the same seed gives the same sound");
  }
}
