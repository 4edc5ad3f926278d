package io.medtrust.analysis.face;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterAllocateTensors;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetInputTensor;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetOutputTensor;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetOutputTensorCount;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterInvoke;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsSetNumThreads;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteModelCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteModelDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorByteSize;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorCopyFromBuffer;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorCopyToBuffer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.tensorflowlite.TfLiteInterpreter;
import org.bytedeco.tensorflowlite.TfLiteModel;

/**
 * One TensorFlow Lite model with one float input and its own interpreter on one native thread. Not
 * thread-safe. The native memory is not seen by the garbage collector: close it.
 */
final class TfliteModel implements AutoCloseable {
  private static final int OK = 0;

  private final String name;
  // The interpreter reads the weights where they are: freed last.
  private final BytePointer bytes;
  private final TfLiteModel model;
  private final TfLiteInterpreter interpreter;
  private final FloatPointer input;
  private final FloatPointer[] outputs;
  private final float[] staged;
  private boolean closed;

  /**
   * Loads a model from the class path.
   *
   * @param resource absolute name of the resource
   * @param sha256 what its bytes must hash to, lower-case hex
   * @throws IllegalStateException when it is missing, another one, or does not load
   */
  TfliteModel(String resource, String sha256) {
    name = resource;
    byte[] content = read(resource);
    if (!sha256.equals(hash(content))) {
      throw new IllegalStateException(resource + " is not the model that was pinned");
    }
    bytes = new BytePointer(content.length);
    bytes.put(content, 0, content.length);
    model = TfLiteModelCreate(bytes, content.length);
    if (model == null || model.isNull()) {
      bytes.close();
      throw new IllegalStateException(resource + " is not a TensorFlow Lite model");
    }
    var options = TfLiteInterpreterOptionsCreate();
    TfLiteInterpreterOptionsSetNumThreads(options, 1);
    interpreter = TfLiteInterpreterCreate(model, options);
    TfLiteInterpreterOptionsDelete(options);
    if (interpreter == null
        || interpreter.isNull()
        || TfLiteInterpreterAllocateTensors(interpreter) != OK) {
      if (interpreter != null && !interpreter.isNull()) TfLiteInterpreterDelete(interpreter);
      TfLiteModelDelete(model);
      bytes.close();
      throw new IllegalStateException(resource + " needs operations that are not there");
    }
    int inputs = (int) (TfLiteTensorByteSize(TfLiteInterpreterGetInputTensor(interpreter, 0)) / 4);
    input = new FloatPointer(inputs);
    staged = new float[inputs];
    outputs = new FloatPointer[TfLiteInterpreterGetOutputTensorCount(interpreter)];
    for (int i = 0; i < outputs.length; i++) {
      long size = TfLiteTensorByteSize(TfLiteInterpreterGetOutputTensor(interpreter, i)) / 4;
      outputs[i] = new FloatPointer(size);
    }
  }

  /** Whether the resource is there and is the pinned one. */
  static boolean present(String resource, String sha256) {
    try {
      return sha256.equals(hash(read(resource)));
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = TfliteModel.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException(resource + " is missing");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the caller writes the input of the next run; owned by this model. */
  float[] input() {
    return staged;
  }

  /** Number of values of an output. */
  int outputSize(int index) {
    return (int) outputs[index].capacity();
  }

  /**
   * Runs the model on {@link #input()}.
   *
   * @param results one array for each output, filled
   */
  void run(float[]... results) {
    if (closed) throw new IllegalStateException(name + " is closed");
    input.put(staged, 0, staged.length);
    long size = 4L * staged.length;
    var in = TfLiteInterpreterGetInputTensor(interpreter, 0);
    if (TfLiteTensorCopyFromBuffer(in, input, size) != OK
        || TfLiteInterpreterInvoke(interpreter) != OK) {
      throw new IllegalStateException(name + " did not run");
    }
    for (int i = 0; i < results.length; i++) {
      var out = TfLiteInterpreterGetOutputTensor(interpreter, i);
      if (TfLiteTensorCopyToBuffer(out, outputs[i], 4L * outputs[i].capacity()) != OK) {
        throw new IllegalStateException(name + " gave no output " + i);
      }
      outputs[i].get(results[i], 0, results[i].length);
    }
  }

  @Override
  public void close() {
    if (closed) return;
    closed = true;
    TfLiteInterpreterDelete(interpreter);
    TfLiteModelDelete(model);
    input.close();
    for (var output : outputs) output.close();
    bytes.close();
  }
}
