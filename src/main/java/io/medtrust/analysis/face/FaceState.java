package io.medtrust.analysis.face;

/** What the tracker saw in a picture. Only {@link #FACE} may be judged as a face. */
public enum FaceState {
  /** Nothing that looks like a face. */
  NO_FACE,
  /** More than one face: nobody can say whose verdict it would be. */
  SEVERAL,
  /** A face with too few pixels to judge. */
  TOO_SMALL,
  /** A face turned so far that its regions cannot be trusted. */
  PROFILE,
  /** One face, large and frontal enough. */
  FACE;

  /** The stable word for codes and displays, as {@code no_face}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
