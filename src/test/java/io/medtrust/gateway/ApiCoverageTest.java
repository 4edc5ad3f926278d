package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.medtrust.contract.Operation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls every operation as every role, with an own session and another's, compares what happens
 * with the document, and writes docs/API-COVERAGE.md from it; with {@code -Dgenerate=true} into the
 * file, else the file must be the same.
 */
class ApiCoverageTest {
  private static final Path FILE = Path.of("docs/API-COVERAGE.md");

  /** Refusals by the state of things, told only to who may. */
  private static final Set<String> BY_STATE =
      Set.of(
          "second_factor_required",
          "second_factor_wrong",
          "doctor_not_verified",
          "not_verified",
          "verification_failed",
          "ENROLLMENT_REQUIRED");

  private static Node node;
  private static ApiCalls calls;

  @BeforeAll
  static void start() {
    node = new Node();
    calls = new ApiCalls(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** WHIP and WHEP need offers and connections: their authorisation has a test of its own. */
  private static boolean called(Operation operation) {
    return !operation.path().startsWith("/wh");
  }

  private static String outcome(Operation operation, String role, boolean own) {
    var session = ApiCalls.onSession(operation) ? calls.session(operation, own) : null;
    var response = calls.call(operation, calls.token(operation, role), session);
    int status = response.statusCode();
    if (status >= 500 && status != 501) return "error " + status;
    if (status == 401) return role.equals("none") && !operation.open() ? "401" : "yes";
    if (status != 403) return "yes";
    var code = new JsonObject(response.bodyAsString()).getString("code");
    return BY_STATE.contains(code) ? "yes" : "no";
  }

  private static String expected(Operation operation, String role, boolean own) {
    if (operation.open()) return "yes";
    if (role.equals("none")) return "401";
    // What nobody may, everybody hears.
    if (operation.roles().isEmpty()) return "yes";
    var through = operation.own() == null ? operation.roles() : operation.own();
    boolean foreign = !own && ApiCalls.onSession(operation) && !role.equals("admin");
    return through.contains(role) && !foreign ? "yes" : "no";
  }

  @Test
  void every_operation_lets_through_whom_the_document_names_and_the_table_is_true()
      throws IOException {
    var wrong = new ArrayList<String>();
    var lines = new ArrayList<String>();
    var columns = new ArrayList<String>(List.of("none"));
    columns.addAll(calls.roles());
    for (var operation : ApiCalls.API.operations()) {
      var line = new StringBuilder("| `" + operation + "` |");
      for (var role : columns) {
        if (!called(operation)) {
          line.append(" – |");
          continue;
        }
        var cell = new StringBuilder();
        boolean both = ApiCalls.onSession(operation) && !role.equals("none") && !operation.open();
        for (boolean own : both ? new boolean[] {true, false} : new boolean[] {true}) {
          var outcome = outcome(operation, role, own);
          var expected = expected(operation, role, own);
          if (!outcome.equals(expected)) {
            wrong.add(operation + " by " + role + (own ? "" : ", another's") + ": " + outcome);
          }
          cell.append(cell.isEmpty() ? "" : " / ").append(outcome);
        }
        line.append(' ').append(cell.toString().equals("no / no") ? "no" : cell).append(" |");
      }
      lines.add(line.toString());
    }
    assertEquals(List.of(), wrong, "not what x-roles and x-own say");
    var text = ReferenceRows.page(columns, lines);
    if (Boolean.getBoolean("generate")) Files.writeString(FILE, text);
    assertEquals(
        text, Files.readString(FILE), FILE + " is old: run this test with -Dgenerate=true");
  }
}
