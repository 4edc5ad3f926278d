package io.medtrust.analysis.face;

import java.util.List;

/**
 * What one decoded picture says about the face in it; the only thing that video detectors get.
 * Immutable: every array was made for this observation and nobody writes to it any more.
 *
 * @param captureTimeMicros of the picture, microseconds since 1970 on the node's clock, steps
 *     follow the RTP clock
 * @param rtpTimestamp of the picture, 90 kHz, unsigned 32 bits in an int
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @param keyFrame the picture was a key frame
 * @param damaged the picture must not be judged
 * @param arrivalMicros when the last packet of the picture reached the node, microseconds since
 *     1970; 0 when that is not known
 * @param encodedBytes size of the encoded frame; 0 when that is not known
 * @param state what was seen
 * @param faces number of faces
 * @param box of the (largest) face; null with {@link FaceState#NO_FACE}
 * @param landmarks 468 × (x, y, z) in pixels of the picture, or null when there is no mesh
 * @param landmarksFresh the mesh was computed from this picture and not carried over from an
 *     earlier one
 * @param regions mean colours of the skin regions of this picture; empty without a mesh
 * @param background mean colour outside the face; null without a face
 * @param crop the aligned face, or null when none is due
 * @param faceGrid luma of the aligned face as 32 × 32 means of 8 × 8 pixels, row by row, 0..255;
 *     null unless the mesh is fresh
 * @param models what models look at, or null when none is due
 * @param frame statistics of the whole picture
 */
public record FaceObservation(
    long captureTimeMicros,
    int rtpTimestamp,
    int width,
    int height,
    boolean keyFrame,
    boolean damaged,
    long arrivalMicros,
    int encodedBytes,
    FaceState state,
    int faces,
    Box box,
    float[] landmarks,
    boolean landmarksFresh,
    List<Region> regions,
    Colour background,
    Crop crop,
    float[] faceGrid,
    ModelCrops models,
    FrameStats frame) {

  /** A rectangle in pixels of the picture; may reach over its edges. */
  public record Box(float x, float y, float width, float height) {}

  /** Mean colour as limited-range BT.601, 0..255 each, over {@code pixels} luma pixels. */
  public record Colour(float y, float u, float v, int pixels) {}

  /** The mean colour of one named skin region. */
  public record Region(Name name, Colour colour) {
    /** Left and right are the person's own. */
    public enum Name {
      FOREHEAD,
      LEFT_CHEEK,
      RIGHT_CHEEK,
      CHIN
    }
  }

  /**
   * The face turned upright and scaled to a square of 256 × 256 pixels by the least-squares
   * similarity of five points: eyes at (82, 72) and (174, 72), mouth corners about (90, 178) and
   * (167, 178), so that brows and eyes fill the upper third, mouth and chin the lower.
   *
   * @param luma 256 × 256 unsigned bytes, full range 0..255
   * @param rgb 256 × 256 × 3 unsigned bytes, full range, interleaved R, G, B
   */
  public record Crop(byte[] luma, byte[] rgb) {
    /** Side of the square, pixels. */
    public static final int SIDE = 256;
  }

  /**
   * Cuts of the picture as models want them; each null when it is not due.
   *
   * @param identity the face upright by the usual 112 × 112 template of five points (eyes at (38,
   *     52) and (74, 52)), unsigned bytes, interleaved R, G, B
   * @param near a square of 1.5 × the face box as 128 × 128 unsigned bytes, interleaved B, G, R
   * @param far a square of 2.7 × the face box, as {@code near}
   */
  public record ModelCrops(byte[] identity, byte[] near, byte[] far) {
    /** Side of the identity crop, pixels. */
    public static final int IDENTITY_SIDE = 112;

    /** Side of the two squares, pixels. */
    public static final int SQUARE_SIDE = 128;
  }

  /**
   * Luma of the whole picture, stretched from limited range to 0..255 (black is 0, white 255).
   *
   * @param mean 0..255
   * @param deviation standard deviation
   * @param histogram 16 equal bins of luma 0..255, shares that sum to 1
   * @param grid mean luma of {@code gridWidth × gridHeight} equal blocks, row by row
   * @param difference mean absolute difference to the last undamaged picture; NaN when there is
   *     none of this size
   */
  public record FrameStats(
      float mean,
      float deviation,
      float[] histogram,
      float[] grid,
      int gridWidth,
      int gridHeight,
      float difference) {}
}
