package io.medtrust.analysis.lab;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceGeometry;
import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Crop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates for telling generated faces by how the aligned face changes from moment to moment. An
 * experiment: none of them is part of the product unless its worth has been shown.
 *
 * <ul>
 *   <li>{@code texture}: energy of what a 3 × 3 mean takes away in the middle of the face, by the
 *       variance of the face
 *   <li>{@code flicker}: the same energy of the difference to the face before, after each 16 × 16
 *       block was moved by up to 3 pixels to fit, by {@code texture}
 *   <li>{@code boundary}: texture in the middle of the face by texture in the corners of the crop
 *   <li>{@code jitter}: second difference of landmarks on nose and forehead, eye distances
 *   <li>{@code jitter_share}: its part above a third of the mesh rate
 * </ul>
 */
public final class FaceResiduals {
  private static final int S = Crop.SIDE;
  private static final int[] RIGID = {6, 197, 195, 5, 4, 168, 8, 9, 151, 10, 108, 337};
  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private float[] last;
  private final List<double[]> points = new ArrayList<>();

  public void see(FaceObservation o) {
    if (o.landmarksFresh() && o.landmarks() != null) follow(o.landmarks());
    if (o.crop() == null) return;
    var luma = new float[S * S];
    for (int i = 0; i < luma.length; i++) luma[i] = o.crop().luma()[i] & 255;
    var fine = fine(luma);
    double texture = energy(fine, 64, 192, 70, 190);
    double variance = variance(luma, 64, 192, 70, 190);
    double corners = (energy(fine, 4, 44, 4, 60) + energy(fine, 212, 252, 4, 60)) / 2 + 0.01;
    put("texture", Math.log10((texture + 0.01) / (variance + 1)));
    put("boundary", Math.log10((texture + 0.01) / corners));
    if (last != null) put("flicker", Math.log10(flicker(luma) / (texture + 0.01)));
    last = luma;
  }

  private void put(String name, double value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static float[] fine(float[] x) {
    var out = new float[S * S];
    for (int r = 1; r < S - 1; r++) {
      for (int c = 1; c < S - 1; c++) {
        float sum = 0;
        for (int k = -1; k <= 1; k++) {
          int at = (r + k) * S + c;
          sum += x[at - 1] + x[at] + x[at + 1];
        }
        out[r * S + c] = x[r * S + c] - sum / 9;
      }
    }
    return out;
  }

  private static double energy(float[] x, int x0, int x1, int y0, int y1) {
    double sum = 0;
    for (int r = y0; r < y1; r++) for (int c = x0; c < x1; c++) sum += x[r * S + c] * x[r * S + c];
    return sum / ((x1 - x0) * (y1 - y0));
  }

  private static double variance(float[] x, int x0, int x1, int y0, int y1) {
    double mean = 0;
    int n = (x1 - x0) * (y1 - y0);
    for (int r = y0; r < y1; r++) for (int c = x0; c < x1; c++) mean += x[r * S + c] / n;
    double sum = 0;
    for (int r = y0; r < y1; r++) {
      for (int c = x0; c < x1; c++) sum += (x[r * S + c] - mean) * (x[r * S + c] - mean) / n;
    }
    return sum;
  }

  private double flicker(float[] now) {
    var difference = new float[S * S];
    for (int by = 64; by < 192; by += 16) {
      for (int bx = 64; bx < 192; bx += 16) {
        double best = Double.MAX_VALUE;
        int mx = 0;
        int my = 0;
        for (int dy = -3; dy <= 3; dy++) {
          for (int dx = -3; dx <= 3; dx++) {
            double sum = 0;
            for (int r = by; r < by + 16; r += 2) {
              for (int c = bx; c < bx + 16; c += 2) {
                sum += Math.abs(now[r * S + c] - last[(r + dy) * S + c + dx]);
              }
            }
            if (sum < best) {
              best = sum;
              mx = dx;
              my = dy;
            }
          }
        }
        for (int r = by; r < by + 16; r++) {
          for (int c = bx; c < bx + 16; c++) {
            difference[r * S + c] = now[r * S + c] - last[(r + my) * S + c + mx];
          }
        }
      }
    }
    return energy(fine(difference), 66, 190, 72, 190) + 1e-3;
  }

  private void follow(float[] m) {
    double e = Math.max(1, FaceGeometry.eyeDistance(m));
    double cx = 0;
    double cy = 0;
    for (int k : RIGID) {
      cx += m[3 * k] / RIGID.length;
      cy += m[3 * k + 1] / RIGID.length;
    }
    var p = new double[2 * RIGID.length];
    for (int i = 0; i < RIGID.length; i++) {
      p[2 * i] = (m[3 * RIGID[i]] - cx) / e;
      p[2 * i + 1] = (m[3 * RIGID[i] + 1] - cy) / e;
    }
    points.add(p);
  }

  /** Medians over the clip. */
  public Map<String, Double> summary() {
    var out = new LinkedHashMap<String, Double>();
    values.forEach(
        (k, v) -> out.put(k, Statistics.median(v.stream().mapToDouble(d -> d).toArray())));
    double slow = 0;
    double fast = 0;
    for (int i = 2; i < points.size(); i++) {
      for (int k = 0; k < points.get(i).length; k++) {
        double second = points.get(i)[k] - 2 * points.get(i - 1)[k] + points.get(i - 2)[k];
        double first = points.get(i)[k] - points.get(i - 2)[k];
        fast += second * second;
        slow += first * first;
      }
    }
    if (points.size() > 10) {
      out.put("jitter", Math.log10(Math.sqrt(fast / points.size()) + 1e-6));
      out.put("jitter_share", fast / (fast + slow + 1e-12));
    }
    return out;
  }
}
