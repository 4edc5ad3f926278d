package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.model.ModelSlot;
import io.medtrust.analysis.model.TfliteModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The short-range BlazeFace detector (Bazarevsky et al. 2019): faces that fill at least about a
 * tenth of the square it looks at. 896 anchors: two at each cell of a 16 × 16 grid, six at each of
 * an 8 × 8 grid. Not thread-safe.
 */
final class BlazeFace implements AutoCloseable {
  private static final int SIDE = 128;
  private static final int ANCHORS = 896;
  private static final int VALUES = 16;
  private static final float MIN_SCORE = 0.5f;
  private static final float MAX_OVERLAP = 0.3f;

  /**
   * A face in picture pixels.
   *
   * @param eyes right eye x, y, left eye x, y (the person's own right and left)
   * @param score 0..1
   */
  record Detection(float cx, float cy, float width, float height, float[] eyes, float score) {
    float overlap(Detection o) {
      float w = Math.min(cx + width / 2, o.cx + o.width / 2);
      w -= Math.max(cx - width / 2, o.cx - o.width / 2);
      float h = Math.min(cy + height / 2, o.cy + o.height / 2);
      h -= Math.max(cy - height / 2, o.cy - o.height / 2);
      if (w <= 0 || h <= 0) return 0;
      // By the smaller of both: a crop that cuts a face gives a box inside the whole one.
      return w * h / Math.min(width * height, o.width * o.height);
    }
  }

  private static final float[] CENTRES = centres();

  private final TfliteModel model = new TfliteModel(ModelSlot.FACE_DETECTOR.require(Map.of()));
  private final PatchCutter cutter = new PatchCutter();
  private final float[] boxes = new float[ANCHORS * VALUES];
  private final float[] scores = new float[ANCHORS];
  private final int boxesIndex;

  BlazeFace() {
    boxesIndex = model.outputSize(0) == boxes.length ? 0 : 1;
  }

  private static float[] centres() {
    var centres = new float[2 * ANCHORS];
    int at = 0;
    for (int[] layer : new int[][] {{16, 2}, {8, 6}}) {
      int n = layer[0];
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          for (int k = 0; k < layer[1]; k++) {
            centres[at++] = (x + 0.5f) / n;
            centres[at++] = (y + 0.5f) / n;
          }
        }
      }
    }
    return centres;
  }

  /**
   * The faces in one square of the picture, best first, overlaps removed.
   *
   * @param cx centre of the square, pixels
   * @param side of the square, pixels; it may reach over the picture (letterbox)
   */
  List<Detection> find(Picture picture, double cx, double cy, double side) {
    var patch = Patch.square(cx, cy, side, 0, SIDE);
    cutter.rgb(picture, patch, SIDE, 1 / 127.5f, -1f, model.input());
    if (boxesIndex == 0) model.run(boxes, scores);
    else model.run(scores, boxes);
    var found = new ArrayList<Detection>();
    double left = cx - side / 2;
    double top = cy - side / 2;
    float scale = (float) (side / SIDE);
    for (int a = 0; a < ANCHORS; a++) {
      float score = (float) (1 / (1 + Math.exp(-scores[a])));
      if (!(score >= MIN_SCORE)) continue;
      int b = a * VALUES;
      float ox = (float) left + CENTRES[2 * a] * (float) side;
      float oy = (float) top + CENTRES[2 * a + 1] * (float) side;
      var eyes = new float[4];
      for (int i = 0; i < 4; i++) {
        eyes[i] = (i % 2 == 0 ? ox : oy) + boxes[b + 4 + i] * scale;
      }
      float width = boxes[b + 2] * scale;
      float height = boxes[b + 3] * scale;
      if (!(width > 1 && height > 1)) continue;
      found.add(
          new Detection(
              ox + boxes[b] * scale, oy + boxes[b + 1] * scale, width, height, eyes, score));
    }
    return suppress(found);
  }

  /** Non-maximum suppression: of overlapping boxes the best stays. */
  static List<Detection> suppress(List<Detection> found) {
    var sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingDouble((Detection d) -> -d.score()));
    var kept = new ArrayList<Detection>();
    for (var d : sorted) {
      if (kept.stream().noneMatch(k -> k.overlap(d) > MAX_OVERLAP)) kept.add(d);
    }
    return kept;
  }

  @Override
  public void close() {
    model.close();
  }
}
