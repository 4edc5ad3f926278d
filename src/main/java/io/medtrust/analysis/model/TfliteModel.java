package io.medtrust.analysis.model;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorByteSize;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorCopyFromBuffer;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorCopyToBuffer;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * One TensorFlow Lite model with one float input, float outputs and its own interpreter on one
 * native thread. Not thread-safe. The native memory is not seen by the garbage collector: close it.
 */
public final class TfliteModel implements AutoCloseable {
  private static final int OK = 0;

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
   * @throws IllegalStateException when it does not load
   */
  public TfliteModel(ModelFile file) {
    name = file.name();
    byte[] content = file.bytes();
    bytes = new BytePointer(content.length);
    bytes.put(content, 0, content.length);
    model = FlatBufferModel.BuildFromBuffer(bytes, content.length);
    if (model == null || model.isNull()) {
      bytes.close();
      throw new IllegalStateException(name + " is not a TensorFlow Lite model");
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
      throw new IllegalStateException(name + " needs operations that are not there");
    }
    int inputs = (int) (TfLiteTensorByteSize(interpreter.input_tensor(0)) / 4);
    input = new FloatPointer(inputs);
    staged = new float[inputs];
    outputs = new FloatPointer[(int) interpreter.outputs().capacity()];
    for (int i = 0; i < outputs.length; i++) {
      long size = TfLiteTensorByteSize(interpreter.output_tensor(i)) / 4;
      outputs[i] = new FloatPointer(size);
    }
  }

  /** Where the caller writes the input of the next run; owned by this model. */
  public float[] input() {
    return staged;
  }

  /** Number of values of an output. */
  public int outputSize(int index) {
    return (int) outputs[index].capacity();
  }

  /**
   * Runs the model on {@link #input()}.
   *
   * @param results one array for each output, filled
   */
  public void run(float[]... results) {
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
