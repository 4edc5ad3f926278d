package io.medtrust.analysis.model;

/** What is known of how a model came to be. */
public enum Provenance {
  /** Its makers say who trained it, on what and under which licence. */
  KNOWN,
  /** Nobody who ships it says what it was trained on. */
  UNKNOWN,
  /** The operator put it there by file and hash, and answers for it. */
  OPERATOR;

  /** The word for evidence, as {@code unknown}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
