package io.medtrust.analysis.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One ONNX model on one native thread. Not thread-safe; its memory is not seen by the garbage
 * collector: close it.
 */
public final class OnnxModel implements AutoCloseable {
  /**
   * The native library looks at the command line of the process with a recursion as deep as it is
   * long, and a class path of a hundred jars is too long for a thread's usual megabyte of stack: it
   * would end the process without a word. So it is loaded where there is room.
   */
  private static final long LOADING_STACK = 64L << 20;

  private static final OrtEnvironment ENVIRONMENT = environment();

  private final String name;
  private final OrtSession session;

  /**
   * @throws IllegalStateException when it does not load
   */
  public OnnxModel(ModelFile file) {
    name = file.name();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = ENVIRONMENT.createSession(file.bytes(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(name + " does not load: " + e.getMessage());
    }
  }

  /** Names and shapes of the inputs; -1 where a length is free. */
  public Map<String, long[]> inputs() {
    try {
      var shapes = new LinkedHashMap<String, long[]>();
      for (var each : session.getInputInfo().entrySet()) {
        if (each.getValue().getInfo() instanceof TensorInfo info) {
          shapes.put(each.getKey(), info.getShape());
        }
      }
      return shapes;
    } catch (OrtException e) {
      throw new IllegalStateException(name + " does not tell its inputs: " + e.getMessage());
    }
  }

  /** An input: values in row order with their shape; float[] or long[]. */
  public record Input(Object values, long... shape) {}

  /**
   * Runs it.
   *
   * @param inputs by name
   * @return outputs by name, flattened in row order; those that are not float are left out
   */
  public Map<String, float[]> run(Map<String, Input> inputs) {
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try {
      for (var each : inputs.entrySet()) {
        tensors.put(
            each.getKey(),
            switch (each.getValue().values()) {
              case float[] values ->
                  OnnxTensor.createTensor(
                      ENVIRONMENT, FloatBuffer.wrap(values), each.getValue().shape());
              case long[] values ->
                  OnnxTensor.createTensor(
                      ENVIRONMENT, LongBuffer.wrap(values), each.getValue().shape());
              default -> throw new IllegalArgumentException("an input of floats or longs");
            });
      }
      try (var result = session.run(tensors)) {
        var outputs = new LinkedHashMap<String, float[]>();
        for (Map.Entry<String, OnnxValue> each : result) {
          if (each.getValue() instanceof OnnxTensor tensor && tensor.getFloatBuffer() != null) {
            var buffer = tensor.getFloatBuffer();
            var values = new float[buffer.remaining()];
            buffer.get(values);
            outputs.put(each.getKey(), values);
          }
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException(name + " did not run: " + e.getMessage());
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OrtEnvironment environment() {
    // No lambda: its body would be a method of this class, which is not initialised yet.
    var loading = new FutureTask<>(OrtEnvironment::getEnvironment);
    new Thread(null, loading, "onnx-load", LOADING_STACK).start();
    try {
      return loading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was loading");
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not load: " + e.getCause());
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(name + " was not freed: " + e.getMessage());
    }
  }
}
