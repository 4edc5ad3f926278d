package io.medtrust.testing;

import io.medtrust.contract.ApiDocument;
import io.medtrust.contract.Fault;
import io.medtrust.contract.RequestCheck;
import io.medtrust.contract.Schemas;
import io.medtrust.gateway.RequestWatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares every answer of every node of this JVM with the API document; a test during which one
 * does not match fails. It is on in all tests (JUnit finds it by itself), and nowhere else.
 */
public final class ContractWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Pattern DESCRIBED =
      Pattern.compile("/(api|whip|whep)/.*|/metrics/?|/(open|async)api\\..*");
  private static final ApiDocument API = ApiDocument.load();
  private static final List<String> MISMATCHES = new ArrayList<>();
  private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();
  private static boolean watching;

  @Override
  public void beforeAll(ExtensionContext context) {
    synchronized (MISMATCHES) {
      if (watching) return;
      watching = true;
    }
    RequestWatch.set(handler -> WatchedRequests.around(handler, ContractWatch::compare));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    complain();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    complain();
  }

  private static void complain() {
    var found = mismatches();
    if (!found.isEmpty()) {
      throw new AssertionError(
          "answers that the API document does not allow:\n" + String.join("\n", found));
    }
  }

  /** What did not match since last asked. */
  public static List<String> mismatches() {
    synchronized (MISMATCHES) {
      var found = List.copyOf(MISMATCHES);
      MISMATCHES.clear();
      return found;
    }
  }

  /** How often {@code operationId status} was answered in this JVM. */
  public static Map<String, Integer> seen() {
    return SEEN;
  }

  private static void compare(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    if (request.path() == null || !DESCRIBED.matcher(request.path()).matches()) return;
    var why = mismatch(request, response, body);
    if (why == null) return;
    synchronized (MISMATCHES) {
      if (MISMATCHES.size() < 20) {
        MISMATCHES.add(
            request.method() + " " + request.path() + " " + response.getStatusCode() + ": " + why);
      }
    }
  }

  private static String mismatch(
      HttpServerRequest request, HttpServerResponse response, Buffer body) {
    int status = response.getStatusCode();
    var method = request.method().name();
    if (method.equals("OPTIONS")) return null;
    var match = API.find(method.equals("HEAD") ? "GET" : method, request.path());
    if (match == null) return status >= 400 ? null : "is not in the document";
    var operation = match.operation();
    SEEN.merge(operation.id() + " " + status, 1, Integer::sum);
    var content = operation.answers().get(status);
    if (content == null) {
      if (!API.commonErrors().contains(status)) return "has a status that is not documented";
      return error(body);
    }
    if (method.equals("HEAD")) return null;
    if (content.isEmpty()) return body.length() == 0 ? null : "has a body and should have none";
    return compare(content, response.headers().get("Content-Type"), body);
  }

  private static String compare(Map<String, Schemas.Schema> content, String header, Buffer body) {
    if (header == null) return "has no content type";
    var type = header.split(";")[0].trim();
    var schema = RequestCheck.schema(content, type);
    if (schema == null) return "has the content type " + type;
    if (!type.equals("application/json")) return null;
    try {
      List<Fault> faults = schema.faults(Json.decodeValue(body));
      return faults.isEmpty() ? null : faults + " in " + body;
    } catch (DecodeException e) {
      return "is no JSON";
    }
  }

  private static String error(Buffer body) {
    try {
      var json = body.toJsonObject();
      for (var field : List.of("code", "error", "message", "detail", "status", "request_id")) {
        if (json.getString(field) == null) return "is an error without " + field;
      }
      return null;
    } catch (DecodeException | ClassCastException e) {
      return "is no error body";
    }
  }
}
