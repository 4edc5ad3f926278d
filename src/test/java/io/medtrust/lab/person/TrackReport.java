package io.medtrust.lab.person;

import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceState;
import io.medtrust.analysis.face.FaceTrackers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How well the tracker follows people whose truth is known: {@code TrackReport SECONDS SEED...}.
 */
final class TrackReport {
  /** One picture as seen and as it was. */
  record Pair(FaceObservation seen, Truth truth) {}

  static List<Pair> follow(SyntheticPerson person, Scene scene, double from, double seconds) {
    var out = new I420(640, 480);
    var pairs = new ArrayList<Pair>();
    try (var tracker = FaceTrackers.factory().open(Map.of())) {
      for (int i = 0; i < seconds * 30; i++) {
        double t = from + i / 30.0;
        var truth = person.render(t, scene, out);
        pairs.add(new Pair(tracker.track(out.picture(Math.round(t * 1e6), i == 0)), truth));
      }
    }
    return pairs;
  }

  static double share(List<Pair> pairs, FaceState state) {
    return pairs.stream().filter(p -> p.seen().state() == state).count() / (double) pairs.size();
  }

  /** Mean distance of all landmarks by the distance of the eyes. */
  static double error(Pair p) {
    var a = p.seen().landmarks();
    var b = p.truth().landmarks();
    double sum = 0;
    for (int i = 0; i < 468; i++) {
      sum += Math.hypot(a[3 * i] - b[3 * i], a[3 * i + 1] - b[3 * i + 1]);
    }
    return sum / 468 / FaceGeometry.eyeDistance(b);
  }

  static double correlation(double[] a, double[] b) {
    double ma = java.util.Arrays.stream(a).average().orElse(0);
    double mb = java.util.Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  public static void main(String[] args) {
    double seconds = Double.parseDouble(args[0]);
    for (int k = 1; k < args.length; k++) {
      long seed = Long.parseLong(args[k]);
      var person = new SyntheticPerson(seed, PersonSettings.USUAL);
      var scene =
          Scene.usual()
              .doing(new Action(Action.Kind.TURN_LEFT, 6))
              .doing(new Action(Action.Kind.TURN_RIGHT, 9));
      var pairs = follow(person, scene, 0, seconds);
      var fresh = pairs.stream().filter(p -> p.seen().landmarksFresh()).toList();
      double error = fresh.stream().mapToDouble(TrackReport::error).average().orElse(Double.NaN);
      double[] ear =
          fresh.stream()
              .mapToDouble(p -> FaceGeometry.eyeAspectRatio(p.seen().landmarks()))
              .toArray();
      double[] lid = fresh.stream().mapToDouble(p -> p.truth().lid()).toArray();
      double[] yaw =
          fresh.stream().mapToDouble(p -> FaceGeometry.yawDegrees(p.seen().landmarks())).toArray();
      double[] turn = fresh.stream().mapToDouble(p -> p.truth().yawDegrees()).toArray();
      double open = 0;
      double shut = 0;
      int no = 0;
      int ns = 0;
      for (int i = 0; i < lid.length; i++) {
        if (lid[i] < 0.2) {
          open += ear[i];
          no++;
        }
        if (lid[i] > 0.8) {
          shut += ear[i];
          ns++;
        }
      }
      System.out.printf(
          "seed %d face %.3f no %.3f error %.3f ear/lid %.2f open %.3f shut %.3f (%d) yaw corr %.2f"
              + " truth max %.0f seen max %.0f%n",
          seed,
          share(pairs, FaceState.FACE),
          share(pairs, FaceState.NO_FACE),
          error,
          correlation(ear, lid),
          open / no,
          shut / ns,
          ns,
          correlation(yaw, turn),
          java.util.Arrays.stream(turn).max().orElse(0),
          java.util.Arrays.stream(yaw).max().orElse(0));
    }
  }
}
