package io.medtrust.analysis.media;

import static org.lwjgl.util.opus.Opus.OPUS_OK;
import static org.lwjgl.util.opus.Opus.OPUS_RESET_STATE;
import static org.lwjgl.util.opus.Opus.opus_decode_float;
import static org.lwjgl.util.opus.Opus.opus_decoder_create;
import static org.lwjgl.util.opus.Opus.opus_decoder_ctl;
import static org.lwjgl.util.opus.Opus.opus_decoder_destroy;
import static org.lwjgl.util.opus.Opus.opus_packet_get_nb_samples;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryUtil;
import org.slf4j.LoggerFactory;

/**
 * Opus (RFC 6716) by libopus, straight to 16 kHz mono. For lost packets the decoder's concealment
 * runs, so that its state follows, but its sound is thrown away: the samples are marked missing.
 *
 * <p>Not thread-safe: used and closed on one thread.
 */
public final class OpusDecoder implements AutoCloseable {
  /** The longest packet, 120 ms (RFC 6716 §2.1.4), samples. */
  private static final int MAX_SAMPLES = Sound.RATE * 120 / 1000;

  /** The largest packet: 48 frames of 1275 bytes and their lengths. */
  private static final int MAX_BYTES = 61_440;

  /** Concealing more packets than this would only invent sound: forget the past instead. */
  private static final int MAX_CONCEALED = 5;

  /** Losses beyond this are a pause, not a gap. */
  private static final int MAX_LOST = 50;

  private final ByteBuffer input = MemoryUtil.memAlloc(4096);
  private final FloatBuffer output = MemoryUtil.memAllocFloat(MAX_SAMPLES);
  private final float[] samples = new float[MAX_SAMPLES];
  private final float[] silence = new float[MAX_SAMPLES * MAX_LOST];
  private final long decoder;
  private ByteBuffer large = input;
  private int lastSamples = Sound.RATE / 50;

  /** Whether libopus is there for this machine; the first call loads it. */
  public static boolean available() {
    try {
      new OpusDecoder().close();
      return true;
    } catch (LinkageError | RuntimeException e) {
      LoggerFactory.getLogger(OpusDecoder.class).warn("there is no Opus decoder: {}", "" + e);
      return false;
    }
  }

  /**
   * @throws IllegalStateException when libopus refuses
   */
  public OpusDecoder() {
    var error = MemoryUtil.memAllocInt(1);
    try {
      decoder = opus_decoder_create(Sound.RATE, 1, error);
      if (decoder == 0 || error.get(0) != OPUS_OK) {
        MemoryUtil.memFree(input);
        MemoryUtil.memFree(output);
        throw new IllegalStateException("libopus gives no decoder: " + error.get(0));
      }
    } finally {
      MemoryUtil.memFree(error);
    }
  }

  /**
   * Decodes one packet.
   *
   * @param captureTimeMicros of its first sample, microseconds since 1970
   * @param lostBefore packets lost directly before it; their time is handed over as missing
   * @param sink gets one or two sounds during this call, in order
   * @return false when the packet was not valid; its time is handed over as missing
   */
  public boolean decode(
      byte[] packet, long captureTimeMicros, int lostBefore, Consumer<Sound> sink) {
    if (lostBefore > 0) {
      int lost = Math.min(lostBefore, MAX_LOST);
      conceal(lost);
      int length = lost * lastSamples;
      missing(length, captureTimeMicros - length * 1_000_000L / Sound.RATE, sink);
    }
    int decoded = packet.length == 0 || packet.length > MAX_BYTES ? -1 : run(packet);
    if (decoded <= 0) {
      opus_decoder_ctl(decoder, OPUS_RESET_STATE);
      missing(lastSamples, captureTimeMicros, sink);
      return false;
    }
    lastSamples = decoded;
    output.get(0, samples, 0, decoded);
    sink.accept(new Sound(samples, decoded, captureTimeMicros, false));
    return true;
  }

  private int run(byte[] packet) {
    if (large.capacity() < packet.length) {
      if (large != input) MemoryUtil.memFree(large);
      large = MemoryUtil.memAlloc(packet.length);
    }
    large.clear().put(packet).flip();
    int expected = opus_packet_get_nb_samples(large, Sound.RATE);
    if (expected <= 0 || expected > MAX_SAMPLES) return -1;
    output.clear();
    return opus_decode_float(decoder, large, output, MAX_SAMPLES, 0);
  }

  private void conceal(int lost) {
    if (lost > MAX_CONCEALED) {
      opus_decoder_ctl(decoder, OPUS_RESET_STATE);
      return;
    }
    for (int i = 0; i < lost; i++) {
      output.clear();
      opus_decode_float(decoder, null, output, lastSamples, 0);
    }
  }

  private void missing(int length, long captureTimeMicros, Consumer<Sound> sink) {
    sink.accept(new Sound(silence, length, captureTimeMicros, true));
  }

  /** Frees the decoder. */
  @Override
  public void close() {
    opus_decoder_destroy(decoder);
    if (large != input) MemoryUtil.memFree(large);
    MemoryUtil.memFree(input);
    MemoryUtil.memFree(output);
  }
}
