package io.medtrust.analysis.detect.capture;

/**
 * Where conditions begin. Set on the media of docs/detectors/capture-quality.md, which says how
 * well each tells; changed together with {@link #VERSION}.
 */
final class Limits {
  static final String VERSION = "conditions-1";

  /** Luma of the bare skin, 0..255. */
  static final double DARK = 45;

  /** Likewise, below which colours are not compared. */
  static final double COLOUR = 60;

  static final double BACKLIT_FACE = 100;

  /** Background above the skin, grey levels. */
  static final double BACKLIT_STEP = 60;

  static final double WHITE_SHARE = 0.15;
  static final double BLUR = 0.08;

  /** Distance of colours by the skin's own chroma. */
  static final double COVERED = 0.6;

  /** Likewise of a chin that is covered alone. */
  static final double CHIN = 0.9;

  /** Likewise of a forehead. */
  static final double FOREHEAD = 0.42;

  /** Luma of the forehead by the skin's, below which hair or cloth is there. */
  static final double CROWN = 0.5;

  /** Lips redder than this, by the skin's chroma, are bare. */
  static final double BARE_LIPS = 0.15;

  static final double RIMS = 1.45;
  static final double BRIDGE = 0.65;

  /** Pixels between the eyes. */
  static final double SMALL_EYES = 40;

  /** Degrees to the side. */
  static final double TURNED = 30;

  /** Share of the landmarks. */
  static final double OUTSIDE = 0.04;

  static final double FPS = 12;
  static final double BITS_PER_PIXEL = 0.012;

  private Limits() {}
}
