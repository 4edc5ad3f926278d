package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;

import io.medtrust.contract.ApiDocument;
import io.medtrust.contract.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Calls any operation of the API document, with objects made for the call. */
final class ApiCalls {
  static final ApiDocument API = ApiDocument.load();

  /** They end what the token rests on, so each call gets a token of its own. */
  private static final Set<String> ENDS_TOKENS =
      Set.of("logout", "doctorLogout", "changePassword", "totpSetUp");

  private final Node node;
  private final Map<String, String> emails = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final String doctor;
  private int made;

  ApiCalls(Node node) {
    this.node = node;
    node.person("nurse", "nurse@calls.example", true);
    node.person("viewer", "viewer@calls.example", true);
    node.person("doctor", "other@calls.example", false);
    emails.put("admin", "admin@demo.medtrust.local");
    emails.put("doctor", "doctor@demo.medtrust.local");
    emails.put("patient", "patient@demo.medtrust.local");
    emails.put("nurse", "nurse@calls.example");
    emails.put("viewer", "viewer@calls.example");
    emails.put("display", "wall@demo.medtrust.local");
    emails.forEach((role, email) -> tokens.put(role, token(email)));
    doctor = node.login(emails.get("doctor")).getString("userId");
  }

  private String token(String email) {
    return node.login(email).getString("token");
  }

  /** The roles, in the order of the table's columns. */
  Set<String> roles() {
    return emails.keySet();
  }

  /** A token of the role; null for {@code none}. */
  String token(Operation operation, String role) {
    if (role.equals("none")) return null;
    return ENDS_TOKENS.contains(operation.id()) ? token(emails.get(role)) : tokens.get(role);
  }

  /** Whether it acts on a session. */
  static boolean onSession(Operation operation) {
    return operation.path().contains("{id}") && !operation.path().contains("/admin/");
  }

  /** A session of the demo doctor and patient in their ward, or of another doctor in no ward. */
  String session(boolean own, String status) {
    // Only one request of a patient to a doctor may wait.
    await(
        node.pool
            .query(
                "update sessions set status = 'ended', ended_at = now() where status = 'pending'")
            .execute());
    var people =
        own
            ? "doctor_id, patient_id, ward_id from sessions where id = '" + node.session + "'"
            : "id, null::uuid, null::uuid from users where email = 'other@calls.example'";
    return await(
            node.pool
                .preparedQuery(
                    "insert into sessions (doctor_id, patient_id, ward_id, status, started_at)"
                        + " select x.d, x.p, x.w, $1, now() from (select "
                        + people
                        + ") as x(d, p, w) returning id")
                .execute(Tuple.of(status)))
        .iterator()
        .next()
        .getUUID("id")
        .toString();
  }

  /** A session in a state in which the operation can succeed. */
  String session(Operation operation, boolean own) {
    var path = operation.path();
    boolean asked = path.endsWith("/respond") || path.endsWith("/cancel");
    return session(own, asked || operation.id().equals("deleteSession") ? "pending" : "active");
  }

  /** The path of a valid request. */
  String path(Operation operation, String session) {
    var path = operation.path();
    if (path.contains("/admin/") && path.contains("{id}")) {
      var role = path.contains("/doctors/") ? "doctor" : "viewer";
      path = path.replace("{id}", node.person(role, "made" + made++ + "@calls.example", false));
    }
    return path.replace("{id}", session == null ? "" : session)
        .replace("{doctorId}", doctor)
        .replace("{alert}", UUID.randomUUID().toString());
  }

  /** A valid body, or null where none is needed. */
  JsonObject body(Operation operation) {
    var schema = operation.body() == null ? null : operation.body().get("application/json");
    if (schema == null) return null;
    var body = (JsonObject) new Samples(API.document(), made++).valid(schema.json());
    if (body.containsKey("doctor_id")) body.put("doctor_id", doctor);
    if (Set.of("startStream", "createStream", "adminStartStream").contains(operation.id()))
      return new JsonObject().put("doctor_id", doctor);
    if (operation.id().equals("login") || operation.id().equals("doctorLogin")) {
      return Node.credentials(emails.get("doctor"), Node.PASSWORD);
    }
    return body;
  }

  HttpResponse<Buffer> call(Operation operation, String token, String session) {
    return node.call(
        HttpMethod.valueOf(operation.method()), path(operation, session), token, body(operation));
  }
}
