package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.detect.speech.SpeechStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last speech that was heard, up to a length, without the pauses. Not thread-safe.
 *
 * <p>Features of a frame: LFCC 1.. (the 0th is loudness) and the slopes of all.
 */
public final class SpeechMemory {
  /** Values of a frame. */
  public static final int VALUES = 2 * SpeechStream.COEFFICIENTS - 1;

  /** Frames of a second of speech. */
  public static final int PER_SECOND = 100;

  /**
   * Some speech.
   *
   * @param features [frame][value], as measured: no normalisation yet
   * @param sound 16 kHz, the frames' first 10 ms in a row; empty when it was not kept
   */
  public record Stretch(float[][] features, float[] sound) {
    public double seconds() {
      return features.length / (double) PER_SECOND;
    }
  }

  private record Kept(float[] features, float[] sound) {}

  private final int capacity;
  private final boolean keepsSound;
  private final ArrayDeque<Kept> frames = new ArrayDeque<>();

  /**
   * @param seconds of speech that are kept
   */
  public SpeechMemory(double seconds, boolean keepsSound) {
    capacity = (int) (seconds * PER_SECOND);
    this.keepsSound = keepsSound;
  }

  /** Adds a frame of speech; the oldest gives way. */
  public void add(SpeechStream.Frame frame) {
    if (frames.size() == capacity) frames.pollFirst();
    var values = new float[VALUES];
    int cepstra = SpeechStream.COEFFICIENTS - 1;
    System.arraycopy(frame.lfcc(), 1, values, 0, cepstra);
    System.arraycopy(frame.slopes(), 0, values, cepstra, SpeechStream.COEFFICIENTS);
    var sound = keepsSound ? Arrays.copyOf(frame.samples(), SpeechStream.HOP) : null;
    frames.addLast(new Kept(values, sound));
  }

  public double seconds() {
    return frames.size() / (double) PER_SECOND;
  }

  public boolean full() {
    return frames.size() == capacity;
  }

  public void clear() {
    frames.clear();
  }

  /** The newest speech, at most so many seconds of it. */
  public Stretch last(double seconds) {
    int count = Math.min(frames.size(), (int) (seconds * PER_SECOND));
    List<Kept> newest = new ArrayList<>(frames).subList(frames.size() - count, frames.size());
    var features = new float[count][];
    var sound = new float[keepsSound ? count * SpeechStream.HOP : 0];
    for (int i = 0; i < count; i++) {
      features[i] = newest.get(i).features;
      if (keepsSound) {
        System.arraycopy(newest.get(i).sound, 0, sound, i * SpeechStream.HOP, SpeechStream.HOP);
      }
    }
    return new Stretch(features, sound);
  }
}
