package io.medtrust.analysis.face;

import io.medtrust.analysis.face.BlazeFace.Detection;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Crop;
import io.medtrust.analysis.face.FaceObservation.ModelCrops;
import io.medtrust.analysis.media.Picture;
import java.util.List;

/**
 * Detector when the face is lost, mesh while it is there.
 *
 * <p>Per picture: luma statistics always; while a face is followed, a mesh at most {@code
 * meshPerSecond} times a second and skin means of every picture over the regions of the last mesh;
 * the detector ten times a second while lost, else every {@code countMillis} to count faces. A
 * second face counts when two counts in a row see it, and goes likewise. Bounded to one face: the
 * one followed, which is the best of the first look.
 *
 * <p>A picture that must not be judged gives its statistics, the last known state and box, and
 * nothing else; nothing of it is remembered.
 */
final class MeshFaceTracker implements FaceTracker {
  // Below this the mesh's own "is there a face" says no.
  private static final float MIN_MESH_SCORE = 0.5f;
  private static final long LOST_LOOK_MICROS = 100_000;
  // A doubtful count is repeated soon.
  private static final long RECOUNT_MICROS = 250_000;
  private static final int MIN_SIDE = 64;
  // A second face counts from this share of the first one's width: not posters far behind.
  private static final double SECOND_FACE_SHARE = 0.3;
  private static final int GRID = 32;
  // The usual 112 × 112 template, enlarged and moved so that the eyes lie in the upper third.
  private static final double[][] TEMPLATE = template();

  private final FaceSettings settings;
  private final FaceSearch search = new FaceSearch();
  private final FaceMesh mesh = new FaceMesh();
  private final PictureStatistics statistics = new PictureStatistics();
  private final PatchCutter cutter = new PatchCutter();
  // Luma of a face of which only the means are kept.
  private final byte[] scratch = new byte[Crop.SIDE * Crop.SIDE];
  private final float[] rgb = new float[Crop.SIDE * Crop.SIDE * 3];
  private final ModelCuts cuts;

  private FaceMesh.Square next;
  private float[] landmarks;
  private SkinRegions skin;
  private FaceState state = FaceState.NO_FACE;
  private Box box;
  private int faces;
  private int doubtful;
  private long meshDue = Long.MIN_VALUE;
  private long lookDue = Long.MIN_VALUE;
  private long cropDue = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;
  private int width;
  private int height;

  MeshFaceTracker(FaceSettings settings) {
    this.settings = settings;
    cuts = new ModelCuts(settings);
  }

  private static double[][] template() {
    var usual = new double[5][];
    for (int i = 0; i < 5; i++) usual[i] = ModelCuts.TEMPLATE[i].clone();
    double scale = 0.36 * Crop.SIDE / (usual[1][0] - usual[0][0]);
    for (var point : usual) {
      point[0] = (point[0] - 55.9132) * scale + Crop.SIDE / 2.0;
      point[1] = (point[1] - 51.5989) * scale + 0.28 * Crop.SIDE;
    }
    return usual;
  }

  @Override
  public FaceObservation track(Picture p) {
    var frame = statistics.of(p);
    if (p.damaged()) {
      return observation(p, false, List.of(), null, null, null, null, frame);
    }
    long now = p.captureTimeMicros();
    // A jump back in time, a long pause or another size begins anew.
    if (now < newest || now - newest > 2_000_000 || p.width() != width || p.height() != height) {
      reset();
    }
    newest = now;
    width = p.width();
    height = p.height();
    if (Math.min(p.width(), p.height()) < MIN_SIDE) {
      reset();
      return observation(p, false, List.of(), null, null, null, null, frame);
    }
    if (now >= lookDue) look(p, now);
    boolean fresh = next != null && now >= meshDue && runMesh(p, now);
    if (next == null) {
      forget();
      return observation(p, false, List.of(), null, null, null, null, frame);
    }
    if (skin == null || !skin.fits(p)) {
      return observation(p, false, List.of(), null, null, null, null, frame);
    }
    var regions = skin.means(p);
    var background = skin.background(p);
    Crop crop = null;
    float[] grid = null;
    ModelCrops models = null;
    if (fresh) {
      var patch = Patch.fit(TEMPLATE, FaceGeometry.five(landmarks));
      boolean cropped = now >= cropDue;
      var luma = cropped ? new byte[Crop.SIDE * Crop.SIDE] : scratch;
      cutter.luma(p, patch, Crop.SIDE, luma);
      grid = grid(luma);
      if (cropped) {
        cropDue = now + settings.cropMillis() * 1000;
        crop = new Crop(luma, colours(p, patch));
      } else if (state == FaceState.FACE) {
        models = cuts.take(p, landmarks, box, now);
      }
    }
    return observation(p, fresh, regions, background, crop, grid, models, frame);
  }

