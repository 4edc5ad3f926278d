package io.medtrust.accounts;

import io.medtrust.bus.Problem;
import io.medtrust.keys.KeyProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The second factor of users: a time-based code, or one of ten recovery codes. It counts only once
 * a first code was verified. Each code is good once, also of two requests at the same moment: the
 * row is locked while it is judged.
 */
public final class SecondFactor {
  /**
   * @param secret Base32
   * @param uri {@code otpauth://totp/...} for a QR code
   */
  public record Offer(String secret, String uri) {}

  /**
   * @param recoveryCodesLeft how many are unused
   */
  public record State(boolean enabled, int recoveryCodesLeft) {}

  private static final int RECOVERY_CODES = 10;
  private static final Pattern CODE = Pattern.compile("[0-9]{6}");

  /** Without letters that are mistaken for another; 16 of them are 80 bits. */
  private static final String RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz023456789";

  private static final int RECOVERY_LENGTH = 16;

  private final Vertx vertx;
  private final Pool pool;
  private final KeyProvider keys;
  private final String issuer;
  private final LongSupplier epochSeconds;
  private final AuditTrail audit;
  private final SecureRandom random = new SecureRandom();

  SecondFactor(Vertx vertx, Pool pool, KeyProvider keys, String issuer, LongSupplier epochSeconds) {
    this.vertx = vertx;
    this.pool = pool;
    this.keys = keys;
    this.issuer = issuer;
    this.epochSeconds = epochSeconds;
    this.audit = new AuditTrail(vertx);
  }

  public Future<State> state(String userId) {
    return pool.preparedQuery(
            "select exists (select 1 from user_totp where user_id = $1 and confirmed_at is not"
                + " null) as enabled, (select count(*)::int from recovery_codes where user_id = $1"
                + " and used_at is null) as codes")
        .execute(Tuple.of(UUID.fromString(userId)))
        .map(
            rows -> {
              var row = rows.iterator().next();
              boolean enabled = row.getBoolean("enabled");
              return new State(enabled, enabled ? row.getInteger("codes") : 0);
            });
  }

  /**
   * A new secret, which replaces one that was never confirmed. Fails with 409 {@code
   * already_exists} when the second factor is on.
   */
  Future<Offer> offer(User user) {
    var secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    return blocking(() -> keys.seal(secret, context(user.id())))
        .compose(
            envelope ->
                pool.preparedQuery(
                        "insert into user_totp (user_id, secret) values ($1, $2) on conflict"
                            + " (user_id) do update set secret = excluded.secret, last_step = 0,"
                            + " created_at = now() where user_totp.confirmed_at is null")
                    .execute(Tuple.of(UUID.fromString(user.id()), Buffer.buffer(envelope))))
        .map(
            rows -> {
              if (rows.rowCount() == 0) {
                throw new Problem(409, "already_exists", "The second factor is on already");
              }
              var text = Totp.base32(secret);
              return new Offer(text, uri(user.email(), text));
            });
  }

  private String uri(String email, String secret) {
    return "otpauth://totp/"
        + encoded(issuer + ":" + email)
        + "?secret="
        + secret
        + "&issuer="
        + encoded(issuer)
        + "&algorithm=SHA1&digits="
        + Totp.DIGITS
        + "&period="
        + Totp.PERIOD_SECONDS;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Switches the second factor on by its first code; the recovery codes are shown only now. Fails
   * with 401 {@code invalid_code}, 404 {@code totp_not_set_up}, 409 {@code already_exists}.
   */
  Future<List<String>> enable(String userId, String code, String requestId) {
    return pool.withTransaction(
            connection ->
                locked(connection, userId)
                    .compose(
                        row -> {
                          if (row == null) return Future.failedFuture(notSetUp());
                          if (row.getBoolean("confirmed")) {
                            return Future.failedFuture(
                                new Problem(
                                    409, "already_exists", "The second factor is on already"));
                          }
                          return byTime(connection, userId, row, code);
                        })
                    .compose(
                        right ->
                            right
                                ? connection
                                    .preparedQuery(
                                        "update user_totp set confirmed_at = now()"
                                            + " where user_id = $1")
                                    .execute(Tuple.of(UUID.fromString(userId)))
                                : Future.failedFuture(wrong()))
                    .compose(_ -> newRecoveryCodes(connection, userId)))
        .onSuccess(
            _ -> audit.write("TOTP_ENABLED", "info", null, userId, userId, requestId, Map.of()));
  }

  /**
   * Uses a code, or a recovery code, up. Fails with 401 {@code invalid_code}, 404 {@code
   * totp_not_set_up}.
   */
  Future<Void> use(String userId, String code, String requestId) {
    return pool.withTransaction(
        connection ->
            locked(connection, userId)
                .compose(
                    row ->
                        row == null || !row.getBoolean("confirmed")
                            ? Future.<Boolean>failedFuture(notSetUp())
                            : CODE.matcher(code).matches()
                                ? byTime(connection, userId, row, code)
                                : byRecovery(connection, userId, code, requestId))
                .compose(
                    right ->
                        right ? Future.<Void>succeededFuture() : Future.failedFuture(wrong())));
  }

  /** Ten new recovery codes in place of the old ones. */
  Future<List<String>> recoveryCodes(String userId, String requestId) {
    return pool.withTransaction(connection -> newRecoveryCodes(connection, userId))
        .onSuccess(
            _ ->
                audit.write(
                    "RECOVERY_CODES_RENEWED",
                    "warning",
                    null,
                    userId,
                    userId,
                    requestId,
                    Map.of()));
  }

  /**
   * Switches it off and forgets the secret.
   *
   * @param actor the user, or the admin who lets one in whose device is lost
   */
  Future<Void> disable(String userId, String actor, String requestId) {
    return pool.preparedQuery(
            "with r as (delete from recovery_codes where user_id = $1)"
                + " delete from user_totp where user_id = $1")
        .execute(Tuple.of(UUID.fromString(userId)))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.<Void>failedFuture(notSetUp())
                    : Future.succeededFuture())
        .onSuccess(
            _ -> audit.write("TOTP_DISABLED", "warning", null, actor, userId, requestId, Map.of()));
  }

