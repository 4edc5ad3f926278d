package io.medtrust.lab.person;

import io.medtrust.analysis.face.*;
import java.util.*;

/** How much landmarks tremble. */
final class Jitter {
  public static void main(String[] a) {
    for (int s = 1; s <= 4; s++) {
      for (boolean still : new boolean[] {true, false}) {
        var p =
            new SyntheticPerson(
                s, PersonSettings.USUAL.withMotion(still ? 0 : 1).withBlinksPerMinute(0.1));
        var pairs =
            TrackReport.follow(p, Scene.usual(), 0, 6).stream()
                .filter(q -> q.seen().landmarksFresh())
                .skip(10)
                .toList();
        double hf = 0, bias = 0;
        int n = 0;
        double eye = 0;
        double common = 0;
        for (int i = 2; i < pairs.size(); i++) {
          double cx = 0;
          double[] ex = new double[468];
          for (int k = 0; k < 468; k++) {
            double e0 =
                pairs.get(i - 2).seen().landmarks()[3 * k]
                    - pairs.get(i - 2).truth().landmarks()[3 * k];
            double e1 =
                pairs.get(i - 1).seen().landmarks()[3 * k]
                    - pairs.get(i - 1).truth().landmarks()[3 * k];
            double e2 =
                pairs.get(i).seen().landmarks()[3 * k] - pairs.get(i).truth().landmarks()[3 * k];
            double d = e2 - 2 * e1 + e0;
            ex[k] = d;
            cx += d / 468;
            hf += d * d / 6;
            bias += e1 * e1;
            n++;
          }
          common += cx * cx / 6;
          eye = FaceGeometry.eyeDistance(pairs.get(i).truth().landmarks());
        }
        System.out.printf(
            "seed %d still %b: jitter %.3f px (common %.3f) error x rms %.2f px, eyes %.1f px%n",
            s,
            still,
            Math.sqrt(hf / n),
            Math.sqrt(common / (pairs.size() - 2)),
            Math.sqrt(bias / n),
            eye);
      }
    }
  }
}
