package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.medtrust.keys.KeyProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;

/** The services of accounts that the gateway offers. One per node, for any thread. */
public final class Accounts {
  private final AccountsSettings settings;
  private final LoginThrottle throttle;
  private final SecondFactor second;
  public final LoginService logins;
  public final Registration registration;
  public final Passwords passwords;
  public final UserAdmin admin;
  public final UserDirectory directory;
  public final SecondFactorService totp;
  public final AuditLog auditLog;
  public final RoleAdmin roles;

  public Accounts(
      Vertx vertx,
      Pool pool,
      Redis redis,
      TokenService tokens,
      PasswordHasher hasher,
      KeyProvider keys,
      AccountsSettings settings) {
    this.settings = settings;
    this.throttle = new LoginThrottle(redis, settings);
    this.second =
        new SecondFactor(
            vertx, pool, keys, settings.issuer(), () -> System.currentTimeMillis() / 1000);
    this.logins = new LoginService(vertx, pool, tokens, hasher, throttle, second, settings);
    this.registration = new Registration(vertx, pool, hasher);
    this.passwords = new Passwords(vertx, pool, tokens, hasher, throttle, settings);
    this.admin = new UserAdmin(vertx, pool, tokens);
    this.totp = new SecondFactorService(second, passwords, tokens, throttle);
    this.auditLog = new AuditLog(pool);
    this.roles = new RoleAdmin(vertx, pool, tokens);
    this.directory = new UserDirectory(pool);
  }

  /**
   * Registers the one who asks, as a doctor or a patient, and signs in. Fails as {@link
   * Registration#register} does, with 403 {@code not_allowed} where that is switched off, and 429.
   *
   * @param address of the client
   */
  public Future<LoginService.SignedIn> registerSelf(
      NewAccount account, String address, String requestId) {
    if (!settings.selfRegistration()) {
      return Future.failedFuture(
          new Problem(403, "not_allowed", "Accounts are made by an administrator here"));
    }
    return throttle
        .other("register", address)
        .compose(_ -> registration.register(account, null, "USER_SELF_REGISTERED", requestId))
        .compose(user -> logins.begin(user, requestId));
  }
}
