package io.medtrust.analysis.detect.identity;

import io.medtrust.analysis.face.FaceObservation.ModelCrops;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.model.TfliteModel;

/**
 * A face as a vector, by a network of the MobileFaceNet kind (Chen et al. 2018): aligned 112 × 112
 * RGB, {@code (x - 127.5) / 128}, in; features out. The angle between two of them says how alike
 * the faces are.
 *
 * <p>The file of the build takes two faces at once and no other number. The second is the mirrored
 * first, and the features are the mean of both, which is less moved by pose and side light.
 *
 * <p>Not thread-safe; native memory: close it.
 */
final class FaceNetwork implements AutoCloseable {
  private static final int SIDE = ModelCrops.IDENTITY_SIDE;
  private static final int VALUES = SIDE * SIDE * 3;
  private final String name;
  private final TfliteModel model;
  private final int faces;
  private final float[] out;

  /**
   * @throws IllegalStateException when it does not load or takes something else
   */
  FaceNetwork(ModelFile file) {
    name = file.name();
    model = new TfliteModel(file);
    faces = model.input().length / VALUES;
    if (faces < 1 || faces > 2 || model.input().length != faces * VALUES) {
      model.close();
      throw new IllegalStateException(name + " does not take one or two faces of 112 x 112");
    }
    out = new float[model.outputSize(0)];
  }

  /** Name and version of the model. */
  String name() {
    return name;
  }

  /** Number of features of a face. */
  int size() {
    return out.length / faces;
  }

  /**
   * The features of a face.
   *
   * @param rgb 112 × 112 × 3 unsigned bytes
   * @return a new array of length 1, or null when the network gave nothing usable
   */
  float[] features(byte[] rgb) {
    var in = model.input();
    for (int i = 0; i < VALUES; i++) in[i] = ((rgb[i] & 255) - 127.5f) / 128;
    if (faces == 2) mirror(in);
    model.run(out);
    var sum = new float[size()];
    for (int face = 0; face < faces; face++) {
      double length = 0;
      for (int i = 0; i < sum.length; i++) {
        length += (double) out[face * sum.length + i] * out[face * sum.length + i];
      }
      float scale = (float) (1 / Math.sqrt(length));
      for (int i = 0; i < sum.length; i++) sum[i] += out[face * sum.length + i] * scale;
    }
    return Vectors.unit(sum);
  }

  private static void mirror(float[] in) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int from = (y * SIDE + x) * 3;
        System.arraycopy(in, from, in, VALUES + (y * SIDE + SIDE - 1 - x) * 3, 3);
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
