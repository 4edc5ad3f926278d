package io.medtrust.analysis.face;

/**
 * ITU-R BT.601 with limited range: {@code R = 1.1644(Y-16) + 1.5960(V-128)}, {@code G =
 * 1.1644(Y-16) - 0.3918(U-128) - 0.8130(V-128)}, {@code B = 1.1644(Y-16) + 2.0172(U-128)}.
 */
final class Bt601 {
  /** 255 / 219: limited-range luma to 0..255. */
  static final float LUMA = 255f / 219f;

  static final float RV = 1.5960268f;
  static final float GU = 0.3917623f;
  static final float GV = 0.8129676f;
  static final float BU = 2.0172321f;

  private Bt601() {}
}
