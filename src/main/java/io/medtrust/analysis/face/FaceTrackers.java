package io.medtrust.analysis.face;

import java.util.Map;

/** Trackers on the models that the build brought. */
public final class FaceTrackers {
  private FaceTrackers() {}

  /** Thread-safe; reads the models once to see whether they are there and the pinned ones. */
  public static FaceTracker.Factory factory() {
    boolean available =
        TfliteModel.present(BlazeFace.RESOURCE, BlazeFace.SHA256)
            && TfliteModel.present(FaceMesh.RESOURCE, FaceMesh.SHA256);
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
}
