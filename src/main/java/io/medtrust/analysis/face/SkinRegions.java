package io.medtrust.analysis.face;

import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.media.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Polygons of bare skin on the mesh, as spans of chroma pixels (one chroma pixel is 2 × 2 luma
 * pixels), so that the means of a picture cost one pass over few bytes. Made anew from each mesh,
 * used for every picture until the next. Immutable.
 */
final class SkinRegions {
  // Between the middle of the forehead and the brows; its upper edge lies half-way to the hairline,
  // which keeps most fringes out.
  private static final int[][] FOREHEAD = {
    {67, 69}, {109, 108}, {10, 151}, {338, 337}, {297, 299}, {296}, {336}, {9}, {107}, {66}
  };
  private static final int[][] RIGHT_CHEEK = {
    {117}, {118}, {119}, {100}, {142}, {203}, {206}, {207}, {187}, {123}
  };
  private static final int[][] LEFT_CHEEK = {
    {346}, {347}, {348}, {329}, {371}, {423}, {426}, {427}, {411}, {352}
  };

  // Below the lower lip's shadow, above the edge of the jaw.
  private static final int[][] CHIN = {{18}, {313}, {418}, {428}, {199}, {208}, {194}, {83}};

  // A region of fewer chroma pixels has no mean worth the name.
  private static final int MIN_PIXELS = 12;

  /** Row, first and last chroma pixel, for each span. */
  private record Spans(Region.Name name, int[] spans, int pixels) {}

  private final List<Spans> regions = new ArrayList<>(4);
  private final int width;
  private final int height;
  private final FaceObservation.Box face;

  SkinRegions(float[] landmarks, Picture picture) {
    width = picture.width();
    height = picture.height();
    face = FaceGeometry.box(landmarks);
    add(Region.Name.FOREHEAD, FOREHEAD, landmarks, picture);
    add(Region.Name.LEFT_CHEEK, LEFT_CHEEK, landmarks, picture);
    add(Region.Name.RIGHT_CHEEK, RIGHT_CHEEK, landmarks, picture);
    add(Region.Name.CHIN, CHIN, landmarks, picture);
  }

  private void add(Region.Name name, int[][] corners, float[] m, Picture p) {
    int n = corners.length;
    var xs = new double[n];
    var ys = new double[n];
    for (int i = 0; i < n; i++) {
      for (int point : corners[i]) {
        xs[i] += m[3 * point] / 2.0 / corners[i].length;
        ys[i] += m[3 * point + 1] / 2.0 / corners[i].length;
      }
    }
    var spans = fill(xs, ys, p.chromaWidth(), p.chromaHeight());
    int pixels = 0;
    for (int i = 0; i < spans.length; i += 3) pixels += spans[i + 2] - spans[i + 1] + 1;
    if (pixels >= MIN_PIXELS) regions.add(new Spans(name, spans, pixels));
  }

  /** Even-odd fill: pixels whose centre lies inside. */
  static int[] fill(double[] xs, double[] ys, int width, int height) {
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (double y : ys) {
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    int first = (int) Math.max(0, Math.floor(top));
    int last = (int) Math.min(height - 1, Math.ceil(bottom));
    var out = new int[3 * 4 * Math.max(0, last - first + 1)];
    int used = 0;
    var crossings = new double[xs.length];
    for (int row = first; row <= last; row++) {
      double y = row + 0.5;
      int count = 0;
      for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
        if ((ys[i] > y) == (ys[j] > y)) continue;
        crossings[count++] = xs[i] + (y - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
      }
      java.util.Arrays.sort(crossings, 0, count);
      for (int i = 0; i + 1 < count && used + 3 <= out.length; i += 2) {
        int from = (int) Math.max(0, Math.ceil(crossings[i] - 0.5));
        int to = (int) Math.min(width - 1, Math.ceil(crossings[i + 1] - 0.5) - 1);
        if (to < from) continue;
        out[used++] = row;
        out[used++] = from;
        out[used++] = to;
      }
    }
    return java.util.Arrays.copyOf(out, used);
  }

  /** Whether the regions were made for pictures of this size. */
  boolean fits(Picture p) {
    return p.width() == width && p.height() == height;
  }

  List<Region> means(Picture p) {
    var out = new ArrayList<Region>(regions.size());
    for (var region : regions) {
      long y = 0;
      long u = 0;
      long v = 0;
      int luma = 0;
      for (int i = 0; i < region.spans.length; i += 3) {
        int row = region.spans[i];
        int from = region.spans[i + 1];
        int to = region.spans[i + 2];
        int chroma = row * p.chromaStride();
        for (int x = from; x <= to; x++) {
          u += p.u()[chroma + x] & 255;
          v += p.v()[chroma + x] & 255;
        }
        int right = Math.min(2 * to + 1, p.width() - 1);
        int rows = Math.min(2 * row + 2, p.height());
        for (int ly = 2 * row; ly < rows; ly++) {
          int at = ly * p.yStride();
          for (int x = 2 * from; x <= right; x++) y += p.y()[at + x] & 255;
          luma += right - 2 * from + 1;
        }
      }
      float n = region.pixels;
      out.add(new Region(region.name, new Colour((float) y / luma, u / n, v / n, luma)));
    }
    return List.copyOf(out);
  }

  /**
   * Mean colour of what is not the person: every fourth pixel each way, from the top of the picture
   * down to the chin (below are shoulders), outside the face's box with a margin.
   *
   * @return null when less than 1 % of the picture is left
   */
  Colour background(Picture p) {
    double margin = 0.3 * face.width();
    int left = (int) (face.x() - margin) / 2;
    int right = (int) (face.x() + face.width() + margin) / 2;
    int top = (int) (face.y() - margin) / 2;
    int bottom = (int) (face.y() + face.height()) / 2;
    long y = 0;
    long u = 0;
    long v = 0;
    int n = 0;
    int rows = Math.min(p.chromaHeight(), Math.max(bottom, 0));
    for (int row = 0; row < rows; row += 2) {
      boolean beside = row >= top;
      for (int x = 0; x < p.chromaWidth(); x += 2) {
        if (beside && x >= left && x <= right) {
          x = right - ((right - x) & 1);
          continue;
        }
        int c = row * p.chromaStride() + x;
        u += p.u()[c] & 255;
        v += p.v()[c] & 255;
        y += p.y()[2 * row * p.yStride() + 2 * x] & 255;
        n++;
      }
    }
    if (16L * n < (long) p.width() * p.height() / 100) return null;
    return new Colour((float) y / n, (float) u / n, (float) v / n, n);
  }
}
