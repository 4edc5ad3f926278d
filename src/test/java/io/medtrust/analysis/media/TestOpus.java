package io.medtrust.analysis.media;

import static org.lwjgl.util.opus.Opus.OPUS_APPLICATION_VOIP;
import static org.lwjgl.util.opus.Opus.opus_encode_float;
import static org.lwjgl.util.opus.Opus.opus_encoder_create;
import static org.lwjgl.util.opus.Opus.opus_encoder_destroy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.lwjgl.system.MemoryUtil;

/** Encodes sound as browsers do: 48 kHz mono, 20 ms packets. */
public final class TestOpus implements AutoCloseable {
  /** Samples of a packet at 48 kHz. */
  public static final int FRAME = 960;

  private final long encoder;
  private final FloatBuffer input = MemoryUtil.memAllocFloat(FRAME);
  private final ByteBuffer output = MemoryUtil.memAlloc(1500);

  public TestOpus() {
    var error = MemoryUtil.memAllocInt(1);
    encoder = opus_encoder_create(48_000, 1, OPUS_APPLICATION_VOIP, error);
    MemoryUtil.memFree(error);
  }

  /** The packet number {@code n} of a tone of that frequency. */
  public byte[] tone(int n, double hertz) {
    input.clear();
    for (int i = 0; i < FRAME; i++) {
      input.put((float) (0.4 * Math.sin(2 * Math.PI * hertz * (n * FRAME + i) / 48_000.0)));
    }
    input.flip();
    output.clear();
    int length = opus_encode_float(encoder, input, FRAME, output);
    var packet = new byte[length];
    output.get(0, packet);
    return packet;
  }

  @Override
  public void close() {
    opus_encoder_destroy(encoder);
    MemoryUtil.memFree(input);
    MemoryUtil.memFree(output);
  }
}
