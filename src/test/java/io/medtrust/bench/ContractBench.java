package io.medtrust.bench;

import io.medtrust.contract.ApiDocument;
import io.medtrust.contract.RequestCheck;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;

/**
 * What the check of a request against the API document costs, in processor time of one thread:
 * finding the operation, its parameters and a small body, already parsed.
 */
public final class ContractBench {
  private static final int WARM = 30_000;
  private static final int ROUNDS = 50_000;
  private static int sink;

  private ContractBench() {}

  private record Given(Map<String, String> path, Map<String, String> query)
      implements RequestCheck.Values {
    @Override
    public String path(String name) {
      return path.get(name);
    }

    @Override
    public String query(String name) {
      return query.get(name);
    }

    @Override
    public String header(String name) {
      return null;
    }

    @Override
    public Iterable<String> queryNames() {
      return query.isEmpty() ? Set.of() : query.keySet();
    }
  }

  public static void main(String[] words) {
    long start = cpu();
    var api = ApiDocument.load();
    System.out.printf(
        "document of %d operations read in %d ms of processor time%n",
        api.operations().size(), (cpu() - start) / 1_000_000);
    var login =
        new JsonObject().put("email", "doctor@demo.medtrust.local").put("password", "secret");
    var consent =
        new JsonObject().put("given", true).put("version", "2").put("text_hash", "a".repeat(64));
    var id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    measure(
        "POST /auth/login, 2 fields",
        () -> request(api, "POST", "/api/v1/auth/login", Map.of(), login));
    measure(
        "POST /streams/{id}/consent, 3 fields",
        () -> request(api, "POST", "/api/v1/streams/" + id + "/consent", Map.of(), consent));
    measure(
        "GET /trustscore/live/{id}",
        () -> request(api, "GET", "/api/v1/trustscore/live/" + id, Map.of(), null));
    measure(
        "GET /streams/{id}/evidence, 3 parameters",
        () ->
            request(
                api,
                "GET",
                "/api/v1/streams/" + id + "/evidence",
                Map.of("limit", "100", "detector", "face_identity", "from", "2026-01-01T00:00:00Z"),
                null));
    measure(
        "POST /auth/login, refused",
        () -> refused(api, new JsonObject().put("email", 1).put("more", "x")));
  }

  private static int request(
      ApiDocument api, String method, String path, Map<String, String> query, JsonObject body) {
    var match = api.find(method, path);
    var faults = RequestCheck.parameters(match.operation(), new Given(match.values(), query));
    if (body != null) {
      faults = RequestCheck.body(match.operation(), "application/json", body);
    }
    if (!faults.isEmpty()) throw new IllegalStateException(faults.toString());
    return match.values().size();
  }

  private static int refused(ApiDocument api, JsonObject body) {
    var match = api.find("POST", "/api/v1/auth/login");
    return RequestCheck.body(match.operation(), "application/json", body).size();
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void measure(String name, java.util.function.IntSupplier one) {
    for (int i = 0; i < WARM; i++) sink += one.getAsInt();
    var rounds = new double[5];
    for (int round = 0; round < rounds.length; round++) {
      long start = cpu();
      for (int i = 0; i < ROUNDS / 5; i++) sink += one.getAsInt();
      rounds[round] = (cpu() - start) / 1e3 / (ROUNDS / 5);
    }
    java.util.Arrays.sort(rounds);
    System.out.printf(
        "%-45s %6.2f us (median of 5; %.2f to %.2f)%n", name, rounds[2], rounds[0], rounds[4]);
  }
}
