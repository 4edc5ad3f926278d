package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.FrameStats;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import java.util.List;
import java.util.Random;

/** Observations of a face that a light falls on, made without pixels. */
final class LitFace {
  /** Mean colours in front of the camera, 0..255. */
  double[] skin = {190, 140, 115};

  double[] wall = {120, 125, 130};

  /** Greatest change of red on the face, share; and of that on the wall. */
  double strength = 0.01;

  double back = 0.2;

  /** The camera's own noise of a mean, grey levels, and its slow drift of red, share. */
  double noise = 0.25;

  double drift = 0.01;

  /** What the camera does to the whole picture at a time, share of red, or null. */
  java.util.function.DoubleUnaryOperator balance;

  double lagSeconds = 0.5;
  double fps = 30;
  private final Random random;

  LitFace(long seed) {
    random = new Random(seed);
  }

  /**
   * @param seconds of the picture, after {@link LightProbeClips#ORIGIN}
   * @param sinceShown seconds since the page was told, without the lag
   */
  FaceObservation at(double seconds, LightSequence shown, double sinceShown) {
    int step = (int) Math.floor((sinceShown - lagSeconds) * 1000 / LightSequence.STEP_MILLIS);
    var change = new double[3];
    if (shown != null && step >= 0 && step < LightSequence.STEPS) {
      for (int c = 0; c < 3; c++) {
        change[c] =
            strength
                * (shown.red(step) * LightSequence.light(false)[c]
                    + shown.blue(step) * LightSequence.light(true)[c]);
      }
    }
    double whole = drift * Math.sin(seconds / 7);
    if (balance != null) whole += balance.applyAsDouble(seconds);
    var face = colour(skin, change, 1, whole);
    var wallColour = colour(wall, change, back, whole);
    long micros = LightProbeClips.ORIGIN + Math.round(seconds * 1e6);
    float x = (float) (220 + 3 * Math.sin(seconds));
    var stats = new FrameStats(120, 50, new float[16], new float[1], 1, 1, 1);
    return new FaceObservation(
        micros,
        (int) (micros * 9 / 100),
        640,
        480,
        false,
        false,
        0,
        0,
        FaceState.FACE,
        1,
        new Box(x, 120, 200, 240),
        null,
        false,
        List.of(new Region(Region.Name.FOREHEAD, face)),
        wallColour,
        null,
        null,
        null,
        stats);
  }

  private Colour colour(double[] rgb, double[] change, double share, double whole) {
    double r = rgb[0] * (1 + share * change[0]) * (1 + whole);
    double g = rgb[1] * (1 + share * change[1]);
    double b = rgb[2] * (1 + share * change[2]) * (1 - whole / 2);
    double y = 16 + 0.256788 * r + 0.504129 * g + 0.097906 * b;
    double u = 128 - 0.148223 * r - 0.290993 * g + 0.439216 * b;
    double v = 128 + 0.439216 * r - 0.367788 * g - 0.071427 * b;
    return new Colour(
        (float) (y + noise * random.nextGaussian()),
        (float) (u + noise * random.nextGaussian()),
        (float) (v + noise * random.nextGaussian()),
        4000);
  }
}
