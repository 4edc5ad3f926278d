package io.medtrust.analysis.detect.frame;

/**
 * The reference's bands of brightness, deviation and edges, on decoded luma 0..255.
 *
 * @param base 0..100
 * @param code why
 * @param edgeDrop share of the edge variance that was lost since the picture compared with;
 *     negative when it grew
 */
record FrameScores(int base, String code, String reason, double edgeDrop) {
  static final double FAILED_BELOW = 35;

  // A dark room with a person in it is dark, not black.
  private static final double EMPTY_DEVIATION = 8;

  /**
   * @param previousEdges edge variance before; negative when there was none
   */
  static FrameScores of(double brightness, double deviation, double edges, double previousEdges) {
    boolean first = previousEdges < 0;
    double drop = previousEdges > 10 ? (previousEdges - edges) / previousEdges : 0;
    if (brightness < 20) {
      return deviation < EMPTY_DEVIATION
          ? new FrameScores(10, "black", "The picture is black.", drop)
          : new FrameScores(10, "dark", "The picture is too dark to judge.", drop);
    }
    if (brightness > 235) {
      return deviation < EMPTY_DEVIATION
          ? new FrameScores(15, "white", "The picture is white.", drop)
          : new FrameScores(15, "overexposed", "The picture is too bright to judge.", drop);
    }
    if (deviation < 3) return new FrameScores(20, "flat", "The picture is even.", drop);
    if (drop > 0.70) {
      return new FrameScores(40, "edge_drop", "Most of the picture's detail has gone.", drop);
    }
    if (drop > 0.40) {
      return new FrameScores(60, "edge_drop", "Much of the picture's detail has gone.", drop);
    }
    var fine = "The picture is that of a working camera.";
    if (edges > 200 && deviation > 20) return new FrameScores(first ? 90 : 92, "ok", fine, drop);
    if (edges > 50 && deviation > 10) return new FrameScores(first ? 82 : 85, "ok", fine, drop);
    return new FrameScores(65, "low_detail", "The picture has little detail.", drop);
  }

  /** How steady the brightness is, as the reference has it; 20 only for a frozen picture. */
  static int behavioral(boolean previous, double brightnessDelta, boolean frozen) {
    if (frozen || (previous && brightnessDelta == 0)) return 20;
    if (brightnessDelta > 40) return 45;
    return brightnessDelta < 5 ? 90 : brightnessDelta < 15 ? 80 : 65;
  }

  /** How fit the light is. */
  static int environment(double brightness, double deviation) {
    if (brightness >= 40 && brightness <= 220 && deviation >= 5) return 90;
    return brightness < 20 || brightness > 235 ? 20 : 65;
  }
}
