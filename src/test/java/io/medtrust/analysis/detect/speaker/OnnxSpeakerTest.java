package io.medtrust.analysis.detect.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.analysis.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An operator's model, here one that takes the maximum over time. */
class OnnxSpeakerTest {
  private static SpeechMemory.Stretch noise(int seconds, double tone) {
    var random = new Random(1);
    var sound = new float[16_000 * seconds];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) (0.01 * random.nextGaussian() + 0.3 * Math.sin(i * tone));
    }
    return new SpeechMemory.Stretch(new float[100 * seconds][], sound);
  }

  @Test
  void aModelOfLogMelEnergiesIsFedWithThem() {
    try (var model = new OnnxSpeaker(file(1, -1, 80), Map.of())) {
      assertEquals(80, model.dimension());
      assertTrue(model.needsSound());
      var a = model.embed(noise(3, 0.3));
      assertEquals(1, model.likeness(a, model.embed(noise(3, 0.3))), 1e-6);
      assertTrue(model.likeness(a, model.embed(noise(3, 1.2))) < 0.999);
      assertEquals(50, model.score(0.4), 1e-9);
      assertTrue(model.score(0.9) > 99);
      assertThrows(IllegalArgumentException.class, () -> model.likeness(a, new float[3]));
    }
  }

  @Test
  void aModelOfSoundIsFedWithSound() {
    try (var model = new OnnxSpeaker(file(1, -1), Map.of("voice_identity.cosine_middle", "0.2"))) {
      assertEquals(1, model.dimension());
      assertEquals(1, model.embed(noise(1, 0.1))[0], 1e-6);
      assertEquals(50, model.score(0.2), 1e-9);
    }
  }

  @Test
  void anotherSignatureIsRefusedWithASentence() {
    var wrong = file(1, 3, 112, 112);
    var e = assertThrows(IllegalStateException.class, () -> new OnnxSpeaker(wrong, Map.of()));
    assertTrue(e.getMessage().contains("[1, frames, 80]"), e.getMessage());
    var none = new ModelFile("x@1", new byte[] {8, 8, 1}, "");
    assertThrows(IllegalStateException.class, () -> new OnnxSpeaker(none, Map.of()));
  }

  /** A graph of one node, ReduceMax over axis 1, by the field numbers of onnx.proto. */
  private static ModelFile file(long... shape) {
    boolean flat = shape.length == 2;
    var axes = message(text(1, "axes"), number(8, 1), number(20, 7));
    var keep = message(text(1, "keepdims"), number(3, flat ? 1 : 0), number(20, 2));
    var node =
        message(
            text(1, "in"), text(2, "out"), text(4, "ReduceMax"), bytes(5, axes), bytes(5, keep));
    var out = flat ? new long[] {1, 1} : new long[] {1, shape[shape.length - 1]};
    var graph =
        message(
            bytes(1, node),
            text(2, "g"),
            bytes(11, value("in", shape)),
            bytes(12, value("out", shape.length > 3 ? new long[] {1, -1, -1} : out)));
    var opset = message(text(1, ""), number(2, 11));
    return new ModelFile("max@1", message(number(1, 7), bytes(8, opset), bytes(7, graph)), "");
  }

  private static byte[] value(String name, long... shape) {
    var dims = new ByteArrayOutputStream();
    for (long d : shape) {
      dims.writeBytes(bytes(1, d < 0 ? text(2, "n") : number(1, d)));
    }
    var tensor = message(number(1, 1), bytes(2, dims.toByteArray()));
    return message(text(1, name), bytes(2, message(bytes(1, tensor))));
  }

  private static byte[] message(byte[]... fields) {
    var out = new ByteArrayOutputStream();
    for (var field : fields) out.writeBytes(field);
    return out.toByteArray();
  }

  private static byte[] number(int field, long value) {
    var out = new ByteArrayOutputStream();
    varint(out, (long) field << 3);
    varint(out, value);
    return out.toByteArray();
  }

  private static byte[] text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int field, byte[] value) {
    var out = new ByteArrayOutputStream();
    varint(out, (long) field << 3 | 2);
    varint(out, value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    for (; value > 127; value >>>= 7) out.write((int) (value & 127 | 128));
    out.write((int) value);
  }
}
