package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The fragment of the API's document about sessions against the routes that are served. */
class SessionsContractTest {
  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> paths() throws Exception {
    try (var in = SessionsContractTest.class.getResourceAsStream("/openapi/sessions.yaml")) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var document =
          (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
      return (Map<String, Map<String, Object>>) document.get("paths");
    }
  }

  @Test
  void everyOperationOfTheFragmentIsServedAndHasANameOfItsOwn() throws Exception {
    var methods = Set.of("get", "post", "put", "delete");
    var names = new HashSet<Object>();
    int operations = 0;
    try (var node = new Node()) {
      for (var path : paths().entrySet()) {
        for (var method : path.getValue().keySet()) {
          if (!methods.contains(method)) continue;
          operations++;
          var operation = (Map<?, ?>) path.getValue().get(method);
          assertTrue(names.add(operation.get("operationId")), path.getKey());
          var url = "/api/v1" + path.getKey().replaceAll("\\{[A-Za-z]+}", node.session);
          var answer =
              node.call(
                  io.vertx.core.http.HttpMethod.valueOf(method.toUpperCase()), url, null, null);
          // Served, and to nobody without a token.
          assertEquals(401, answer.statusCode(), method + " " + url);
          assertNotEquals(null, answer.bodyAsJsonObject().getString("code"));
        }
      }
    }
    assertEquals(29, operations);
  }
}
