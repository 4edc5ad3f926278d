package io.medtrust.alerts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code outbox}. Any number of nodes may work on it. */
final class OutboxStore {
  private static final int AT_ONCE = 10;
  private static final int MAX_ERROR = 300;

  /** What is due, and what another node took and did not finish. */
  private static final String CLAIM =
      """
      update outbox set status = 'sending', attempts = attempts + 1,
        next_at = now() + $1 * interval '1 millisecond', provider = $2
      where id in (select id from outbox where status in ('waiting', 'sending') and next_at <= now()
        order by next_at limit %d for update skip locked)
      returning id, recipient, body, attempts, session_id, verification
      """
          .formatted(AT_ONCE);

  private final Pool pool;

  OutboxStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * @param minute since 1970; a verification has one message a minute, channel and recipient
   */
  record Draft(
      String channel, String recipient, String body, UUID session, UUID verification, long minute) {
    String key() {
      return channel + ":" + recipient + ":" + verification + ":" + minute;
    }
  }

  /**
   * A message that is this node's until the lease is over.
   *
   * @param attempt 1 for the first
   */
  record Claimed(
      UUID id, String recipient, String body, int attempt, UUID session, UUID verification) {}

  /** Writes messages; one whose key is there already changes nothing. */
  Future<Void> add(List<Draft> drafts) {
    var rows = new ArrayList<Tuple>();
    for (var d : drafts) {
      rows.add(
          Tuple.of(d.key(), d.channel(), d.recipient(), d.body(), d.session(), d.verification()));
    }
    return pool.preparedQuery(
            "insert into outbox (dedupe_key, channel, recipient, body, session_id, verification)"
                + " values ($1, $2, $3, $4, $5, $6) on conflict (dedupe_key) do nothing")
        .executeBatch(rows)
        .mapEmpty();
  }

  Future<List<Claimed>> claim(int leaseMillis, String provider) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(leaseMillis, provider))
        .map(
            rows -> {
              var claimed = new ArrayList<Claimed>();
              for (var row : rows) {
                claimed.add(
                    new Claimed(
                        row.getUUID("id"),
                        row.getString("recipient"),
                        row.getString("body"),
                        row.getInteger("attempts"),
                        row.getUUID("session_id"),
                        row.getUUID("verification")));
              }
              return claimed;
            });
  }

  /** A message that another node took over meanwhile is that one's. */
  Future<Void> sent(Claimed message, String reference) {
    return pool.preparedQuery(
            "update outbox set status = 'sent', sent_at = now(), provider_ref = $3,"
                + " last_error = null where id = $1 and attempts = $2")
        .execute(Tuple.of(message.id(), message.attempt(), reference))
        .mapEmpty();
  }

  Future<Void> failed(Claimed message, long pauseMillis, String why) {
    return pool.preparedQuery(
            "update outbox set status = 'waiting', last_error = $4,"
                + " next_at = now() + $3 * interval '1 millisecond'"
                + " where id = $1 and attempts = $2 and status = 'sending'")
        .execute(Tuple.of(message.id(), message.attempt(), pauseMillis, cut(why)))
        .mapEmpty();
  }

  Future<Void> dead(Claimed message, String why) {
    return pool.preparedQuery(
            "update outbox set status = 'dead', last_error = $3"
                + " where id = $1 and attempts = $2 and status = 'sending'")
        .execute(Tuple.of(message.id(), message.attempt(), cut(why)))
        .mapEmpty();
  }

  private static String cut(String why) {
    var text = String.valueOf(why);
    return text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) : text;
  }
}
