package io.medtrust.e2e;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.worker.AnalysisWorker;
import io.medtrust.analysis.worker.WorkerParts;
import io.medtrust.analysis.worker.WorkerSettings;
import io.medtrust.ops.Settings;
import io.medtrust.testing.Barcode;
import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A real analysis worker for a node, which keeps the luma of each numbered picture that it decoded,
 * so that a test can hold it against what a browser decoded.
 */
final class SeeingWorker implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Map<Integer, byte[]> seen = new ConcurrentHashMap<>();
  private final AnalysisWorker worker;

  SeeingWorker() {
    var settings = WorkerSettings.from(Settings.load(null, Map.of()));
    var parts = WorkerParts.find(seeing(FaceTrackers.factory()), Detectors.all());
    worker =
        TestServers.await(AnalysisWorker.start(vertx, "127.0.0.1", 0, settings, parts, () -> {}));
  }

  /** The setting of the node that is to use this worker. */
  Map<String, String> environment() {
    return Map.of("MEDTRUST_ANALYSIS_WORKERS", "127.0.0.1:" + worker.port());
  }

  /**
   * Luma planes of 640×480, stride 640, by the number burnt into them; the newest of each number.
   */
  Map<Integer, byte[]> seen() {
    return seen;
  }

  private FaceTracker.Factory seeing(FaceTracker.Factory factory) {
    return new FaceTracker.Factory() {
      @Override
      public boolean available() {
        return factory.available();
      }

      @Override
      public FaceTracker open(Map<String, String> settings) {
        var tracker = factory.open(settings);
        return new FaceTracker() {
          @Override
          public FaceObservation track(Picture picture) {
            keep(picture);
            return tracker.track(picture);
          }

          @Override
          public void close() {
            tracker.close();
          }
        };
      }
    };
  }

  private void keep(Picture picture) {
    if (picture.damaged() || picture.width() != Barcode.WIDTH || picture.height() != Barcode.HEIGHT)
      return;
    var luma = new byte[Barcode.WIDTH * Barcode.HEIGHT];
    for (int row = 0; row < Barcode.HEIGHT; row++) {
      System.arraycopy(
          picture.y(), row * picture.yStride(), luma, row * Barcode.WIDTH, Barcode.WIDTH);
    }
    int number = Barcode.read(luma, Barcode.WIDTH);
    if (number >= 0) seen.put(number, luma);
  }

  @Override
  public void close() {
    TestServers.await(vertx.close());
  }
}
