package io.medtrust.analysis.detect.presentation;

import io.medtrust.analysis.face.FaceObservation.ModelCrops;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.OnnxModel;
import java.util.Map;

/**
 * Is a face in front of the camera, or a print or a screen: one square of 128 × 128 BGR, 0..255,
 * in; the softmax of three values out, of which the first is live. Not thread-safe; native memory:
 * close it.
 */
final class PresentationNetwork implements AutoCloseable {
  private static final int SIDE = ModelCrops.SQUARE_SIDE;
  private static final String INPUT = "input";
  private final String name;
  private final OnnxModel model;
  private final float[] planes = new float[3 * SIDE * SIDE];

  /**
   * @throws IllegalStateException when it does not load
   */
  PresentationNetwork(ModelFile file) {
    name = file.name();
    model = new OnnxModel(file);
  }

  /** Name and version of the model. */
  String name() {
    return name;
  }

  /**
   * @param bgr 128 × 128 × 3 unsigned bytes
   * @return 0..1; NaN when the model gave nothing usable
   */
  double live(byte[] bgr) {
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int c = 0; c < 3; c++) planes[c * SIDE * SIDE + i] = bgr[3 * i + c] & 255;
    }
    var input = new OnnxModel.Input(planes, 1, 3, SIDE, SIDE);
    var out = model.run(Map.of(INPUT, input)).values().iterator().next();
    if (out.length < 2) return Double.NaN;
    double top = Double.NEGATIVE_INFINITY;
    for (float v : out) top = Math.max(top, v);
    double sum = 0;
    for (float v : out) sum += Math.exp(v - top);
    return Math.exp(out[0] - top) / sum;
  }

  @Override
  public void close() {
    model.close();
  }
}
