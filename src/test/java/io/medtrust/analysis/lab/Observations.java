package io.medtrust.analysis.lab;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Crop;
import io.medtrust.analysis.face.FaceObservation.FrameStats;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import java.util.List;

/** Observations made by hand, for detectors without tracker and models. */
public final class Observations {
  public static final int GRID_WIDTH = 40;
  public static final int GRID_HEIGHT = 30;

  public long micros;
  public boolean keyFrame;
  public boolean damaged;
  public FaceState state = FaceState.FACE;
  public Box box = new Box(220, 120, 200, 240);
  public float[] landmarks;
  public boolean fresh;
  public Colour skin;

  /** Instead of {@link #skin}, each region's own. */
  public List<Region> regions;

  public Colour background;
  public Crop crop;
  public float[] faceGrid;
  public FaceObservation.ModelCrops models;
  public float mean = 120;
  public float deviation = 50;
  public float[] grid = texture(1);

  /** A picture grid of structure, always the same for a seed. */
  public static float[] texture(long seed) {
    var random = new java.util.Random(seed);
    var grid = new float[GRID_WIDTH * GRID_HEIGHT];
    for (int i = 0; i < grid.length; i++) grid[i] = 60 + 120 * random.nextFloat();
    return grid;
  }

  public Observations at(double seconds) {
    micros = Math.round(seconds * 1e6);
    return this;
  }

  public FaceObservation build() {
    boolean face = state != FaceState.NO_FACE;
    var seen = regions != null ? regions : regions();
    var histogram = new float[16];
    histogram[Math.clamp((int) mean / 16, 0, 15)] = 1;
    var stats =
        new FrameStats(
            mean, deviation, histogram, grid.clone(), GRID_WIDTH, GRID_HEIGHT, Float.NaN);
    return new FaceObservation(
        micros,
        (int) (micros * 9 / 100),
        640,
        480,
        keyFrame,
        damaged,
        0,
        0,
        state,
        face ? state == FaceState.SEVERAL ? 2 : 1 : 0,
        face ? box : null,
        landmarks,
        fresh,
        seen,
        background,
        crop,
        faceGrid,
        models,
        stats);
  }

  private List<Region> regions() {
    return skin == null
        ? List.of()
        : List.of(new Region(Region.Name.FOREHEAD, skin), new Region(Region.Name.LEFT_CHEEK, skin));
  }
}
