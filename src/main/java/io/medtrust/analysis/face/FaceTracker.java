package io.medtrust.analysis.face;

import io.medtrust.analysis.media.Picture;
import java.util.Map;

/**
 * Follows the face of one verification through its pictures. Not thread-safe: opened, used and
 * closed on the verification's pinned thread, because the models behind it are native.
 */
public interface FaceTracker extends AutoCloseable {
  /**
   * Looks at one picture. Called for every decoded picture, in capture order, damaged ones too
   * (they must not become part of what is remembered).
   *
   * @param picture valid during the call only
   * @return never null
   */
  FaceObservation track(Picture picture);

  /** Frees the models. */
  @Override
  void close();

  /** Makes trackers; one of it serves the whole worker and is thread-safe. */
  interface Factory {
    /** Whether the models are there; if not, {@link #open} throws. */
    boolean available();

    /**
     * @param settings of the node for this verification, names below {@code analysis.detect}
     */
    FaceTracker open(Map<String, String> settings);
  }
}
