package io.medtrust.trust;

import io.vertx.core.Future;

/** What trust may do to a call, when the operator's policy says so; see {@code trust.policy}. */
public interface CallPolicy {
  /**
   * Ends the session.
   *
   * @param why one sentence
   */
  Future<Void> end(String session, String why);
}
