package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import java.util.List;

/** What a user does with the own second factor, and an admin with one whose device is lost. */
public final class SecondFactorService {
  private final SecondFactor second;
  private final Passwords passwords;
  private final TokenService tokens;
  private final LoginThrottle throttle;

  SecondFactorService(
      SecondFactor second, Passwords passwords, TokenService tokens, LoginThrottle throttle) {
    this.second = second;
    this.passwords = passwords;
    this.tokens = tokens;
    this.throttle = throttle;
  }

  public Future<SecondFactor.State> state(Principal who) {
    return second.state(who.id());
  }

  /** Begins; it counts only after {@link #enable}. The password is asked for again. */
  public Future<SecondFactor.Offer> setUp(Principal who, String password, String address) {
    return passwords.confirm(who, password, address).compose(second::offer);
  }

  /**
   * @return the recovery codes, shown once
   */
  public Future<List<String>> enable(Principal who, String code, String requestId) {
    return throttle
        .other("code", who.id())
        .compose(_ -> second.enable(who.id(), code, requestId))
        .onSuccess(_ -> throttle.forget("code", who.id()));
  }

  public Future<List<String>> renewRecoveryCodes(
      Principal who, String password, String code, String address, String requestId) {
    return confirm(who, password, code, address, requestId)
        .compose(_ -> second.recoveryCodes(who.id(), requestId));
  }

  public Future<Void> disable(
      Principal who, String password, String code, String address, String requestId) {
    return confirm(who, password, code, address, requestId)
        .compose(_ -> second.disable(who.id(), who.id(), requestId));
  }

  /**
   * Asks for a code, where the account has a second factor, before something that a sign-in alone
   * is not enough for; the code is used up. Fails with 403 {@code second_factor_required} or {@code
   * second_factor_wrong}, 429 {@code rate_limited}.
   *
   * @param code may be null
   * @return whether the account has one
   */
  public Future<Boolean> ask(Principal who, String code, String requestId) {
    return second
        .state(who.id())
        .compose(
            state -> {
              if (!state.enabled()) return Future.succeededFuture(false);
              if (code == null) {
                return Future.failedFuture(
                    new Problem(
                        403, "second_factor_required", "Give the code of your second factor"));
              }
              return throttle
                  .other("code", who.id())
                  .compose(_ -> second.use(who.id(), code, requestId).recover(this::refused))
                  .onSuccess(_ -> throttle.forget("code", who.id()))
                  .map(true);
            });
  }

  /** 401 belongs to who is not signed in; here somebody is. */
  private Future<Void> refused(Throwable cause) {
    return Future.failedFuture(
        cause instanceof Problem p && p.code().equals("invalid_code")
            ? new Problem(403, "second_factor_wrong", "The code is not valid")
            : cause);
  }

  /** Takes another's second factor away and ends all sign-ins of that user. */
  public Future<Void> reset(Principal admin, String userId, String requestId) {
    if (admin.id().equals(userId)) {
      return Future.failedFuture(
          new Problem(400, "not_yourself", "Switch your own second factor off with its code"));
    }
    return second.disable(userId, admin.id(), requestId).compose(_ -> tokens.revokeAll(userId));
  }

  private Future<Void> confirm(
      Principal who, String password, String code, String address, String requestId) {
    return throttle
        .other("code", who.id())
        .compose(_ -> passwords.confirm(who, password, address))
        .compose(_ -> second.use(who.id(), code, requestId))
        .onSuccess(_ -> throttle.forget("code", who.id()));
  }
}
