package io.medtrust.gateway;

import io.medtrust.ledger.HashChain;
import io.medtrust.sessions.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.UUID;

/**
 * Blocks of a session's hash chain as the API shows them, each recomputed from what is stored:
 * SHA-256 of {@code prev:timestamp:trust}, lower-case hex.
 */
final class ChainReads {
  private static final String TOTAL =
      "select coalesce(max(first_block + blocks - 1), 0) as total from segments"
          + " where verification = $1";

  /** The segments that hold the blocks, and the one before, whose head they continue. */
  private static final String RANGE =
      "select first_block, blocks, prev_hash, head_hash, texts from segments"
          + " where verification = $1 and first_block <= $3 and first_block + blocks >= $2"
          + " order by first_block";

  private final Pool pool;

  ChainReads(Pool pool) {
    this.pool = pool;
  }

  Future<JsonObject> audit(Session session, int limit, int offset) {
    if (session.verification() == null) {
      return Future.succeededFuture(answer(session, 0, limit, offset, null));
    }
    var verification = UUID.fromString(session.verification());
    return pool.preparedQuery(TOTAL)
        .execute(Tuple.of(verification))
        .compose(
            totals -> {
              long total = totals.iterator().next().getLong("total");
              long first = offset + 1L;
              long last = Math.min(total, (long) offset + limit);
              if (last < first) {
                return Future.succeededFuture(answer(session, total, limit, offset, null));
              }
              return pool.preparedQuery(RANGE)
                  .execute(Tuple.of(verification, first, last))
                  .map(rows -> answer(session, total, limit, offset, new Range(rows, first, last)));
            });
  }

  private static JsonObject answer(
      Session session, long total, int limit, int offset, Range range) {
    return new JsonObject()
        .put("stream_id", session.id())
        .put("verification", session.verification())
        // Of no blocks nothing can be said.
        .put("integrity_score", range == null ? null : range.integrity())
        .put(
            "replay_status",
            new JsonObject()
                .put("replayDetected", range != null && range.replayed)
                .put("checked", range == null ? 0 : range.logs.size()))
        .put("total", total)
        .put("pagination", new JsonObject().put("limit", limit).put("offset", offset))
        .put("logs", range == null ? new JsonArray() : range.logs);
  }

  /** The blocks first..last with the judgement of each. */
  private static final class Range {
    final JsonArray logs = new JsonArray();
    boolean replayed;
    private final long wanted;
    private long valid;

    Range(RowSet<Row> rows, long first, long last) {
      wanted = last - first + 1;
      var chain = new HashChain();
      var seen = new HashSet<String>();
      String before = null;
      String newest = "";
      for (var row : rows) {
        long number = row.getLong("first_block");
        var prev = row.getString("prev_hash");
        // The first block of all follows 64 zeros; any other follows the head before it.
        boolean linked =
            number == 1 ? prev.equals(HashChain.GENESIS) : before == null || prev.equals(before);
        var texts = row.getArrayOfStrings("texts");
        var hashes = new String[texts.length];
        var head = prev;
        for (int i = 0; i < texts.length; i++) {
          head = HashChain.hex(chain.block(head, texts[i]));
          hashes[i] = head;
        }
        boolean sound = linked && head.equals(row.getString("head_hash"));
        for (int i = 0; i < texts.length; i++) {
          long block = number + i;
          if (block < first || block > last) continue;
          int colon = texts[i].lastIndexOf(':');
          var timestamp = colon < 0 ? texts[i] : texts[i].substring(0, colon);
          var score = colon < 0 ? "" : texts[i].substring(colon + 1);
          if (!seen.add(hashes[i]) || timestamp.compareTo(newest) < 0) replayed = true;
          newest = timestamp;
          if (sound) valid++;
          logs.add(
              new JsonObject()
                  .put("number", block)
                  .put("hash", hashes[i])
                  .put("prev_hash", i == 0 ? prev : hashes[i - 1])
                  .put("timestamp", timestamp)
                  .put("trust_score", number(score))
                  .put("valid", sound));
        }
        before = row.getString("head_hash");
      }
    }

    /** 0..100: the share of the range's blocks that are there and follow from those before. */
    int integrity() {
      return (int) (100 * valid / wanted);
    }

    private static Object number(String score) {
      try {
        return Integer.parseInt(score);
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
