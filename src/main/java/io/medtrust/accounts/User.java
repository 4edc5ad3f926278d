package io.medtrust.accounts;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Set;
import java.util.UUID;

/** A row of {@code users} without its password hash. */
public record User(
    String id,
    String email,
    String name,
    String role,
    String ward,
    boolean active,
    String enrollmentStatus,
    JsonObject profile,
    int tokenEpoch) {

  static final String COLUMNS =
      "id, email, name, role, ward_id, is_active, enrollment_status, profile, token_epoch";

  private static final Set<String> DOCTOR_PROFILE =
      Set.of("specialization", "license_number", "hospital_name", "photo_url", "years_experience");
  private static final Set<String> PATIENT_PROFILE = Set.of("health_id", "condition_notes");

  static User of(Row row) {
    UUID ward = row.getUUID("ward_id");
    return new User(
        row.getUUID("id").toString(),
        row.getString("email"),
        row.getString("name"),
        row.getString("role"),
        ward == null ? null : ward.toString(),
        row.getBoolean("is_active"),
        row.getString("enrollment_status"),
        row.getJsonObject("profile"),
        row.getInteger("token_epoch"));
  }

  /** What the API shows of a user to itself: flat, with the fields of its role's profile. */
  public JsonObject toApi() {
    var json =
        new JsonObject()
            .put("id", id)
            .put("name", name)
            .put("email", email)
            .put("role", role)
            .put("ward_id", ward);
    switch (role) {
      case "doctor" -> {
        for (var field : DOCTOR_PROFILE) json.put(field, profile.getValue(field));
        json.put("enrollment_status", enrollmentStatus);
        json.put("verified_status", enrollmentStatus.equals("approved") ? "verified" : "pending");
      }
      case "patient" -> {
        for (var field : PATIENT_PROFILE) json.put(field, profile.getValue(field));
      }
      default -> {}
    }
    return json;
  }
}
