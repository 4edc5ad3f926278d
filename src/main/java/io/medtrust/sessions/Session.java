package io.medtrust.sessions;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A visit.
 *
 * @param patientId null when there is none yet, as the name is
 * @param ward id; null when the session belongs to no ward, as its name is
 * @param verification id of the doctor's participant, which is also its verification
 */
public record Session(
    String id,
    String doctorId,
    String doctorName,
    String patientId,
    String patientName,
    String ward,
    String wardName,
    String icuRoom,
    SessionStatus status,
    OffsetDateTime createdAt,
    OffsetDateTime startedAt,
    OffsetDateTime endedAt,
    String verification,
    OffsetDateTime verifiedJoinedAt) {

  static final String SELECT =
      """
      select s.id, s.doctor_id, d.name as doctor_name, s.patient_id, p.name as patient_name,
        s.ward_id, w.name as ward_name, s.icu_room, s.status, s.created_at, s.started_at, s.ended_at,
        v.id as verification, v.joined_at as verified_joined_at
      from sessions s
      join users d on d.id = s.doctor_id
      left join users p on p.id = s.patient_id
      left join wards w on w.id = s.ward_id
      left join participants v on v.session_id = s.id and v.user_id = s.doctor_id
      """;

  static Session of(Row row) {
    return new Session(
        text(row.getUUID("id")),
        text(row.getUUID("doctor_id")),
        row.getString("doctor_name"),
        text(row.getUUID("patient_id")),
        row.getString("patient_name"),
        text(row.getUUID("ward_id")),
        row.getString("ward_name"),
        row.getString("icu_room"),
        SessionStatus.of(row.getString("status")),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("ended_at"),
        text(row.getUUID("verification")),
        row.getOffsetDateTime("verified_joined_at"));
  }

  private static String text(UUID id) {
    return id == null ? null : id.toString();
  }
}
