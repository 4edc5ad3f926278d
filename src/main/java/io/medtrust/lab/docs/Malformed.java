package io.medtrust.lab.docs;

/** A result file or a page that does not hold what it should; the message is one sentence. */
final class Malformed extends RuntimeException {
  Malformed(String where, String what) {
    super(where + ": " + what, null, false, false);
  }
}
