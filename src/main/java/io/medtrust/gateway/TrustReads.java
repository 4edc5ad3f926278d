package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.sessions.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reads what trust fusion left: the live value in Redis, the kept ones in PostgreSQL. */
final class TrustReads {
  private static final String COLUMNS =
      "select at, verification, trust_score, video_score, voice_score, biometric_score,"
          + " blockchain_score, status, coverage, calibration, llr, calibrated_score, kind from"
          + " trust_logs where session_id = $1 and verification = $2 order by at desc limit $3";

  private static final int REDIS_MILLIS = 1000;

  private final Pool pool;
  private final Redis redis;

  TrustReads(Pool pool, Redis redis) {
    this.pool = pool;
    this.redis = redis;
  }

  /** The live trust of a session, or null; from the database where Redis has none. */
  Future<JsonObject> live(Session session) {
    return cached(session)
        .otherwise((JsonObject) null)
        .compose(
            found ->
                found != null
                    ? Future.succeededFuture(found.put("source", "cache"))
                    : newest(session));
  }

  /** What Redis has, or null. */
  Future<JsonObject> cached(Session session) {
    return RedisAPI.api(redis)
        .get("trust:live:" + session.id())
        .timeout(REDIS_MILLIS, TimeUnit.MILLISECONDS)
        .map(response -> response == null ? null : new JsonObject(response.toString()));
  }

  private Future<JsonObject> newest(Session session) {
    return rows(session, 1)
        .map(
            rows -> {
              if (rows.isEmpty()) return null;
              var json = rows.getFirst();
              return json.put("stream_id", session.id())
                  .put("timestamp", json.remove("created_at"))
                  .put("source", "database");
            });
  }

  /** Oldest first. */
  Future<JsonArray> history(Session session, int limit) {
    return rows(session, limit)
        .map(
            rows -> {
              Collections.reverse(rows);
              return new JsonArray(rows);
            });
  }

  private Future<List<JsonObject>> rows(Session session, int limit) {
    if (session.verification() == null) return Future.succeededFuture(new ArrayList<>());
    return pool.preparedQuery(COLUMNS)
        .execute(
            Tuple.of(UUID.fromString(session.id()), UUID.fromString(session.verification()), limit))
        .map(
            rows -> {
              var list = new ArrayList<JsonObject>();
              for (var row : rows) list.add(json(row));
              return list;
            });
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("verification", row.getUUID("verification").toString())
        .put("trust_score", row.getShort("trust_score"))
        .put("video_score", row.getShort("video_score"))
        .put("voice_score", row.getShort("voice_score"))
        .put("biometric_score", row.getShort("biometric_score"))
        .put("blockchain_score", row.getShort("blockchain_score"))
        .put("status", row.getString("status"))
        .put("coverage", row.getFloat("coverage"))
        .put("calibration", row.getString("calibration"))
        .put("llr", row.getFloat("llr"))
        .put("calibrated_score", row.getShort("calibrated_score"))
        .put("kind", row.getString("kind"))
        .put("created_at", row.getOffsetDateTime("at").toInstant().toString());
  }

  static Problem inactive() {
    return new Problem(404, "session_not_active", "Session not active");
  }
}
