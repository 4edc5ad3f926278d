package io.medtrust.lab.person;

import io.medtrust.analysis.face.FaceObservation.FrameStats;

/**
 * How a person looks in a scene, learnt once by drawing: block means of the whole picture and of
 * the aligned face at rest, and how each changes with a step of pose and expression. A moment's
 * look is the rest plus those steps, which is right to a grey level or two for a head that moves by
 * centimetres and wrong for large turns.
 */
final class Appearance {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  static final int BLOCK = 16;
  static final int COLUMNS = WIDTH / BLOCK;
  static final int ROWS = HEIGHT / BLOCK;
  static final int FACE = 32;

  /** What a pose consists of, as {@link SyntheticPerson#still} takes it. */
  static final int POSE = 12;

  // Steps by which the drawings differ from the rest, and how far each may be taken. Turns and nods
  // look different to both sides.
  private record Step(int of, double by, double most) {}

  private static final Step[] STEPS = {
    new Step(0, 0.8, 1.5),
    new Step(1, 0.5, 1.5),
    new Step(2, 9, 25),
    new Step(2, -9, 25),
    new Step(3, 6, 15),
    new Step(3, -6, 15),
    new Step(4, 1, 1),
    new Step(5, 0.6, 1),
    new Step(6, 4, 8),
    new Step(7, 2, 5),
    new Step(8, 0.25, 0.6),
    new Step(9, 0.2, 0.4),
    new Step(10, 0.6, 1),
    new Step(11, 0.6, 1)
  };
  private static final double[] OUTSIDE = {300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  // The usual template of findings: eyes and mouth corners in the square of 256.
  private static final double[][] TEMPLATE = {{82, 72}, {174, 72}, {90, 178}, {167, 178}};
  private static final float LUMA = 255f / 219f;

  private final float[] blocks;
  private final float[][] blockSteps = new float[STEPS.length][];
  private final float[] face;
  // What becomes of the aligned face when its alignment is off by a pixel of the square.
  private final float[][] faceShifts = new float[2][];
  private final float[][] faceSteps = new float[STEPS.length][];
  private final float[] histogram;
  private final double within;
  // The same of the room without the person.
  private final float[] empty;
  private final float[] emptyHistogram;
  private final double emptyWithin;
  private final float[] grain = new float[1 << 15];

  Appearance(SyntheticPerson person, Scene scene) {
    var out = new I420(WIDTH, HEIGHT);
    var rest = person.still(scene, new double[POSE], out);
    blocks = blocks(out);
    face = face(out, rest, 0, 0);
    histogram = histogram(out);
    within = within(out, blocks);
    faceShifts[0] = slope(face(out, rest, 2, 0), face, 2);
    faceShifts[1] = slope(face(out, rest, 0, 2), face, 2);
    for (int k = 0; k < STEPS.length; k++) {
      var pose = new double[POSE];
      pose[STEPS[k].of] = STEPS[k].by;
      var truth = person.still(scene, pose, out);
      blockSteps[k] = slope(blocks(out), blocks, STEPS[k].by);
      faceSteps[k] = slope(face(out, truth, 0, 0), face, STEPS[k].by);
    }
    person.still(scene, OUTSIDE, out);
    empty = blocks(out);
    emptyHistogram = histogram(out);
    emptyWithin = within(out, empty);
    for (int i = 0; i < grain.length; i++) grain[i] = (float) Noise.normal(0x6ead, i);
  }

  private static float[] slope(float[] moved, float[] rest, double step) {
    var out = new float[rest.length];
    for (int i = 0; i < out.length; i++) out[i] = (float) ((moved[i] - rest[i]) / step);
    return out;
  }

  private static float[] histogram(I420 p) {
    var out = new float[16];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        out[Math.min(15, (int) (luma(p, x, y) / 16))] += 1f / (WIDTH * HEIGHT);
      }
    }
    return out;
  }

  // Variance within the blocks.
  private static double within(I420 p, float[] blocks) {
    double squares = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double d = luma(p, x, y) - blocks[y / BLOCK * COLUMNS + x / BLOCK];
        squares += d * d;
      }
    }
    return squares / (WIDTH * HEIGHT);
  }

  private static float luma(I420 p, int x, int y) {
    return Math.clamp(((p.y[y * WIDTH + x] & 255) - 16) * LUMA, 0f, 255f);
  }

  private static float[] blocks(I420 p) {
    var out = new float[COLUMNS * ROWS];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        out[y / BLOCK * COLUMNS + x / BLOCK] += luma(p, x, y) / (BLOCK * BLOCK);
      }
    }
    return out;
  }

  private static double[] eye(float[] m, int... points) {
    double x = 0;
    double y = 0;
    for (int p : points) {
      x += m[3 * p] / points.length;
      y += m[3 * p + 1] / points.length;
    }
    return new double[] {x, y};
  }

  // Aligned by the least-squares similarity of four points, as 32 × 32 means of 8 × 8 pixels.
  private static float[] face(I420 p, Truth truth, double right, double down) {
    var m = truth.landmarks();
    double[][] at = {
      eye(m, 33, 133, 159, 145), eye(m, 362, 263, 386, 374), eye(m, 61), eye(m, 291)
    };
    double px = 0;
    double py = 0;
    double qx = 0;
    double qy = 0;
    for (int i = 0; i < 4; i++) {
      px += TEMPLATE[i][0] / 4;
      py += TEMPLATE[i][1] / 4;
      qx += at[i][0] / 4;
      qy += at[i][1] / 4;
    }
    double dot = 0;
    double cross = 0;
    double norm = 0;
    for (int i = 0; i < 4; i++) {
      double a = TEMPLATE[i][0] - px;
      double b = TEMPLATE[i][1] - py;
      double c = at[i][0] - qx;
      double d = at[i][1] - qy;
      dot += a * c + b * d;
      cross += a * d - b * c;
      norm += a * a + b * b;
    }
    double ax = dot / norm;
    double ay = cross / norm;
    var out = new float[FACE * FACE];
    for (int j = 0; j < 8 * FACE; j++) {
      for (int i = 0; i < 8 * FACE; i++) {
        double x = qx + ax * (i + right - px) - ay * (j + down - py);
        double y = qy + ay * (i + right - px) + ax * (j + down - py);
        int sx = Math.clamp((int) Math.round(x), 0, WIDTH - 1);
        int sy = Math.clamp((int) Math.round(y), 0, HEIGHT - 1);
        out[j / 8 * FACE + i / 8] += luma(p, sx, sy) / 64;
      }
    }
    return out;
  }

  private static void add(float[] to, float[] slope, float amount) {
    if (amount == 0) return;
    for (int i = 0; i < to.length; i++) to[i] += amount * slope[i];
  }

  private void finish(float[] values, float gain, float noise, int offset) {
    int at = offset & (grain.length - 1);
    if (at + values.length > grain.length) at = grain.length - values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(255, Math.max(0, gain * values[i] + noise * grain[at + i]));
    }
  }

  /**
   * The aligned face at a moment.
   *
   * @param pose by that at rest, as {@link SyntheticPerson#still} takes it
   * @param right by how much the alignment is off, pixels of the square of 256; down likewise
   * @param gain brightness by that at rest
   */
  float[] face(double[] pose, float right, float down, float gain, float noise, int offset) {
    var out = face.clone();
    // The alignment takes shifts out; turns, lids and mouth remain.
    for (int k = 2; k < STEPS.length; k++) add(out, faceSteps[k], amount(k, pose));
    add(out, faceShifts[0], right);
    add(out, faceShifts[1], down);
    finish(out, gain, noise, offset);
    return out;
  }

  private static float amount(int k, double[] pose) {
    var step = STEPS[k];
    double x = Math.clamp(pose[step.of], -step.most, step.most);
    boolean oneSided = step.of == 2 || step.of == 3;
    return oneSided && x < 0 != step.by < 0 ? 0 : (float) x;
  }

  /**
   * Statistics of the whole picture.
   *
   * @param inside how much of the person is in it, 0..1; between the two it is a cross-fade
   * @param last block means of the picture before; null for none
   */
  FrameStats picture(
      double[] pose, double inside, float gain, float noise, int offset, float[] last) {
    var grid = blocks.clone();
    for (int k = 0; k < STEPS.length; k++) add(grid, blockSteps[k], amount(k, pose));
    float gone = (float) (1 - inside);
    if (gone > 0) for (int i = 0; i < grid.length; i++) grid[i] += gone * (empty[i] - grid[i]);
    finish(grid, gain, noise, offset);
    double sum = 0;
    double squares = 0;
    double change = 0;
    for (int i = 0; i < grid.length; i++) {
      sum += grid[i];
      squares += grid[i] * grid[i];
      if (last != null) change += Math.abs(grid[i] - last[i]);
    }
    double mean = sum / grid.length;
    double deviation =
        Math.sqrt(
            Math.max(0, squares / grid.length - mean * mean)
                + (1 - gone) * within
                + gone * emptyWithin);
    // Block means hide what changes within the blocks: noise after the codec, and edges that move.
    float difference = last == null ? Float.NaN : (float) (0.45 + 1.8 * change / grid.length);
    return new FrameStats(
        (float) mean, (float) deviation, shares(gone), grid, COLUMNS, ROWS, difference);
  }

  private float[] shares(float gone) {
    var out = histogram.clone();
    if (gone > 0)
      for (int i = 0; i < out.length; i++) out[i] += gone * (emptyHistogram[i] - out[i]);
    return out;
  }
}
