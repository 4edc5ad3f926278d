package io.medtrust.lab.pipeline;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.lab.media.I420;

/**
 * A camera and a microphone for one call. Pulled by one thread, a little ahead of the time at which
 * a picture is sent; media time begins with 0.
 */
public interface LabSource extends AutoCloseable {
  /** The time of a picture that does not come: the camera is at its end. */
  long END = Long.MAX_VALUE;

  boolean hasPictures();

  boolean hasSound();

  /**
   * Writes the next picture.
   *
   * @return its media time, microseconds, later than the last one's, or {@link #END}
   */
  long nextPicture(I420 into);

  /**
   * Whether the picture of the last {@link #nextPicture} goes out in another simulcast layer than
   * the first one: another stream, of half the width and height.
   */
  default boolean otherLayer() {
    return false;
  }

  /**
   * Writes the next 20 ms.
   *
   * @param into 960 samples, 48 kHz mono
   * @return false when the microphone is at its end
   */
  boolean nextSound(short[] into);

  /**
   * The node was told this about the verification, and whoever sits before the camera may act on it
   * (colours of a light probe, words to speak). Called on another thread than the rest.
   *
   * @param mediaMicros media time of now; negative before the call began
   */
  default void told(AnalysisCommand command, long mediaMicros) {}

  @Override
  default void close() {}
}