  private void look(Picture p, long now) {
    var found = search.look(p);
    if (next == null) {
      lookDue = now + LOST_LOOK_MICROS;
      if (found.isEmpty()) return;
      next = FaceMesh.region(found.getFirst());
      meshDue = now;
      doubtful = 0;
      faces = 1;
      if (count(found) > 1) lookDue = now + RECOUNT_MICROS;
      else lookDue = now + settings.countMillis() * 1000;
      doubtful = count(found) > 1 ? 1 : 0;
      return;
    }
    // The followed face may be one that the detector overlooks: it counts all the same.
    int seen = Math.max(1, count(found));
    if ((seen > 1) == (faces > 1)) {
      doubtful = 0;
      faces = seen;
      lookDue = now + settings.countMillis() * 1000;
    } else if (++doubtful >= 2) {
      doubtful = 0;
      faces = seen;
      lookDue = now + settings.countMillis() * 1000;
    } else {
      lookDue = now + RECOUNT_MICROS;
    }
  }

  private static int count(List<Detection> found) {
    if (found.isEmpty()) return 0;
    float largest = 0;
    for (var d : found) largest = Math.max(largest, d.width());
    int n = 0;
    for (var d : found) if (d.width() >= SECOND_FACE_SHARE * largest) n++;
    return n;
  }

  private boolean runMesh(Picture p, long now) {
    long period = Math.round(1e6 / settings.meshPerSecond());
    // Due times keep their phase, so that 20 pictures a second still give 15 meshes.
    meshDue = now - meshDue > period ? now + period : meshDue + period;
    var result = mesh.find(p, next);
    if (!(result.score() >= MIN_MESH_SCORE)) {
      next = null;
      lookDue = now + LOST_LOOK_MICROS;
      return false;
    }
    landmarks = result.landmarks();
    next = FaceMesh.region(landmarks);
    skin = new SkinRegions(landmarks, p);
    box = FaceGeometry.box(landmarks);
    if (faces > 1) state = FaceState.SEVERAL;
    else if (FaceGeometry.eyeDistance(landmarks) < settings.minEyeDistance() && !turned()) {
      state = FaceState.TOO_SMALL;
    } else state = turned() ? FaceState.PROFILE : FaceState.FACE;
    return true;
  }

  private boolean turned() {
    return Math.abs(FaceGeometry.yawDegrees(landmarks)) > settings.maxYawDegrees();
  }

  private byte[] colours(Picture p, Patch patch) {
    cutter.rgb(p, patch, Crop.SIDE, 1f, 0.5f, rgb);
    var out = new byte[rgb.length];
    for (int i = 0; i < out.length; i++) out[i] = (byte) Math.min(255, (int) rgb[i]);
    return out;
  }

  private static float[] grid(byte[] luma) {
    int cell = Crop.SIDE / GRID;
    var sums = new int[GRID * GRID];
    for (int y = 0; y < Crop.SIDE; y++) {
      int row = y / cell * GRID;
      for (int i = 0, at = y * Crop.SIDE; i < GRID; i++, at += cell) {
        int sum = 0;
        for (int x = at; x < at + cell; x++) sum += luma[x] & 255;
        sums[row + i] += sum;
      }
    }
    var grid = new float[GRID * GRID];
    for (int i = 0; i < grid.length; i++) grid[i] = (float) sums[i] / (cell * cell);
    return grid;
  }

  private FaceObservation observation(
      Picture p,
      boolean fresh,
      List<FaceObservation.Region> regions,
      FaceObservation.Colour background,
      Crop crop,
      float[] grid,
      ModelCrops models,
      FaceObservation.FrameStats frame) {
    return new FaceObservation(
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.width(),
        p.height(),
        p.keyFrame(),
        p.damaged(),
        p.arrivalMicros(),
        p.encodedBytes(),
        state,
        state == FaceState.NO_FACE ? 0 : faces,
        box,
        p.damaged() ? null : landmarks,
        fresh,
        regions,
        background,
        crop,
        grid,
        models,
        frame);
  }

  private void forget() {
    landmarks = null;
    skin = null;
    box = null;
    faces = 0;
    state = FaceState.NO_FACE;
  }

  private void reset() {
    forget();
    next = null;
    doubtful = 0;
    meshDue = Long.MIN_VALUE;
    lookDue = Long.MIN_VALUE;
    cropDue = Long.MIN_VALUE;
    cuts.reset();
  }

  @Override
  public void close() {
    search.close();
    mesh.close();
  }
}
