package io.medtrust.lab.person;

import java.util.List;
import java.util.Set;

/**
 * One person as triangles: bends the head, turns it, lights every point and draws. Holds buffers;
 * not thread-safe.
 */
final class Figure {
  // The head turns on the neck here.
  private static final float PIVOT_Y = -5.5f;
  private static final float PIVOT_Z = -5.5f;
  private static final float PHONG = 0.55f;
  // Relative strength of the pulse in red, green, blue (de Haan and van Leest 2014).
  private static final float[] BLOOD = {0.33f, 0.77f, 0.53f};
  private static final float PULSE = 0.022f;

  private final Identity id;
  final HeadShape head;
  private final HeadTopology topology = HeadTopology.get();
  private final Visibility visibility = Visibility.get();
  private final Texture skin;
  private final List<Part> body;
  private final List<Part> hair;
  private final List<Part> glasses;
  private final List<Part> mask;
  private final List<Part> cap;
  private final Lashes lashes;
  private final float[] pulseWeight;
  private final float[] coarse = new float[3 * HeadTopology.COARSE];
  private final float[] coarseNormals = new float[3 * HeadTopology.COARSE];
  private final float[] ambient = new float[HeadTopology.COARSE];
  private final float[] lit = new float[HeadTopology.COARSE];
  private final float[] positions;
  private final float[] normals;
  private final float[] vertices;
  private final float[] hole;
  private float[] partVertices = new float[0];
  private final float[] rotation = new float[9];
  private final float[] normal = new float[3];
  private final float pulseStrength;
  private final float[] restNormals = new float[3 * HeadTopology.COARSE];
  private final float[] single = new float[3];

  Figure(Identity id, double pulse) {
    this.id = id;
    head = new HeadShape(id);
    skin = SkinTexture.paint(id);
    lashes = new Lashes(id);
    var maker = new Body(id, head);
    body = maker.parts();
    hair = maker.hair();
    var wardrobe = new Wardrobe(id, head);
    glasses = wardrobe.glasses();
    mask = wardrobe.mask();
    cap = wardrobe.cap();
    positions = new float[3 * topology.points];
    normals = new float[3 * topology.points];
    vertices = new float[Raster.STRIDE * topology.points];
    hole = new float[Raster.STRIDE * topology.points];
    Normals.of(head.rest, topology.coarseSkin, 1, restNormals);
    pulseWeight = pulseWeights();
    // The darker the skin, the less light comes back from where the blood is.
    pulseStrength = (float) (PULSE * pulse * (0.45 + 0.55 * Noise.step(-60, 40, id.ita)));
  }

  private float[] pulseWeights() {
    var out = new float[topology.points];
    var p = CanonicalFace.get().positions;
    for (int i = 0; i < CanonicalFace.POINTS; i++) {
      double x = Math.abs(p[3 * i]);
      double y = p[3 * i + 1];
      double forehead = Noise.step(4.6, 5.6, y);
      double cheek = Noise.step(1.6, 2.8, x) * Noise.step(-5, -3, y) * Noise.step(1.8, 0.8, y);
      out[i] = (float) Math.max(0.55, Math.max(forehead, cheek));
    }
    for (int i = CanonicalFace.POINTS; i < HeadTopology.COARSE; i++) out[i] = 0.5f;
    for (int e = 0; e < topology.edgeA.length; e++) {
      out[HeadTopology.COARSE + e] = (out[topology.edgeA[e]] + out[topology.edgeB[e]]) / 2;
    }
    return out;
  }

  /** Where the camera's picture lies: pixels for a unit of x/z, and the middle. */
  record View(float focal, float centreX, float centreY) {
    static View of(int width, int height) {
      return new View(width, width / 2f, height / 2f);
    }
  }

  /** The turn of the head, and 468 landmarks from it in pixels (x, y, z). */
  void landmarks(Behaviour.Moment m, double distance, View view, float[] out) {
    head.pose(m.expression(), coarse);
    turn(m);
    for (int i = 0; i < CanonicalFace.POINTS; i++) {
      place(coarse, 3 * i, m, 1, normal);
      float depth = (float) (distance - m.z()) - normal[2];
      float scale = view.focal / depth;
      out[3 * i] = view.centreX + normal[0] * scale;
      out[3 * i + 1] = view.centreY - normal[1] * scale;
      out[3 * i + 2] = -normal[2] * scale;
    }
  }

  private void turn(Behaviour.Moment m) {
    double y = Math.toRadians(m.yaw());
    double p = Math.toRadians(m.pitch());
    double r = Math.toRadians(m.roll());
    double cy = Math.cos(y);
    double sy = Math.sin(y);
    double cp = Math.cos(p);
    double sp = Math.sin(p);
    double cr = Math.cos(r);
    double sr = Math.sin(r);
    // Roll, then nod, then turn: R = Ry · Rx · Rz.
    rotation[0] = (float) (cy * cr + sy * sp * sr);
    rotation[1] = (float) (-cy * sr + sy * sp * cr);
    rotation[2] = (float) (sy * cp);
    rotation[3] = (float) (cp * sr);
    rotation[4] = (float) (cp * cr);
    rotation[5] = (float) -sp;
    rotation[6] = (float) (-sy * cr + cy * sp * sr);
    rotation[7] = (float) (sy * sr + cy * sp * cr);
    rotation[8] = (float) (cy * cp);
  }

