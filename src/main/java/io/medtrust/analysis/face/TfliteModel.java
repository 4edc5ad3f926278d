package io.medtrust.analysis.face;

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
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * One TensorFlow Lite model with one float input, two float outputs and its own interpreter on one
 * native thread. Not thread-safe. The native memory is not seen by the garbage collector: close it.
 */
final class TfliteModel implements AutoCloseable {
  private static final int OK = 0;
  private static final int OUTPUTS = 2;

  private final String name;
  // The interpreter reads the weights where they are: freed last.
  private final BytePointer bytes;
  private final FlatBufferModel model;
  private final BuiltinOpResolver operations;
  private final Interpreter interpreter;
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
    model = FlatBufferModel.BuildFromBuffer(bytes, content.length);
    if (model == null || model.isNull()) {
      bytes.close();
      throw new IllegalStateException(resource + " is not a TensorFlow Lite model");
    }
    // The C interface would leave out XNNPACK, and take nine times as long.
    operations = new BuiltinOpResolver();
    interpreter = new Interpreter((Pointer) null);
    int built;
    try (var builder = new InterpreterBuilder(model, operations)) {
      built = builder.apply(interpreter, 1);
    }
    if (built != OK || interpreter.isNull() || interpreter.AllocateTensors() != OK) {
      interpreter.close();
      operations.close();
      model.close();
      bytes.close();
      throw new IllegalStateException(resource + " needs operations that are not there");
    }
    int inputs = (int) (TfLiteTensorByteSize(interpreter.input_tensor(0)) / 4);
    input = new FloatPointer(inputs);
    staged = new float[inputs];
    outputs = new FloatPointer[OUTPUTS];
    for (int i = 0; i < outputs.length; i++) {
      long size = TfLiteTensorByteSize(interpreter.output_tensor(i)) / 4;
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
    var in = interpreter.input_tensor(0);
    if (TfLiteTensorCopyFromBuffer(in, input, size) != OK || interpreter.Invoke() != OK) {
      throw new IllegalStateException(name + " did not run");
    }
    for (int i = 0; i < results.length; i++) {
      var out = interpreter.output_tensor(i);
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
    interpreter.close();
    operations.close();
    model.close();
    input.close();
    for (var output : outputs) output.close();
    bytes.close();
  }
}
