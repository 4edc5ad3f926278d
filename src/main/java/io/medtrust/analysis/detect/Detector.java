package io.medtrust.analysis.detect;

/**
 * Judges one verification from one point of view. Made by a {@link DetectorFactory}; called by one
 * thread at a time, in capture order, though not always by the same thread; observations may be
 * missing in between when it is slower than they come. Pure: time is the observation's capture
 * time.
 *
 * <p>An exception is answered with an unknown reading ({@code failed_internally}) and a fresh
 * detector after a pause; a call longer than its budget with unknown ({@code late}).
 */
public sealed interface Detector extends AutoCloseable
    permits VideoDetector, VoiceDetector, AvDetector {
  /** The model's name and version, or {@code signal} for signal processing. */
  default String model() {
    return "signal";
  }

  /** A short word that changes when the configuration behind the scores does. */
  default String config() {
    return "1";
  }

  /**
   * Takes what the node knows; called like the observations are, before the next of them, and again
   * after the detector was made anew.
   */
  default void know(Knowledge knowledge) {}

  /** Frees native memory; nothing is called after it. */
  @Override
  default void close() {}
}
