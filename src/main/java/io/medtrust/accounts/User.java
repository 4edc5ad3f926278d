package io.medtrust.accounts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * A row of {@code users} without its password hash.
 *
 * @param profile with the columns of its doctor's or patient's profile
 * @param inactiveReason {@code suspended}, {@code blocked}, {@code deleted} or null
 * @param roles all of them, the main one too
 */
public record User(
    String id,
    String email,
    String name,
    String role,
    String ward,
    boolean active,
    String enrollmentStatus,
    JsonObject profile,
    int tokenEpoch,
    String inactiveReason,
    boolean biometricEnrolled,
    double riskScore,
    Set<String> roles,
    OffsetDateTime createdAt,
    OffsetDateTime lastLogin) {

  static final String COLUMNS =
      "id, email, name, role, ward_id, is_active, enrollment_status, token_epoch, inactive_reason,"
          + " biometric_enrolled, risk_score::float8 as risk_score, created_at, last_login,"
          + " profile || coalesce((select to_jsonb(d) - 'user_id' - 'created_at' from"
          + " doctor_profiles d where d.user_id = users.id and users.role = 'doctor'), '{}') ||"
          + " coalesce((select to_jsonb(p) - 'user_id' - 'created_at' || jsonb_build_object("
          + "'doctor_name', (select name from users a where a.id = p.assigned_doctor_id)) from"
          + " patient_profiles p where p.user_id = users.id and users.role = 'patient'), '{}')"
          + " as profile, array(select r.role from user_roles r where r.user_id = users.id) as"
          + " roles";

  private static final Set<String> DOCTOR_PROFILE =
      Set.of(
          "specialization",
          "department",
          "license_number",
          "hospital_name",
          "photo_url",
          "years_experience");
  private static final Set<String> PATIENT_PROFILE =
      Set.of("health_id", "condition_notes", "assigned_doctor_id", "doctor_name");

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
        row.getInteger("token_epoch"),
        row.getString("inactive_reason"),
        row.getBoolean("biometric_enrolled"),
        row.getDouble("risk_score"),
        Set.of(row.getArrayOfStrings("roles")),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("last_login"));
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
        json.put("verified_status", verifiedStatus());
        json.put("risk_score", riskScore);
        json.put("biometric_enrolled", biometricEnrolled);
      }
      case "patient" -> {
        for (var field : PATIENT_PROFILE) json.put(field, profile.getValue(field));
      }
      default -> {}
    }
    return json;
  }

  /** {@code verified} once an admin approved, {@code suspended}, or {@code pending}. */
  public String verifiedStatus() {
    return switch (enrollmentStatus) {
      case "approved" -> "verified";
      case "suspended" -> "suspended";
      default -> "pending";
    };
  }

  /** {@code active}, {@code inactive}, {@code suspended}, {@code blocked} or {@code deleted}. */
  public String status() {
    if (active) return "active";
    return inactiveReason == null ? "inactive" : inactiveReason;
  }

  /** What admins see of an account. */
  public JsonObject toAdmin() {
    return toApi()
        .put("roles", new JsonArray(roles.stream().sorted().toList()))
        .put("status", status())
        .put("is_active", active)
        .put("created_at", createdAt.toInstant().toString())
        .put("last_login", lastLogin == null ? null : lastLogin.toInstant().toString());
  }
}
