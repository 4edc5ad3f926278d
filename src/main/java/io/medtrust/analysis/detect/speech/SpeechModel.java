package io.medtrust.analysis.detect.speech;

import io.medtrust.analysis.detect.SpeechMap;

/** Says of each piece of sound, in order, how likely it is speech. Not thread-safe. */
interface SpeechModel extends AutoCloseable {
  /** Samples of a piece: 32 ms at 16 kHz. */
  int CHUNK = SpeechMap.STRETCH;

  /**
   * @param sound {@value #CHUNK} samples at 16 kHz that follow those before
   * @return 0..1
   */
  float probability(float[] sound);

  /** Forgets what came before. */
  void reset();

  /** As readings carry it. */
  String name();

  @Override
  default void close() {}
}
