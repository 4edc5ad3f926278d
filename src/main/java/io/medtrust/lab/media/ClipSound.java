package io.medtrust.lab.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/** The sound of a clip as a microphone would send it: 48 kHz mono. Not thread-safe. */
public final class ClipSound implements AutoCloseable {
  /** Samples of one converted frame at the most: files of 8 kHz with long frames grow sixfold. */
  private static final int ROOM = 1 << 17;

  /** -60 dBFS. */
  private static final int SILENT_PEAK = 33;

  private final ClipDecoder decoder;
  private final SwrContext resampler;
  private final ShortPointer output = new ShortPointer(ROOM);
  private final PointerPointer<BytePointer> outputs =
      new PointerPointer<BytePointer>(1).put(0, output);
  private short[] waiting = new short[ROOM];
  private int count;
  private boolean ended;

  /** The sound of that file, or null when it has none. */
  public static ClipSound open(Path file) {
    var decoder = ClipDecoder.open(file, AVMEDIA_TYPE_AUDIO);
    return decoder == null ? null : new ClipSound(decoder);
  }

  /** Whether a file has sound that somebody could hear: some clips carry an empty track. */
  public static boolean audible(Path file) {
    try (var sound = open(file)) {
      if (sound == null) return false;
      var samples = new short[SoundEncoder.SAMPLES];
      while (sound.next(samples)) {
        for (short s : samples) if (Math.abs(s) > SILENT_PEAK) return true;
      }
      return false;
    }
  }

  private ClipSound(ClipDecoder decoder) {
    this.decoder = decoder;
    var mono = new AVChannelLayout();
    av_channel_layout_default(mono, 1);
    var from = decoder.context();
    resampler = new SwrContext(null);
    int code =
        swr_alloc_set_opts2(
            resampler,
            mono,
            AV_SAMPLE_FMT_S16,
            SoundEncoder.RATE,
            from.ch_layout(),
            from.sample_fmt(),
            from.sample_rate(),
            0,
            null);
    if (code < 0 || swr_init(resampler) < 0) {
      throw new IllegalArgumentException("a clip has sound of an unknown form");
    }
  }

  /**
   * Writes the next samples; the end of a clip is filled up with silence.
   *
   * @return false when the clip is over
   */
  public boolean next(short[] into) {
    while (count < into.length && !ended) more();
    if (count == 0) return false;
    int n = Math.min(count, into.length);
    System.arraycopy(waiting, 0, into, 0, n);
    java.util.Arrays.fill(into, n, into.length, (short) 0);
    System.arraycopy(waiting, n, waiting, 0, count - n);
    count -= n;
    return true;
  }

  private void more() {
    var frame = decoder.next();
    int made;
    if (frame == null) {
      ended = true;
      made = swr_convert(resampler, outputs, ROOM, (PointerPointer<?>) null, 0);
    } else {
      made = swr_convert(resampler, outputs, ROOM, frame.extended_data(), frame.nb_samples());
    }
    if (made <= 0) return;
    if (count + made > waiting.length) {
      waiting = java.util.Arrays.copyOf(waiting, Math.max(2 * waiting.length, count + made));
    }
    output.position(0).get(waiting, count, made);
    count += made;
  }

  @Override
  public void close() {
    swr_free(resampler);
    decoder.close();
    outputs.close();
    output.close();
  }
}
