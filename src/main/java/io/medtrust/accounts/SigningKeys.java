package io.medtrust.accounts;

import io.medtrust.keys.KeyProblem;
import io.medtrust.keys.KeyProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The Ed25519 keys of the table {@code signing_keys}, shared by all nodes. Reading is asynchronous,
 * asking is not: what was read last is kept, so that PostgreSQL may be away.
 *
 * <p>May be used from any thread.
 */
public final class SigningKeys {
  /** From the publishing of a new key until it signs, s. */
  static final int AHEAD_SECONDS = 10;

  private static final String LOCK = "select pg_advisory_xact_lock(7302950, 31)";

  record Key(
      String kid,
      byte[] raw,
      PublicKey publicKey,
      PrivateKey privateKey,
      long signsFrom,
      long verifyUntil) {}

  private final Vertx vertx;
  private final Pool pool;
  private final KeyProvider provider;
  private final LongSupplier epochSeconds;
  private volatile List<Key> keys = List.of();

  public SigningKeys(Vertx vertx, Pool pool, KeyProvider provider) {
    this(vertx, pool, provider, () -> System.currentTimeMillis() / 1000);
  }

  SigningKeys(Vertx vertx, Pool pool, KeyProvider provider, LongSupplier epochSeconds) {
    this.vertx = vertx;
    this.pool = pool;
    this.provider = provider;
    this.epochSeconds = epochSeconds;
  }

  /** Reads the keys; when there is none yet, makes the first one. */
  public Future<Void> open() {
    return load().compose(_ -> keys.isEmpty() ? add(0, 0, true).compose(_ -> load()) : kept());
  }

  /** Reads the keys again. Fails, and keeps the old ones, when one cannot be opened. */
  public Future<Void> load() {
    return pool.query(
            "select kid, public_key, private_key, signs_from, verify_until from signing_keys"
                + " where verify_until is null or verify_until > now() order by signs_from")
        .execute()
        .compose(rows -> vertx.executeBlocking(() -> opened(rows), false))
        .map(
            read -> {
              keys = read;
              return null;
            });
  }

  private List<Key> opened(RowSet<Row> rows) {
    var read = new ArrayList<Key>();
    for (var row : rows) {
      var kid = row.getString("kid");
      var raw = row.getBuffer("public_key").getBytes();
      var until = row.getOffsetDateTime("verify_until");
      try {
        read.add(
            new Key(
                kid,
                raw,
                Ed25519.publicKey(raw),
                Ed25519.privateKey(
                    provider.open(row.getBuffer("private_key").getBytes(), context(kid))),
                row.getOffsetDateTime("signs_from").toEpochSecond(),
                until == null ? Long.MAX_VALUE : until.toEpochSecond()));
      } catch (IllegalArgumentException e) {
        throw new KeyProblem("the signing key " + kid + " is damaged");
      }
    }
    return List.copyOf(read);
  }

  /**
   * Publishes a new key, which signs from {@value #AHEAD_SECONDS} s on. The one before verifies
   * until then and for {@code longestTokenSeconds} more.
   *
   * @return its id
   */
  public Future<String> rotate(int longestTokenSeconds) {
    return add(AHEAD_SECONDS, longestTokenSeconds, false);
  }

  private Future<String> add(int aheadSeconds, int longestTokenSeconds, boolean onlyFirst) {
    var pair = Ed25519.generate();
    var raw = Ed25519.raw(pair.getPublic());
    var kid = Ed25519.thumbprint(raw);
    return vertx
        .executeBlocking(() -> provider.seal(pair.getPrivate().getEncoded(), context(kid)), false)
        .compose(
            envelope ->
                pool.withTransaction(
                    c ->
                        insert(
                            c, kid, raw, envelope, aheadSeconds, longestTokenSeconds, onlyFirst)))
        .map(kid);
  }

  private static Future<Void> insert(
      SqlConnection connection,
      String kid,
      byte[] raw,
      byte[] envelope,
      int aheadSeconds,
      int longestTokenSeconds,
      boolean onlyFirst) {
    return connection
        .query(LOCK)
        .execute()
        .compose(
            _ -> connection.query("select now() as now, count(*) as n from signing_keys").execute())
        .compose(
            rows -> {
              var row = rows.iterator().next();
              if (onlyFirst && row.getLong("n") > 0) return kept();
              OffsetDateTime from = row.getOffsetDateTime("now").plusSeconds(aheadSeconds);
              return connection
                  .preparedQuery(
                      "update signing_keys set verify_until = $1 where verify_until is null")
                  .execute(Tuple.of(from.plusSeconds(longestTokenSeconds)))
                  .compose(
                      _ ->
                          connection
                              .preparedQuery(
                                  "insert into signing_keys (kid, public_key, private_key,"
                                      + " signs_from) values ($1, $2, $3, $4)")
                              .execute(
                                  Tuple.of(kid, Buffer.buffer(raw), Buffer.buffer(envelope), from)))
                  .mapEmpty();
            });
  }

  /**
   * The key that signs now.
   *
   * @throws KeyProblem when none was read
   */
  Key current() {
    long now = epochSeconds.getAsLong();
    Key current = null;
    for (var key : keys) if (key.signsFrom <= now || current == null) current = key;
    if (current == null) throw new KeyProblem("there is no signing key");
    return current;
  }

  /** The key with this id if it may still verify, or null. */
  PublicKey verifying(String kid) {
    long now = epochSeconds.getAsLong();
    for (var key : keys) {
      if (key.kid.equals(kid)) return now < key.verifyUntil ? key.publicKey : null;
    }
    return null;
  }

  /** The JSON Web Key Set (RFC 7517 §5) of all keys that verify, the next one too. */
  public JsonObject jwks() {
    long now = epochSeconds.getAsLong();
    var set = new JsonArray();
    for (var key : keys) {
      if (now >= key.verifyUntil) continue;
      set.add(Ed25519.jwk(key.raw).put("kid", key.kid).put("use", "sig").put("alg", "EdDSA"));
    }
    return new JsonObject().put("keys", set);
  }

  private static Future<Void> kept() {
    return Future.succeededFuture();
  }

  private static String context(String kid) {
    return "signing:" + kid;
  }
}
