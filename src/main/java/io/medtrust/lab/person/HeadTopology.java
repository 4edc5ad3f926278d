package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the head's points hang together: the 468 points of the face, and behind the face's edge rings
 * of the skull to a pole at the back. The openings of eyes and mouth are surfaces of their own,
 * because an eyeball and teeth lie behind them. Every triangle is cut into four once, so that the
 * head looks round; {@link #edgeA} and {@link #edgeB} say between which points the new ones lie.
 */
final class HeadTopology {
  static final int RINGS = 7;

  /** The edge of the face, one closed line from the left temple over the forehead. */
  static final int[] OVAL = {
    356, 389, 251, 284, 332, 297, 338, 10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172,
    136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454
  };

  static final int[] RIGHT_EYE = {
    33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7
  };
  static final int[] LEFT_EYE = {
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249
  };
  static final int[] INNER_LIPS = {
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95
  };

  /** Points before cutting. */
  static final int COARSE = CanonicalFace.POINTS + RINGS * OVAL.length + 1;

  private static final HeadTopology INSTANCE = new HeadTopology();

  /** Points after cutting. */
  final int points;

  final int[] edgeA;
  final int[] edgeB;

  /** Triangles before cutting, without the openings: what normals are taken of. */
  final int[] coarseSkin;

  final int[] skin;
  final int[] rightEye;
  final int[] leftEye;
  final int[] mouth;

  /** Texture coordinates, 0..1. */
  final float[] u;

  final float[] v;

  static HeadTopology get() {
    return INSTANCE;
  }

  private HeadTopology() {
    var face = CanonicalFace.get();
    var skinList = new ArrayList<int[]>();
    var right = new ArrayList<int[]>();
    var left = new ArrayList<int[]>();
    var lips = new ArrayList<int[]>();
    for (int t = 0; t < face.triangles.length; t += 3) {
      int[] corners = {face.triangles[t], face.triangles[t + 1], face.triangles[t + 2]};
      if (within(corners, RIGHT_EYE)) right.add(corners);
      else if (within(corners, LEFT_EYE)) left.add(corners);
      else if (within(corners, INNER_LIPS)) lips.add(corners);
      else skinList.add(corners);
    }
    int n = OVAL.length;
    for (int ring = 0; ring < RINGS; ring++) {
      for (int i = 0; i < n; i++) {
        int a = ringPoint(ring, i);
        int b = ringPoint(ring, (i + 1) % n);
        int c = ringPoint(ring + 1, i);
        int d = ringPoint(ring + 1, (i + 1) % n);
        skinList.add(new int[] {a, b, c});
        skinList.add(new int[] {b, d, c});
      }
    }
    for (int i = 0; i < n; i++) {
      skinList.add(new int[] {ringPoint(RINGS, i), ringPoint(RINGS, (i + 1) % n), COARSE - 1});
    }
    coarseSkin = flat(skinList);
    var edges = new HashMap<Long, Integer>();
    skin = cut(skinList, edges);
    rightEye = cut(right, edges);
    leftEye = cut(left, edges);
    mouth = cut(lips, edges);
    points = COARSE + edges.size();
    edgeA = new int[edges.size()];
    edgeB = new int[edges.size()];
    edges.forEach(
        (key, id) -> {
          edgeA[id - COARSE] = (int) (key >>> 32);
          edgeB[id - COARSE] = (int) (long) key;
        });
    u = new float[points];
    v = new float[points];
    place(face);
  }

  /** A point of a ring: 0 is the face's edge. */
  static int ringPoint(int ring, int i) {
    return ring == 0 ? OVAL[i] : CanonicalFace.POINTS + (ring - 1) * OVAL.length + i;
  }

  // The face's own texture coordinates with a margin around them, into which the skull goes
  // outwards.
  private void place(CanonicalFace face) {
    for (int i = 0; i < CanonicalFace.POINTS; i++) {
      u[i] = 0.07f + 0.86f * face.uv[2 * i];
      v[i] = 0.07f + 0.86f * face.uv[2 * i + 1];
    }
    for (int ring = 1; ring <= RINGS; ring++) {
      for (int i = 0; i < OVAL.length; i++) {
        float x = u[OVAL[i]] - 0.5f;
        float y = v[OVAL[i]] - 0.5f;
        float out = 1 + 0.016f * ring;
        int point = ringPoint(ring, i);
        u[point] = 0.5f + x * out;
        v[point] = 0.5f + y * out;
      }
    }
    u[COARSE - 1] = u[ringPoint(RINGS, 0)];
    v[COARSE - 1] = v[ringPoint(RINGS, 0)];
    for (int e = 0; e < edgeA.length; e++) {
      u[COARSE + e] = (u[edgeA[e]] + u[edgeB[e]]) / 2;
      v[COARSE + e] = (v[edgeA[e]] + v[edgeB[e]]) / 2;
    }
  }

  private static boolean within(int[] corners, int[] ring) {
    Set<Integer> members = new HashSet<>();
    for (int point : ring) members.add(point);
    return members.contains(corners[0])
        && members.contains(corners[1])
        && members.contains(corners[2]);
  }

  private static int[] cut(List<int[]> triangles, HashMap<Long, Integer> edges) {
    var out = new ArrayList<int[]>();
    for (var t : triangles) {
      int ab = middle(t[0], t[1], edges);
      int bc = middle(t[1], t[2], edges);
      int ca = middle(t[2], t[0], edges);
      out.add(new int[] {t[0], ab, ca});
      out.add(new int[] {ab, t[1], bc});
      out.add(new int[] {ca, bc, t[2]});
      out.add(new int[] {ab, bc, ca});
    }
    return flat(out);
  }

  private static int middle(int a, int b, HashMap<Long, Integer> edges) {
    long key = (long) Math.min(a, b) << 32 | Math.max(a, b);
    return edges.computeIfAbsent(key, _ -> COARSE + edges.size());
  }

  private static int[] flat(List<int[]> triangles) {
    return triangles.stream().flatMapToInt(java.util.Arrays::stream).toArray();
  }
}
