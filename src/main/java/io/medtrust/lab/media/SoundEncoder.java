package io.medtrust.lab.media;

import static org.lwjgl.util.opus.Opus.OPUS_APPLICATION_VOIP;
import static org.lwjgl.util.opus.Opus.OPUS_OK;
import static org.lwjgl.util.opus.Opus.OPUS_SET_BITRATE;
import static org.lwjgl.util.opus.Opus.OPUS_SET_INBAND_FEC;
import static org.lwjgl.util.opus.Opus.opus_encode;
import static org.lwjgl.util.opus.Opus.opus_encoder_create;
import static org.lwjgl.util.opus.Opus.opus_encoder_ctl;
import static org.lwjgl.util.opus.Opus.opus_encoder_destroy;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import org.lwjgl.system.MemoryUtil;

/**
 * Opus as browsers send a microphone: 48 kHz mono, 20 ms packets, in-band FEC. Holds native memory;
 * not thread-safe.
 */
public final class SoundEncoder implements AutoCloseable {
  /** Samples of a packet at 48 kHz. */
  public static final int SAMPLES = 960;

  public static final int RATE = 48_000;

  private final long encoder;
  private final ShortBuffer input = MemoryUtil.memAllocShort(SAMPLES);
  private final ByteBuffer output = MemoryUtil.memAlloc(1500);

  /**
   * @throws IllegalStateException when libopus refuses
   */
  public SoundEncoder(int bitsPerSecond) {
    var error = MemoryUtil.memAllocInt(1);
    encoder = opus_encoder_create(RATE, 1, OPUS_APPLICATION_VOIP, error);
    int code = error.get(0);
    MemoryUtil.memFree(error);
    if (encoder == 0 || code != OPUS_OK) {
      throw new IllegalStateException("libopus gives no encoder: " + code);
    }
    opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bitsPerSecond));
    opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(1));
  }

  /**
   * @param samples {@link #SAMPLES} values
   */
  public byte[] encode(short[] samples) {
    input.clear();
    input.put(samples, 0, SAMPLES).flip();
    output.clear();
    int length = opus_encode(encoder, input, SAMPLES, output);
    if (length < 0) throw new IllegalStateException("libopus cannot encode: " + length);
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
