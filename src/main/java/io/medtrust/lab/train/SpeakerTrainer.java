package io.medtrust.lab.train;

import io.medtrust.analysis.detect.dsp.Normalize;
import io.medtrust.analysis.detect.speaker.Gmm;
import io.medtrust.analysis.detect.speaker.GmmSpeaker;
import io.medtrust.analysis.detect.speaker.SpeechMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Makes a {@link GmmSpeaker} of speech. Deterministic by its seed. */
final class SpeakerTrainer {
  static final int COMPONENTS = 64;
  private static final int ROUNDS = 15;
  private static final double RELEVANCE = 8;
  private static final int NUISANCE = 10;
  private static final int COHORT_FRAMES = 10 * SpeechMemory.PER_SECOND;
  private static final int FEWEST_FRAMES = 2 * SpeechMemory.PER_SECOND;

  private SpeakerTrainer() {}

  /**
   * @param clips each in the same conditions, the first of them clean
   */
  static GmmSpeaker train(List<Clip> clips, GmmSpeaker.Sheet sheet, long seed) {
    var frames = new ArrayList<double[]>();
    for (var clip : clips) {
      for (var one : clip.conditions()) frames.addAll(List.of(normalised(one.features())));
    }
    var background = GmmTrainer.train(frames.toArray(double[][]::new), COMPONENTS, ROUNDS, seed);
    var nuisance = nuisance(clips, background);
    var vectors = cohort(clips, background);
    var centre = new float[vectors.getFirst().length];
    for (var v : vectors) {
      for (int i = 0; i < centre.length; i++) centre[i] += (float) (v[i] / vectors.size());
    }
    var cohort =
        vectors.stream().map(v -> GmmSpeaker.place(v, centre, nuisance)).toArray(float[][]::new);
    return new GmmSpeaker(
        sheet.title(), sheet, background, RELEVANCE, centre, nuisance, cohort, 1, 0);
  }

  private static double[][] normalised(float[][] features) {
    var frames = new double[features.length][];
    for (int t = 0; t < frames.length; t++) {
      frames[t] = new double[features[t].length];
      for (int d = 0; d < frames[t].length; d++) frames[t][d] = features[t][d];
    }
    Normalize.meanAndVariance(frames);
    return frames;
  }

  /** One vector for each speaker and condition. */
  private static List<double[]> cohort(List<Clip> clips, Gmm background) {
    var bySpeaker = new TreeMap<String, List<Clip>>();
    for (var clip : clips) {
      bySpeaker.computeIfAbsent(clip.speaker(), s -> new ArrayList<>()).add(clip);
    }
    var vectors = new ArrayList<double[]>();
    for (var own : bySpeaker.values()) {
      for (int c = 0; c < own.getFirst().conditions().size(); c++) {
        var all = Clip.joined(own, c);
        if (all.length < FEWEST_FRAMES) continue;
        var some = Clip.cut(all, 0, COHORT_FRAMES);
        vectors.add(GmmSpeaker.supervector(some, background, RELEVANCE));
      }
    }
    return vectors;
  }

  /** How conditions move the vector of the same speech: the strongest directions. */
  private static float[][] nuisance(List<Clip> clips, Gmm background) {
    var moves = new ArrayList<double[]>();
    for (var clip : clips) {
      var clean = clip.conditions().getFirst().features();
      if (clean.length < FEWEST_FRAMES) continue;
      var from = GmmSpeaker.supervector(clean, background, RELEVANCE);
      for (var other : clip.conditions().subList(1, clip.conditions().size())) {
        if (other.features().length < FEWEST_FRAMES) continue;
        var to = GmmSpeaker.supervector(other.features(), background, RELEVANCE);
        for (int i = 0; i < to.length; i++) to[i] -= from[i];
        moves.add(to);
      }
    }
    int n = moves.size();
    var gram = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) gram[i][j] = gram[j][i] = dot(moves.get(i), moves.get(j));
    }
    var eigen = SymmetricEigen.of(gram);
    var directions = new float[Math.min(NUISANCE, n)][];
    for (int k = 0; k < directions.length; k++) {
      var direction = new double[moves.getFirst().length];
      for (int i = 0; i < n; i++) {
        double share = eigen.vectors()[k][i];
        var move = moves.get(i);
        for (int d = 0; d < direction.length; d++) direction[d] += share * move[d];
      }
      double length = Math.sqrt(dot(direction, direction));
      directions[k] = new float[direction.length];
      for (int d = 0; d < direction.length; d++) {
        directions[k][d] = (float) (direction[d] / length);
      }
    }
    return directions;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
