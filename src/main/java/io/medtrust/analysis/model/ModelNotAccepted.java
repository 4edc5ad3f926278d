package io.medtrust.analysis.model;

/** A production node has not accepted a model of unknown provenance; the message says how to. */
public final class ModelNotAccepted extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ModelNotAccepted(String message) {
    super(message);
  }
}
