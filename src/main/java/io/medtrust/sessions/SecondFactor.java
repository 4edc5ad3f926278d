package io.medtrust.sessions;

import io.vertx.core.Future;

/** A second factor of an account, asked for when somebody goes past the gate. */
public interface SecondFactor {
  /** Where accounts have none. */
  SecondFactor NONE =
      new SecondFactor() {
        @Override
        public Future<Boolean> has(String user) {
          return Future.succeededFuture(false);
        }

        @Override
        public Future<Boolean> accepts(String user, String code) {
          return Future.succeededFuture(false);
        }
      };

  /** Whether the account must give one. */
  Future<Boolean> has(String user);

  /** Whether this code is good now; a code that was used is not good again. */
  Future<Boolean> accepts(String user, String code);
}