  // A point that follows the head by a share, in body coordinates with the person's place added.
  private void place(float[] p, int at, Behaviour.Moment m, float follow, float[] out) {
    float x = p[at];
    float y = p[at + 1] - PIVOT_Y;
    float z = p[at + 2] - PIVOT_Z;
    float hx = rotation[0] * x + rotation[1] * y + rotation[2] * z;
    float hy = rotation[3] * x + rotation[4] * y + rotation[5] * z + PIVOT_Y;
    float hz = rotation[6] * x + rotation[7] * y + rotation[8] * z + PIVOT_Z;
    float rest = 1 - follow;
    out[0] = follow * hx + rest * x + (float) m.x();
    out[1] = follow * hy + rest * (p[at + 1] + (float) m.shoulder()) + (float) m.y();
    out[2] = follow * hz + rest * p[at + 2];
  }

  private void direct(float[] n, int at, float[] out) {
    float x = n[at];
    float y = n[at + 1];
    float z = n[at + 2];
    out[0] = rotation[0] * x + rotation[1] * y + rotation[2] * z;
    out[1] = rotation[3] * x + rotation[4] * y + rotation[5] * z;
    out[2] = rotation[6] * x + rotation[7] * y + rotation[8] * z;
  }

  /** Draws the person, nearest first where possible. */
  void draw(
      Raster raster,
      View view,
      Light light,
      Behaviour.Moment m,
      double distance,
      double blood,
      Set<Scene.Wear> wear) {
    head.pose(m.expression(), coarse);
    turn(m);
    refine();
    float far = (float) (distance - m.z());
    light(light, m, view, far, (float) blood);
    raster.draw(vertices, topology.skin, skin, false, 0);
    eyes(raster, light, m);
    lashes(raster, view, m, far);
    var mouth = new MouthShader(id, head, coarse);
    raster.shade(hole, topology.mouth, mouth);
    if (wear.contains(Scene.Wear.MASK)) parts(mask, raster, view, light, m, far, 0);
    parts(body, raster, view, light, m, far, (float) blood);
    parts(wear.contains(Scene.Wear.CAP) ? cap : hair, raster, view, light, m, far, 0);
    if (wear.contains(Scene.Wear.GLASSES)) parts(glasses, raster, view, light, m, far, 0);
  }

  // New points on the edges, lifted towards the surface that the normals suggest (Boubekeur and
  // Alexa
  // 2008, Phong tessellation).
  private void refine() {
    Normals.of(coarse, topology.coarseSkin, 1, coarseNormals);
    System.arraycopy(coarse, 0, positions, 0, coarse.length);
    System.arraycopy(coarseNormals, 0, normals, 0, coarseNormals.length);
    int to = coarse.length;
    for (int e = 0; e < topology.edgeA.length; e++, to += 3) {
      int a = 3 * topology.edgeA[e];
      int b = 3 * topology.edgeB[e];
      float dx = coarse[b] - coarse[a];
      float dy = coarse[b + 1] - coarse[a + 1];
      float dz = coarse[b + 2] - coarse[a + 2];
      float da = dx * coarseNormals[a] + dy * coarseNormals[a + 1] + dz * coarseNormals[a + 2];
      float db = dx * coarseNormals[b] + dy * coarseNormals[b + 1] + dz * coarseNormals[b + 2];
      for (int c = 0; c < 3; c++) {
        float middle = (coarse[a + c] + coarse[b + c]) / 2;
        float lift = (-da * coarseNormals[a + c] + db * coarseNormals[b + c]) / 4;
        positions[to + c] = middle + PHONG * lift;
        normals[to + c] = (coarseNormals[a + c] + coarseNormals[b + c]) / 2;
      }
    }
  }

