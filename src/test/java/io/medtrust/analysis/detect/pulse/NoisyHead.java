package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.lab.Observations;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A head without features that sways a little before a wall: an ellipse of skin, shaded to one
 * side, with a pulse and a camera's noise. Knows where its regions are, so that no tracker is
 * needed.
 */
final class NoisyHead {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;
  private static final double[] SKIN = {196, 142, 118};
  private static final double[] WALL = {96, 104, 110};
  private static final double[] BLOOD = {0.33, 0.77, 0.53};
  private static final double NOISE = 2;
  private final DoubleUnaryOperator wave;
  private final double amplitude;
  private final Random random = new Random(4);
  private final float[] noise = new float[1 << 20];

  NoisyHead(DoubleUnaryOperator wave, double amplitude) {
    this.wave = wave;
    this.amplitude = amplitude;
    for (int i = 0; i < noise.length; i++) noise[i] = (float) (NOISE * random.nextGaussian());
  }

  private static double x(double t) {
    return 160 + 3 * Math.sin(0.9 * t) + 1.5 * Math.sin(2.3 * t);
  }

  private static double y(double t) {
    return 120 + 2 * Math.sin(0.7 * t + 1);
  }

  Picture at(double t) {
    int grain = random.nextInt(noise.length);
    double beat = amplitude * wave.applyAsDouble(t) / BLOOD[1];
    var luma = new byte[WIDTH * HEIGHT];
    var sums = new double[2][WIDTH * HEIGHT / 4];
    for (int row = 0; row < HEIGHT; row++) {
      for (int x = 0; x < WIDTH; x++) {
        double dx = (x - x(t)) / 60;
        double dy = (row - y(t)) / 80;
        boolean skin = dx * dx + dy * dy < 1;
        double shade = skin ? 0.9 - 0.15 * dx : 0.9 + 0.0005 * x;
        var c = new double[3];
        for (int k = 0; k < 3; k++) {
          double v = shade * (skin ? SKIN[k] * (1 + beat * BLOOD[k]) : WALL[k]);
          c[k] = v + noise[grain++ & noise.length - 1];
        }
        double l = 16 + 0.256788 * c[0] + 0.504129 * c[1] + 0.097906 * c[2];
        luma[row * WIDTH + x] = (byte) Math.round(l);
        int at = row / 2 * (WIDTH / 2) + x / 2;
        sums[0][at] += (128 - 0.148223 * c[0] - 0.290993 * c[1] + 0.439216 * c[2]) / 4;
        sums[1][at] += (128 + 0.439216 * c[0] - 0.367788 * c[1] - 0.071427 * c[2]) / 4;
      }
    }
    var u = new byte[sums[0].length];
    var v = new byte[sums[1].length];
    for (int i = 0; i < u.length; i++) {
      u[i] = (byte) Math.round(sums[0][i]);
      v[i] = (byte) Math.round(sums[1][i]);
    }
    long micros = Math.round(t * 1e6);
    return new Picture(
        luma,
        u,
        v,
        WIDTH,
        HEIGHT,
        WIDTH,
        WIDTH / 2,
        micros,
        (int) (micros * 9 / 100),
        false,
        false);
  }

  /** What a tracker would say of the decoded picture. */
  FaceObservation observation(Picture p, double t) {
    var o = new Observations().at(t);
    o.box = new Box((float) x(t) - 60, (float) y(t) - 80, 120, 160);
    o.regions = new ArrayList<>();
    int[][] places = {{0, -50, 26, 12}, {28, 10, 14, 14}, {-28, 10, 14, 14}, {0, 55, 14, 10}};
    for (int i = 0; i < places.length; i++) {
      var c = places[i];
      var colour = mean(p, (int) x(t) + c[0], (int) y(t) + c[1], c[2], c[3]);
      o.regions.add(new Region(Region.Name.values()[i], colour));
    }
    o.background = mean(p, 40, 100, 30, 80);
    return o.build();
  }

  private static Colour mean(Picture p, int cx, int cy, int w, int h) {
    double y = 0;
    double u = 0;
    double v = 0;
    int n = 0;
    for (int row = cy - h; row < cy + h; row++) {
      for (int x = cx - w; x < cx + w; x++, n++) {
        y += p.y()[row * p.yStride() + x] & 255;
        u += p.u()[row / 2 * p.chromaStride() + x / 2] & 255;
        v += p.v()[row / 2 * p.chromaStride() + x / 2] & 255;
      }
    }
    return new Colour((float) (y / n), (float) (u / n), (float) (v / n), n);
  }
}
