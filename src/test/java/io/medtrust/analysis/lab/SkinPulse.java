package io.medtrust.analysis.lab;

import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.media.Picture;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Puts a pulse of known rate on the skin of a face: pixels inside the mesh's outline, without eyes
 * and lips, become brighter and darker with the wave, in the proportions that blood has. Rounding
 * is random, so that less than one grey level is not lost. Pictures stay in memory.
 */
public final class SkinPulse implements AutoCloseable {
  private static final int[] OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };
  private static final int[] LEFT_EYE = {
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466
  };
  private static final int[] RIGHT_EYE = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246
  };
  private static final int[] LIPS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185
  };
  // Red, green, blue: the relative pulsatility of skin (de Haan and van Leest 2014).
  private static final double[] BLOOD = {0.33, 0.77, 0.53};

  private final FaceTracker tracker = FaceTrackers.factory().open(Map.of("face.mesh_fps", "30"));
  private final Random random = new Random(11);
  private final DoubleUnaryOperator wave;
  private final double amplitude;
  private BufferedImage mask;

  /**
   * @param wave of the seconds, about -1..1
   * @param amplitude of green: 0.008 swings the green by 0.8 % each way
   */
  public SkinPulse(DoubleUnaryOperator wave, double amplitude) {
    this.wave = wave;
    this.amplitude = amplitude;
  }

  /** A heart of a constant rate with a dicrotic second harmonic. */
  public static DoubleUnaryOperator beat(double bpm) {
    double w = 2 * Math.PI * bpm / 60;
    return t -> 0.85 * Math.sin(w * t) + 0.3 * Math.sin(2 * w * t + 0.6);
  }

  /** The same picture with the pulse of its time; without it when no face is found. */
  public Picture on(Picture p) {
    var seen = tracker.track(p);
    var m = seen.landmarks();
    if (m == null) return p;
    int w = p.width();
    int h = p.height();
    if (mask == null || mask.getWidth() != w || mask.getHeight() != h) {
      mask = new BufferedImage(w, h, BufferedImage.TYPE_BYTE_GRAY);
    }
    var g = mask.createGraphics();
    g.setColor(java.awt.Color.BLACK);
    g.fillRect(0, 0, w, h);
    g.setColor(java.awt.Color.WHITE);
    g.fill(outline(m, OVAL));
    g.setColor(java.awt.Color.BLACK);
    g.fill(outline(m, LEFT_EYE));
    g.fill(outline(m, RIGHT_EYE));
    g.fill(outline(m, LIPS));
    g.dispose();
    var inside = ((DataBufferByte) mask.getRaster().getDataBuffer()).getData();
    double beat = amplitude * wave.applyAsDouble(p.captureTimeMicros() / 1e6) / BLOOD[1];
    var y = p.y().clone();
    var u = p.u().clone();
    var v = p.v().clone();
    for (int row = 0; row < h; row++) {
      for (int x = 0; x < w; x++) {
        if (inside[row * w + x] == 0) continue;
        int c = row / 2 * p.chromaStride() + x / 2;
        int at = row * p.yStride() + x;
        double luma = 1.1643836 * ((p.y()[at] & 255) - 16);
        double cb = (p.u()[c] & 255) - 128;
        double cr = (p.v()[c] & 255) - 128;
        double r = beat * BLOOD[0] * (luma + 1.5960268 * cr);
        double green = beat * BLOOD[1] * (luma - 0.3917623 * cb - 0.8129676 * cr);
        double b = beat * BLOOD[2] * (luma + 2.0172321 * cb);
        y[at] = round((p.y()[at] & 255) + 0.256788 * r + 0.504129 * green + 0.097906 * b);
        if ((row & 1) != 0 || (x & 1) != 0) continue;
        u[c] = round(cb + 128 - 0.148223 * r - 0.290993 * green + 0.439216 * b);
        v[c] = round(cr + 128 + 0.439216 * r - 0.367788 * green - 0.071427 * b);
      }
    }
    return new Picture(
        y,
        u,
        v,
        w,
        h,
        p.yStride(),
        p.chromaStride(),
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        p.damaged());
  }

  private static Path2D outline(float[] m, int[] points) {
    var path = new Path2D.Float();
    path.moveTo(m[3 * points[0]], m[3 * points[0] + 1]);
    for (int i = 1; i < points.length; i++) path.lineTo(m[3 * points[i]], m[3 * points[i] + 1]);
    path.closePath();
    return path;
  }

  private byte round(double value) {
    return (byte) Math.clamp((int) Math.floor(value + random.nextDouble()), 0, 255);
  }

  @Override
  public void close() {
    tracker.close();
  }
}
