package io.medtrust.analysis.face;

import io.medtrust.analysis.face.BlazeFace.Detection;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for faces in the whole picture and, because the detector overlooks faces that are small in
 * what it is shown, in overlapping square crops: of the short side and of 0.6 of it. Each look
 * costs the whole picture and two crops; the crops take turns, so that a search is bounded and
 * complete after some looks. Not thread-safe.
 */
final class FaceSearch implements AutoCloseable {
  private static final int CROPS_PER_LOOK = 2;
  private final BlazeFace detector = new BlazeFace();
  private int turn;

  private record Square(double cx, double cy, double side) {}

  /**
   * One look.
   *
   * @return faces in picture pixels, best first
   */
  List<Detection> look(Picture p) {
    double whole = Math.max(p.width(), p.height());
    var found =
        new ArrayList<>(detector.find(p, (p.width() - 1) / 2.0, (p.height() - 1) / 2.0, whole));
    var crops = crops(p.width(), p.height());
    for (int i = 0; i < CROPS_PER_LOOK; i++) {
      var crop = crops.get(turn++ % crops.size());
      found.addAll(detector.find(p, crop.cx, crop.cy, crop.side));
    }
    return BlazeFace.suppress(found);
  }

  private static List<Square> crops(int width, int height) {
    var crops = new ArrayList<Square>();
    int shorter = Math.min(width, height);
    for (double share : new double[] {1, 0.6}) {
      double side = share * shorter;
      int across = steps(width, side);
      int down = steps(height, side);
      for (int j = 0; j < down; j++) {
        for (int i = 0; i < across; i++) {
          double x = across == 1 ? (width - side) / 2 : i * (width - side) / (across - 1);
          double y = down == 1 ? (height - side) / 2 : j * (height - side) / (down - 1);
          crops.add(new Square(x + side / 2, y + side / 2, side));
        }
      }
    }
    return crops;
  }

  // Neighbours overlap by half.
  private static int steps(double length, double side) {
    return 1 + (int) Math.ceil((length - side) / (side / 2) - 1e-9);
  }

  @Override
  public void close() {
    detector.close();
  }
}
