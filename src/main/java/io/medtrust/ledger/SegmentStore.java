package io.medtrust.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The table of segments: rows to {@link Segment}s and back. */
final class SegmentStore {
  static final String COLUMNS =
      "day, session_id, verification, second, first_block, prev_hash, head_hash, texts, marks,"
          + " epoch, written_at, content_hash";
  // One statement for a whole batch; a text of a block holds no space.
  private static final String INSERT =
      "insert into segments ("
          + COLUMNS
          + ", blocks) select day, session, verification, second, first_block, prev_hash,"
          + " head_hash, string_to_array(texts, ' '), marks, epoch, written_at, content_hash,"
          + " blocks from unnest($1::date[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[],"
          + " $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bigint[], $11::timestamptz[],"
          + " $12::bytea[], $13::integer[]) as new (day, session, verification, second,"
          + " first_block, prev_hash, head_hash, texts, marks, epoch, written_at, content_hash,"
          + " blocks)";
  // The newest segment of each; $2 keeps the search out of older days' partitions.
  private static final String NEWEST =
      "select "
          + COLUMNS
          + " from unnest($1::uuid[]) wanted(id) cross join lateral (select * from segments s"
          + " where s.verification = wanted.id and s.day >= $2"
          + " order by s.first_block desc limit 1) newest";
  private static final String OF_SECOND =
      "select " + COLUMNS + " from segments where verification = $1 and second = $2 and day = $3";

  private SegmentStore() {}

  static Future<RowSet<Row>> insert(SqlConnection connection, List<Segment> segments) {
    int n = segments.size();
    var day = new LocalDate[n];
    var session = new UUID[n];
    var verification = new UUID[n];
    var second = new Long[n];
    var firstBlock = new Long[n];
    var prev = new String[n];
    var head = new String[n];
    var texts = new String[n];
    var marks = new Buffer[n];
    var epoch = new Long[n];
    var written = new OffsetDateTime[n];
    var content = new Buffer[n];
    var blocks = new Integer[n];
    for (int i = 0; i < n; i++) {
      var s = segments.get(i);
      day[i] = day(s.second());
      session[i] = UUID.fromString(s.session());
      verification[i] = UUID.fromString(s.verification());
      second[i] = s.second();
      firstBlock[i] = s.firstBlock();
      prev[i] = s.prevHash();
      head[i] = s.headHash();
      texts[i] = String.join(" ", s.texts());
      marks[i] = Buffer.buffer(s.marks());
      epoch[i] = s.epoch();
      written[i] =
          OffsetDateTime.ofInstant(
              Instant.EPOCH.plus(s.writtenMicros(), ChronoUnit.MICROS), ZoneOffset.UTC);
      content[i] = Buffer.buffer(s.contentHash());
      blocks[i] = s.texts().size();
    }
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new Object[] {
                  day,
                  session,
                  verification,
                  second,
                  firstBlock,
                  prev,
                  head,
                  texts,
                  marks,
                  epoch,
                  written,
                  content,
                  blocks
                }));
  }

  static Future<Map<String, Segment>> newest(
      SqlConnection connection, Collection<String> verifications, LocalDate notBefore) {
    return connection
        .preparedQuery(NEWEST)
        .execute(
            Tuple.of(verifications.stream().map(UUID::fromString).toArray(UUID[]::new), notBefore))
        .map(
            rows -> {
              var found = new HashMap<String, Segment>();
              for (var row : rows) {
                var segment = segment(row);
                found.put(segment.verification(), segment);
              }
              return found;
            });
  }

  /** The segment of one second, or null. */
  static Future<Segment> ofSecond(SqlConnection connection, String verification, long second) {
    return connection
        .preparedQuery(OF_SECOND)
        .execute(Tuple.of(UUID.fromString(verification), second, day(second)))
        .map(
            rows -> {
              Segment found = null;
              for (var row : rows) found = segment(row);
              return found;
            });
  }

  static Segment segment(Row row) {
    var texts = new ArrayList<String>();
    for (var text : row.getArrayOfStrings("texts")) texts.add(Objects.requireNonNullElse(text, ""));
    return new Segment(
        row.getUUID("session_id").toString(),
        row.getUUID("verification").toString(),
        row.getLong("second"),
        row.getLong("first_block"),
        row.getString("prev_hash"),
        row.getString("head_hash"),
        texts,
        row.getBuffer("marks").getBytes(),
        row.getLong("epoch"),
        ChronoUnit.MICROS.between(Instant.EPOCH, row.getOffsetDateTime("written_at").toInstant()),
        row.getBuffer("content_hash").getBytes());
  }

  /** The day, UTC, in whose partition a second is stored. */
  static LocalDate day(long second) {
    return LocalDate.ofEpochDay(Math.floorDiv(second, 86_400L));
  }
}
