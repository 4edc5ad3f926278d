package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes principals of a token's claims, completed from the user's row and the roles' tables. */
final class Principals {
  // A store that hangs is a store that is away.
  private static final int POSTGRES_MILLIS = 3000;

  private final Users users;
  private final Roles roles;

  Principals(Users users, Roles roles) {
    this.users = users;
    this.roles = roles;
  }

  /**
   * Fails with 401 {@code user_not_found} or {@code token_revoked}, 403 {@code
   * account_deactivated}.
   */
  Future<Principal> complete(JsonObject claims) {
    var audience = claims.getString("aud");
    if (!audience.equals(Principal.USER)) {
      return roles
          .permissions(List.of(claims.getString("role")))
          .map(
              permissions ->
                  new Principal(
                      claims.getString("userId"),
                      claims.getString("name", audience),
                      null,
                      claims.getString("role"),
                      audience,
                      claims.getString("ward"),
                      claims.getBoolean("all_wards", false),
                      claims.getString("room"),
                      claims.getBoolean("verified", false),
                      claims.getString("jti"),
                      null,
                      0,
                      claims.getLong("exp"),
                      permissions));
    }
    return users
        .find(claims.getString("userId"))
        .timeout(POSTGRES_MILLIS, TimeUnit.MILLISECONDS)
        .compose(
            user -> {
              if (user == null) {
                return Future.failedFuture(new Problem(401, "user_not_found", "User not found"));
              }
              if (!user.active()) {
                return Future.failedFuture(
                    new Problem(403, "account_deactivated", "Account is deactivated"));
              }
              if (user.tokenEpoch() != claims.getInteger("epoch", -1)) {
                return Future.failedFuture(TokenService.revokedProblem());
              }
              return roles
                  .permissions(user.roles())
                  .map(
                      permissions ->
                          new Principal(
                              user.id(),
                              user.name(),
                              user.email(),
                              user.role(),
                              audience,
                              user.ward(),
                              user.role().equals("display")
                                  && user.profile().getBoolean("all_wards", false),
                              null,
                              false,
                              claims.getString("jti"),
                              claims.getString("fam"),
                              user.tokenEpoch(),
                              claims.getLong("exp"),
                              permissions));
            });
  }
}
