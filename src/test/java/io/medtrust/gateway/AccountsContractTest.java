package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The accounts' part of the API document says what the node does. */
class AccountsContractTest {
  private static JsonObject fragment() throws IOException {
    try (var in = AccountsContractTest.class.getResourceAsStream("/openapi/accounts.yaml")) {
      var read = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      @SuppressWarnings("unchecked")
      var map = (Map<String, Object>) read;
      return new JsonObject(map);
    }
  }

  @Test
  void everyOperationIsThereAndAsksForATokenUnlessItSaysSo() throws IOException {
    var wrong = new ArrayList<String>();
    try (var node = new Node()) {
      var viewer = node.person("viewer", "contract@x.example", false);
      assertTrue(viewer.length() == 36);
      var token = node.login("contract@x.example").getString("token");
      var paths = fragment().getJsonObject("paths");
      for (var path : paths.fieldNames()) {
        var item = paths.getJsonObject(path);
        var base = item.containsKey("servers") ? "" : "/api/v1";
        for (var method : item.fieldNames()) {
          if (method.equals("servers")) continue;
          var operation = item.getJsonObject(method);
          var url = base + path.replace("{id}", Node.unknownId());
          var body = method.equals("get") ? null : new JsonObject();
          var name = method + " " + path;
          var verb = HttpMethod.valueOf(method.toUpperCase(java.util.Locale.ROOT));
          var responses = operation.getJsonObject("responses");
          boolean open = operation.containsKey("security");
          int anonymous = node.call(verb, url, null, body).statusCode();
          if ((anonymous == 401) == open && !(open && path.equals("/auth/refresh"))) {
            wrong.add(name + " without a token: " + anonymous);
          }
          if (!responses.containsKey("" + anonymous)) {
            wrong.add(name + " answers " + anonymous + ", which it does not say");
          }
          if (path.contains("/admin/")) {
            int refused = node.call(verb, url, token, body).statusCode();
            if (refused != 403) wrong.add(name + " by a viewer: " + refused);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }
}