  private static Future<Row> locked(SqlConnection connection, String userId) {
    return connection
        .preparedQuery(
            "select secret, last_step, confirmed_at is not null as confirmed from user_totp"
                + " where user_id = $1 for update")
        .execute(Tuple.of(UUID.fromString(userId)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next());
  }

  private Future<Boolean> byTime(SqlConnection connection, String userId, Row row, String code) {
    if (!CODE.matcher(code).matches()) return Future.succeededFuture(false);
    var envelope = row.getBuffer("secret").getBytes();
    return blocking(() -> keys.open(envelope, context(userId)))
        .compose(
            secret -> {
              long now = epochSeconds.getAsLong();
              long step = Totp.match(secret, code, now, row.getLong("last_step"));
              if (step < 0) return Future.succeededFuture(false);
              return blocking(
                      () ->
                          // A secret of an older key moves to the current one when it is used.
                          keys.keyOf(envelope).equals(keys.currentKey())
                              ? envelope
                              : keys.seal(secret, context(userId)))
                  .compose(
                      kept ->
                          connection
                              .preparedQuery(
                                  "update user_totp set last_step = $2, secret = $3"
                                      + " where user_id = $1")
                              .execute(
                                  Tuple.of(UUID.fromString(userId), step, Buffer.buffer(kept))))
                  .map(true);
            });
  }

  private Future<Boolean> byRecovery(
      SqlConnection connection, String userId, String code, String requestId) {
    return connection
        .preparedQuery(
            "update recovery_codes set used_at = now()"
                + " where user_id = $1 and code_hash = $2 and used_at is null")
        .execute(Tuple.of(UUID.fromString(userId), recoveryHash(code)))
        .map(
            rows -> {
              boolean used = rows.rowCount() == 1;
              if (used) {
                audit.write(
                    "RECOVERY_CODE_USED", "warning", null, userId, userId, requestId, Map.of());
              }
              return used;
            });
  }

  private Future<List<String>> newRecoveryCodes(SqlConnection connection, String userId) {
    var id = UUID.fromString(userId);
    var codes = new ArrayList<String>(RECOVERY_CODES);
    var rows = new ArrayList<Tuple>(RECOVERY_CODES);
    for (int i = 0; i < RECOVERY_CODES; i++) {
      var code = recoveryCode();
      codes.add(code);
      rows.add(Tuple.of(id, recoveryHash(code)));
    }
    return connection
        .preparedQuery("delete from recovery_codes where user_id = $1")
        .execute(Tuple.of(id))
        .compose(
            _ ->
                connection
                    .preparedQuery(
                        "insert into recovery_codes (user_id, code_hash) values ($1, $2)")
                    .executeBatch(rows))
        .map(codes);
  }

  private String recoveryCode() {
    var text = new StringBuilder();
    for (int i = 0; i < RECOVERY_LENGTH; i++) {
      if (i > 0 && i % 4 == 0) text.append('-');
      text.append(RECOVERY_LETTERS.charAt(random.nextInt(RECOVERY_LETTERS.length())));
    }
    return text.toString();
  }

  /** 80 random bits need no slow hash. */
  private static Buffer recoveryHash(String code) {
    return OneTimeToken.hash(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
  }

  private static String context(String userId) {
    return "totp:" + userId;
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  private static Problem wrong() {
    return new Problem(401, "invalid_code", "The code is wrong or was used before");
  }

  private static Problem notSetUp() {
    return new Problem(404, "totp_not_set_up", "The second factor is not set up");
  }
}
