package io.medtrust.lab.person;

import io.medtrust.analysis.model.ModelSlot;
import io.medtrust.analysis.model.TfliteModel;
import java.util.Arrays;
import java.util.Map;

/**
 * How alike a face embedding finds drawn people: cosines within and between seeds. {@code
 * FaceLikeness SEEDS} prints them.
 */
final class FaceLikeness implements AutoCloseable {
  private static final double[][] TEMPLATE = {
    {38.29, 51.70}, {73.53, 51.50}, {56.03, 71.74}, {41.55, 92.37}, {70.73, 92.20}
  };
  private static final int[][] POINTS = {
    {33, 133, 159, 145}, {362, 263, 386, 374}, {1}, {61}, {291}
  };
  private final TfliteModel model = new TfliteModel(ModelSlot.FACE_EMBEDDING.require(Map.of()));

  /** Features of length 1 of the face in a picture. */
  float[] features(I420 p, float[] m) {
    double[][] at = new double[5][2];
    for (int i = 0; i < 5; i++) {
      for (int point : POINTS[i]) {
        at[i][0] += m[3 * point] / POINTS[i].length;
        at[i][1] += m[3 * point + 1] / POINTS[i].length;
      }
    }
    double px = mean(TEMPLATE, 0);
    double py = mean(TEMPLATE, 1);
    double qx = mean(at, 0);
    double qy = mean(at, 1);
    double dot = 0;
    double cross = 0;
    double norm = 0;
    for (int i = 0; i < 5; i++) {
      double a = TEMPLATE[i][0] - px;
      double b = TEMPLATE[i][1] - py;
      dot += a * (at[i][0] - qx) + b * (at[i][1] - qy);
      cross += a * (at[i][1] - qy) - b * (at[i][0] - qx);
      norm += a * a + b * b;
    }
    double ax = dot / norm;
    double ay = cross / norm;
    float[] in = model.input();
    int half = in.length / 2;
    for (int j = 0; j < 112; j++) {
      for (int i = 0; i < 112; i++) {
        double[] rgb = new double[3];
        for (int s = 0; s < 4; s++) {
          double x = i + 0.5 * (s & 1) - 0.25 - px;
          double y = j + 0.5 * (s >> 1) - 0.25 - py;
          add(p, qx + ax * x - ay * y, qy + ay * x + ax * y, rgb);
        }
        for (int c = 0; c < 3; c++) {
          float v = (float) ((rgb[c] / 4 - 127.5) / 128);
          in[3 * (112 * j + i) + c] = v;
          if (half == 112 * 112 * 3) in[half + 3 * (112 * j + i) + c] = v;
        }
      }
    }
    var out = new float[model.outputSize(0)];
    model.run(out);
    int n = half == 112 * 112 * 3 ? out.length / 2 : out.length;
    double length = 0;
    for (int i = 0; i < n; i++) length += out[i] * out[i];
    for (int i = 0; i < n; i++) out[i] /= (float) Math.sqrt(length);
    return Arrays.copyOf(out, n);
  }

  private static void add(I420 p, double x, double y, double[] rgb) {
    int sx = Math.clamp(Math.round(x), 0, p.width - 1);
    int sy = Math.clamp(Math.round(y), 0, p.height - 1);
    double l = 1.1644 * ((p.y[sy * p.width + sx] & 255) - 16);
    double u = (p.u[sy / 2 * (p.width / 2) + sx / 2] & 255) - 128;
    double v = (p.v[sy / 2 * (p.width / 2) + sx / 2] & 255) - 128;
    rgb[0] += Math.clamp(l + 1.596 * v, 0, 255);
    rgb[1] += Math.clamp(l - 0.3918 * u - 0.813 * v, 0, 255);
    rgb[2] += Math.clamp(l + 2.0172 * u, 0, 255);
  }

  private static double mean(double[][] points, int c) {
    double sum = 0;
    for (var p : points) sum += p[c] / points.length;
    return sum;
  }

  static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  /** Cosines of the same person at other times and in other light, and of different people. */
  static double[][] compare(int people, double ita) {
    var samples = new float[people][3][];
    var out = new I420(640, 480);
    try (var likeness = new FaceLikeness()) {
      for (int s = 0; s < people; s++) {
        var person = new SyntheticPerson(100 + s, PersonSettings.USUAL.withIta(ita));
        Scene[] scenes = {Scene.usual(), Scene.usual(), Scene.usual().withRoom(Room.DIM)};
        for (int k = 0; k < 3; k++) {
          var truth = person.render(1 + 37 * k, scenes[k], out);
          samples[s][k] = likeness.features(out, truth.landmarks());
        }
      }
    }
    var same = new java.util.ArrayList<Double>();
    var other = new java.util.ArrayList<Double>();
    for (int s = 0; s < people; s++) {
      same.add(cosine(samples[s][0], samples[s][1]));
      same.add(cosine(samples[s][0], samples[s][2]));
      for (int r = 0; r < s; r++) other.add(cosine(samples[s][0], samples[r][1]));
    }
    return new double[][] {
      same.stream().mapToDouble(x -> x).sorted().toArray(),
      other.stream().mapToDouble(x -> x).sorted().toArray()
    };
  }

  @Override
  public void close() {
    model.close();
  }

  public static void main(String[] args) {
    for (double ita : new double[] {Double.NaN, 45, -45}) {
      var c = compare(Integer.parseInt(args[0]), ita);
      System.out.printf(
          "tone %.0f: same min %.2f median %.2f; different median %.2f 95 %% %.2f max %.2f; above"
              + " 0.375: %.2f%n",
          ita,
          c[0][0],
          c[0][c[0].length / 2],
          c[1][c[1].length / 2],
          c[1][c[1].length * 95 / 100],
          c[1][c[1].length - 1],
          Arrays.stream(c[1]).filter(x -> x > 0.375).count() / (double) c[1].length);
    }
  }
}
