package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.UUID;

/** Signing in, staying signed in and signing out. One per node, for any thread. */
public final class LoginService {
  /**
   * @param refreshToken null when none was issued
   * @param expiresInSeconds life of the access token
   */
  public record SignedIn(User user, String accessToken, String refreshToken, int expiresInSeconds)
      implements Outcome {}

  /** The password was right; {@link #second} takes the code. */
  public record CodeAwaited(String challenge, int expiresInSeconds) implements Outcome {}

  /** What the second entry names. */
  public record FirstEntry(String challenge, int expiresInSeconds) {}

  /** Of a right password. */
  public sealed interface Outcome {}

  private final Users users;
  private final RefreshTokens refreshTokens;
  private final TokenService tokens;
  private final PasswordHasher hasher;
  private final LoginThrottle throttle;
  private final SecondFactor second;
  private final LoginChallenges challenges;
  private final LoginEntries entries;
  private final AuditTrail audit;
  private final AccountsSettings settings;

  LoginService(
      Vertx vertx,
      Pool pool,
      TokenService tokens,
      PasswordHasher hasher,
      LoginThrottle throttle,
      SecondFactor second,
      AccountsSettings settings) {
    this.users = new Users(pool);
    this.refreshTokens = new RefreshTokens(pool, settings.refreshSeconds());
    this.tokens = tokens;
    this.hasher = hasher;
    this.throttle = throttle;
    this.second = second;
    this.challenges = new LoginChallenges(pool);
    this.entries = new LoginEntries(pool);
    this.audit = new AuditTrail(vertx);
    this.settings = settings;
  }

  public boolean asksTwice() {
    return settings.doubleLogin();
  }

  public int refreshSeconds() {
    return settings.refreshSeconds();
  }

  /**
   * Signs in. An unknown address and a wrong password get the same answer after the same work: 401
   * {@code invalid_credentials}. Also 403 {@code account_deactivated} or {@code SUSPENDED}, only
   * after the right password; 429 {@code rate_limited}; 503 {@code busy}.
   *
   * @param address of the client
   */
  public Future<Outcome> login(String email, String password, String address, String requestId) {
    return login(email, password, null, address, requestId);
  }

  /**
   * As {@link #login(String, String, String, String)}, for one role alone: the others get 403
   * {@code insufficient_permissions} after the right password, and no token.
   */
  public Future<Outcome> login(
      String email, String password, String role, String address, String requestId) {
    return throttle
        .attempt(address, email)
        .compose(_ -> check(email, password))
        .compose(
            checked -> {
              var user = checked.user();
              var refusal = checked.right() ? refusal(user) : wrong();
              if (refusal == null && role != null && !user.role().equals(role)) {
                refusal = otherRole();
              }
              return refusal == null
                  ? Future.succeededFuture(user)
                  : refused(refusal, user, requestId);
            })
        .compose(
            user -> {
              throttle.succeeded(address, email);
              return proved(user, requestId);
            });
  }

  /**
   * Takes the first entry of a sign-in that asks twice. Right or wrong, the answer is a challenge;
   * {@link #confirm} tells. Fails with 429 {@code rate_limited}, 503 {@code busy}.
   *
   * @param client network and name of the client, which the second entry must come from
   */
  public Future<FirstEntry> enter(
      String email, String password, String client, String address, String requestId) {
    return throttle
        .attempt(address, email)
        .compose(_ -> check(email, password))
        .compose(
            checked -> {
              var user = checked.user();
              if (!checked.right()) refused(wrong(), user, requestId);
              return entries.issue(checked.right() ? user.id() : null, email, client);
            })
        .map(token -> new FirstEntry(token, LoginEntries.SECONDS));
  }

  /**
   * Takes the second entry and ends as {@link #login} does. Whichever entry was wrong, and for a
   * challenge that is unknown, used, old or another client's: 401 {@code invalid_credentials} after
   * the same work.
   */
  public Future<Outcome> confirm(
      String challenge,
      String email,
      String password,
      String client,
      String address,
      String requestId) {
    return throttle
        .attempt(address, email)
        .compose(_ -> entries.take(challenge, email, client))
        .compose(
            first ->
                check(email, password)
                    .compose(
                        checked -> {
                          var user = checked.user();
                          boolean both = checked.right() && user.id().equals(first);
                          var refusal = both ? refusal(user) : wrong();
                          return refusal == null
                              ? Future.succeededFuture(user)
                              : refused(refusal, user, requestId);
                        }))
        .compose(
            user -> {
              // Both entries were counted.
              throttle.succeeded(address, email);
              throttle.succeeded(address, email);
              return proved(user, requestId);
            });
  }

  /**
   * @param user null when there is none with the address
   */
  private record Checked(User user, boolean right) {}

  /** An unknown address takes the same work as a wrong password. */
  private Future<Checked> check(String email, String password) {
    return users
        .findByEmail(email)
        .compose(
            found ->
                hasher
                    .check(password, found == null ? null : found.passwordHash())
                    .map(right -> new Checked(found == null ? null : found.user(), right)));
  }

