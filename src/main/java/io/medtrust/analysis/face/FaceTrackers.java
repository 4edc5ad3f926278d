package io.medtrust.analysis.face;

import io.medtrust.analysis.model.ModelSlot;
import java.util.Map;

/** Trackers on the models that the build brought. */
public final class FaceTrackers {
  private FaceTrackers() {}

  /** Thread-safe; reads the models once to see whether they are there and the pinned ones. */
  public static FaceTracker.Factory factory() {
    boolean available = present(ModelSlot.FACE_DETECTOR) && present(ModelSlot.FACE_MESH);
    return new FaceTracker.Factory() {
      @Override
      public boolean available() {
        return available;
      }

      @Override
      public FaceTracker open(Map<String, String> settings) {
        return new MeshFaceTracker(FaceSettings.from(settings));
      }
    };
  }

  private static boolean present(ModelSlot slot) {
    try {
      return slot.find(Map.of()).isPresent();
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