  private void light(Light light, Behaviour.Moment m, View view, float far, float blood) {
    // The key light as the head sees it.
    float[] k = light.keyFrom;
    visibility.towards(
        rotation[0] * k[0] + rotation[3] * k[1] + rotation[6] * k[2],
        rotation[1] * k[0] + rotation[4] * k[1] + rotation[7] * k[2],
        rotation[2] * k[0] + rotation[5] * k[1] + rotation[8] * k[2],
        lit);
    float gloss = (float) id.gloss;
    float lids = (float) (m.expression().lidLeft() + m.expression().lidRight()) / 2;
    for (int i = 0; i < HeadTopology.COARSE; i++) {
      float comesOut = lids * head.sheltered[i];
      ambient[i] = visibility.ambient[i] + comesOut * (0.95f - visibility.ambient[i]);
      lit[i] += comesOut * (0.9f - lit[i]);
    }
    for (int i = 0; i < topology.points; i++) {
      int at = Raster.STRIDE * i;
      place(positions, 3 * i, m, 1, normal);
      project(vertices, at, view, far);
      vertices[at + 3] = topology.u[i];
      vertices[at + 4] = topology.v[i];
      direct(normals, 3 * i, normal);
      float open;
      float reach;
      if (i < HeadTopology.COARSE) {
        open = ambient[i];
        reach = lit[i];
      } else {
        int a = topology.edgeA[i - HeadTopology.COARSE];
        int b = topology.edgeB[i - HeadTopology.COARSE];
        open = (ambient[a] + ambient[b]) / 2;
        reach = (lit[a] + lit[b]) / 2;
      }
      light.on(normal[0], normal[1], normal[2], open, reach, gloss, id.skin, vertices, at + 5);
      // The eye and the mouth are lit like the surface around them, without its colour.
      System.arraycopy(vertices, at, hole, at, Raster.STRIDE);
      hole[at + 3] = positions[3 * i];
      hole[at + 4] = positions[3 * i + 1];
      float pulse = pulseStrength * pulseWeight[i] * blood;
      for (int c = 0; c < 3; c++) vertices[at + 5 + c] *= 1 - pulse * BLOOD[c];
    }
  }

  /** Light that comes back from skin around these points, R, G, B before exposure. */
  void skin(Light light, Behaviour.Moment m, double blood, int[] points, float[] rgb) {
    turn(m);
    float r = 0;
    float g = 0;
    float b = 0;
    for (int point : points) {
      direct(restNormals, 3 * point, normal);
      float open = visibility.ambient[point];
      light.on(normal[0], normal[1], normal[2], open, open, (float) id.gloss, id.skin, single, 0);
      float pulse = pulseStrength * pulseWeight[point] * (float) blood;
      r += single[0] * id.skin[0] * (1 - pulse * BLOOD[0]);
      g += single[1] * id.skin[1] * (1 - pulse * BLOOD[1]);
      b += single[2] * id.skin[2] * (1 - pulse * BLOOD[2]);
    }
    rgb[0] = r / points.length;
    rgb[1] = g / points.length;
    rgb[2] = b / points.length;
  }

  private void project(float[] out, int at, View view, float far) {
    float inverse = 1 / (far - normal[2]);
    out[at] = view.centreX + view.focal * normal[0] * inverse;
    out[at + 1] = view.centreY - view.focal * normal[1] * inverse;
    out[at + 2] = inverse;
  }

  private void lashes(Raster raster, View view, Behaviour.Moment m, float far) {
    lashes.place(coarse, m.expression());
    for (int i = 0; i < lashes.points(); i++) {
      int at = Raster.STRIDE * i;
      place(lashes.positions, 3 * i, m, 1, normal);
      project(lashes.vertices, at, view, far);
      System.arraycopy(hole, Raster.STRIDE * Lashes.source(i) + 5, lashes.vertices, at + 5, 3);
    }
    lashes.draw(raster);
  }

  private void eyes(Raster raster, Light light, Behaviour.Moment m) {
    // Eyes stay on their goal while the head turns a little.
    double x = Math.clamp(m.gazeX() - Math.toRadians(0.7 * m.yaw()), -0.6, 0.6);
    double y = Math.clamp(m.gazeY() + Math.toRadians(0.6 * m.pitch()), -0.35, 0.35);
    raster.shade(hole, topology.rightEye, new EyeShader(id, coarse, true, x, y, light));
    raster.shade(hole, topology.leftEye, new EyeShader(id, coarse, false, x, y, light));
  }

  private void parts(
      List<Part> parts,
      Raster raster,
      View view,
      Light light,
      Behaviour.Moment m,
      float far,
      float blood) {
    for (var part : parts) {
      int n = part.points();
      if (partVertices.length < Raster.STRIDE * n) partVertices = new float[Raster.STRIDE * n];
      float dim = 1 - pulseStrength * part.pulse * blood;
      for (int i = 0; i < n; i++) {
        int at = Raster.STRIDE * i;
        place(part.positions, 3 * i, m, part.follow[i], normal);
        project(partVertices, at, view, far);
        partVertices[at + 3] = part.u[i];
        partVertices[at + 4] = part.v[i];
        if (part.follow[i] > 0.5f) direct(part.normals, 3 * i, normal);
        else System.arraycopy(part.normals, 3 * i, normal, 0, 3);
        float open = part.open[i];
        light.on(
            normal[0],
            normal[1],
            normal[2],
            open,
            open,
            part.gloss,
            part.base,
            partVertices,
            at + 5);
        for (int c = 0; c < 3; c++) partVertices[at + 5 + c] *= 1 - (1 - dim) * BLOOD[c];
      }
      raster.draw(partVertices, part.triangles, part.texture, true, part.closed);
    }
  }
}