  private <T> Future<T> refused(Problem refusal, User user, String requestId) {
    audit.write(
        "LOGIN_FAILED",
        "warning",
        null,
        null,
        user == null ? null : user.id(),
        requestId,
        Map.of("reason", refusal.code()));
    return Future.failedFuture(refusal);
  }

  /** Goes on after a right password. */
  private Future<Outcome> proved(User user, String requestId) {
    return second
        .state(user.id())
        .compose(
            state ->
                state.enabled()
                    ? challenges
                        .issue(user.id())
                        .map(t -> new CodeAwaited(t, LoginChallenges.SECONDS))
                    : begin(user, requestId).map(in -> in));
  }

  /**
   * Ends a sign-in with a code of the second factor, or a recovery code. Fails with 401 {@code
   * invalid_token}, {@code invalid_code}; 403 as {@link #login}; 429.
   */
  public Future<SignedIn> second(String challenge, String code, String requestId) {
    return challenges
        .attempt(challenge)
        .compose(
            id ->
                // Whoever knows the password may begin again and again, but not guess on.
                throttle
                    .other("code", id)
                    .compose(_ -> second.use(id, code, requestId))
                    .onFailure(
                        cause ->
                            audit.write(
                                "LOGIN_FAILED",
                                "warning",
                                null,
                                null,
                                id,
                                requestId,
                                Map.of("reason", reason(cause))))
                    .compose(_ -> users.find(id)))
        .compose(
            user -> {
              throttle.forget("code", user.id());
              var refusal = refusal(user);
              if (refusal != null) return Future.failedFuture(refusal);
              return challenges.done(challenge).compose(_ -> begin(user, requestId));
            });
  }

  private static String reason(Throwable cause) {
    return cause instanceof Problem problem ? problem.code() : "error";
  }

  /** Opens a sign-in for a user who has proved who it is. */
  Future<SignedIn> begin(User user, String requestId) {
    var family = UUID.randomUUID().toString();
    return users
        .signedIn(user.id())
        .compose(_ -> refreshTokens.issue(user.id(), family))
        .map(refresh -> signedIn(user, family, refresh))
        .onSuccess(
            in ->
                audit.write(
                    "LOGIN_SUCCESS",
                    "info",
                    null,
                    in.user().id(),
                    in.user().id(),
                    requestId,
                    Map.of("role", in.user().role())));
  }

  /**
   * Exchanges a refresh token. A token that was used before ends its family: 401 {@code
   * refresh_reused}.
   *
   * @param byCookie see {@link RefreshTokens#rotate}
   */
  public Future<SignedIn> refresh(String refreshToken, boolean byCookie, String requestId) {
    return refreshTokens
        .rotate(refreshToken, byCookie)
        .recover(
            cause -> {
              if (!(cause instanceof RefreshTokens.Reused reused)) {
                return Future.failedFuture(cause);
              }
              audit.write(
                  "TOKEN_REPLAY",
                  "critical",
                  null,
                  null,
                  reused.userId,
                  requestId,
                  Map.of("family", reused.family));
              return tokens
                  .revokeFamily(reused.userId, reused.family)
                  .transform(
                      _ ->
                          Future.failedFuture(
                              new Problem(
                                  401,
                                  "refresh_reused",
                                  "The refresh token was used before; sign in again")));
            })
        .compose(
            rotated ->
                users
                    .find(rotated.userId())
                    .compose(
                        user -> {
                          var refusal = user == null ? wrong() : refusal(user);
                          return refusal != null
                              ? Future.failedFuture(refusal)
                              : Future.succeededFuture(
                                  signedIn(user, rotated.family(), rotated.token()));
                        }));
  }

  /**
   * Signs out: this access token and its refresh family, or with {@code everywhere} all of the
   * user's, are worthless at once.
   */
  public Future<Void> logout(Principal principal, boolean everywhere, String requestId) {
    Future<Void> ended;
    if (everywhere && principal.isUser()) {
      ended = refreshTokens.endAll(principal.id()).compose(_ -> tokens.revokeAll(principal.id()));
    } else {
      ended =
          tokens
              .revoke(principal)
              .compose(
                  _ ->
                      principal.family() == null
                          ? Future.succeededFuture()
                          : refreshTokens.endFamily(principal.family()));
    }
    return ended.onSuccess(
        _ ->
            audit.write(
                "LOGOUT",
                "info",
                null,
                principal.isUser() ? principal.id() : null,
                null,
                requestId,
                Map.of("everywhere", everywhere)));
  }

  public Future<User> find(String userId) {
    return users.find(userId);
  }

  private SignedIn signedIn(User user, String family, String refresh) {
    return new SignedIn(user, tokens.issueAccess(user, family), refresh, settings.accessSeconds());
  }

  private static Problem wrong() {
    return new Problem(401, "invalid_credentials", "Invalid credentials");
  }

  private static Problem otherRole() {
    return new Problem(403, "insufficient_permissions", "Insufficient role");
  }

  static Problem refusal(User user) {
    if (user.status().equals("suspended")) return suspended();
    if (!user.active()) return new Problem(403, "account_deactivated", "Account deactivated");
    return user.enrollmentStatus().equals("suspended") ? suspended() : null;
  }

  private static Problem suspended() {
    return new Problem(403, "SUSPENDED", "Account suspended. Contact admin.");
  }
}
