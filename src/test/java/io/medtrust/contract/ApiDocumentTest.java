package io.medtrust.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {
  private static final ApiDocument API = ApiDocument.load();
  private static final String BASE =
      """
      openapi: 3.1.1
      paths: {}
      components: {schemas: {Error: {type: object}}}
      """;

  private static final String ONE =
      """
      paths:
        /things/{id}:
          parameters: [{name: id, in: path, required: true, schema: {type: string}}]
          get:
            operationId: thing
            tags: [things]
            x-roles: [admin]
            responses: {'200': {description: it}}
      components: {schemas: {Thing: {type: object}}}
      """;

  private static Map<String, Object> merged(String... fragments) {
    var all = new LinkedHashMap<String, Map<String, Object>>();
    for (int i = 0; i < fragments.length; i++) {
      all.put((i + 1) + ".yaml", Yaml.parse((i + 1) + ".yaml", fragments[i]));
    }
    return Fragments.merge(Yaml.parse("base.yaml", BASE), all);
  }

  private static String refused(String... fragments) {
    return assertThrows(IllegalStateException.class, () -> new ApiDocument(merged(fragments)))
        .getMessage();
  }

  @Test
  void every_fragment_of_the_folder_is_in_the_index_which_is_sorted() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/openapi"))) {
      var names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") && !name.equals("base.yaml"))
              .sorted()
              .toList();
      assertEquals(names, ApiDocument.index(), "src/main/resources/openapi/index.txt");
    }
  }

  @Test
  void the_document_is_found_by_method_and_path() {
    var live = API.find("GET", "/api/v1/trustscore/live/7");
    assertEquals("liveTrust", live.operation().id());
    assertEquals(Map.of("id", "7"), live.values());
    assertEquals("startStream", API.find("POST", "/api/v1/streams/start").operation().id());
    assertEquals("metrics", API.find("GET", "/metrics").operation().id());
    assertEquals("whip", API.find("POST", "/whip/load-1/").operation().id());
    assertNull(API.find("DELETE", "/api/v1/streams/start"));
    assertNull(API.find("GET", "/metrics/more"));
    assertNull(API.find("GET", ""));
  }

  @Test
  void every_schema_is_used() {
    var unused = new ArrayList<String>();
    var schemas = new JsonObject(API.json()).getJsonObject("components").getJsonObject("schemas");
    for (var name : schemas.fieldNames()) {
      if (!API.json().contains("\"#/components/schemas/" + name + "\"")) unused.add(name);
    }
    assertEquals(List.of(), unused);
  }

  @Test
  void yaml_and_json_are_the_same_document() {
    assertEquals(
        new JsonObject(API.json()), new JsonObject(Yaml.parse("it", API.yaml())), "as read again");
  }

  @Test
  void two_fragments_that_define_one_operation_are_named() {
    var message = refused(ONE, ONE.replace("{id}", "{id}").replace("Thing:", "Other:"));
    assertEquals("1.yaml and 2.yaml both define GET /things/{id}", message);
  }

  @Test
  void so_are_those_that_spell_its_base_path() {
    assertTrue(refused(ONE, ONE.replace("/things", "/api/v1/things")).contains("GET /things/{id}"));
  }

  @Test
  void a_path_has_one_spelling_of_its_parameters() {
    assertEquals(
        "2.yaml: /things/{other} is spelt /things/{id} elsewhere",
        refused(ONE, ONE.replace("{id}", "{other}")));
  }

  @Test
  void two_fragments_that_define_one_schema_are_named() {
    var message =
        refused(
            ONE, ONE.replace("/things", "/others").replace("operationId: thing", "operationId: o"));
    assertEquals("1.yaml and 2.yaml both define schemas/Thing", message);
    assertEquals(
        "base.yaml and 1.yaml both define schemas/Error", refused(ONE.replace("Thing:", "Error:")));
  }

  @Test
  void two_methods_of_one_path_may_come_from_two_fragments() {
    var second =
        ONE.replace("get:", "delete:").replace("operationId: thing", "operationId: remove");
    var api = new ApiDocument(merged(ONE, second.replace("Thing:", "Gone:")));
    assertEquals(2, api.operations().size());
    var remove = api.find("DELETE", "/api/v1/things/1").operation();
    assertEquals("id", remove.parameters().getFirst().name());
  }

  @Test
  void what_every_operation_must_say_is_asked_for() {
    assertTrue(refused(ONE.replace("x-roles: [admin]", "x-a: 1")).endsWith("lacks x-roles"));
    assertTrue(
        refused(ONE.replace("operationId: thing", "x-b: 1")).endsWith("lacks an operationId"));
    assertTrue(refused(ONE.replace("tags: [things]", "x-c: 1")).endsWith("lacks a tag"));
    assertTrue(refused(ONE + "info: {}\n").contains("'info' has no place in a fragment"));
    assertTrue(refused(ONE.replace("get:", "got:")).contains("'got' is not understood"));
    assertTrue(refused("- 1").contains("is not a YAML map"));
    assertTrue(refused("a: [").contains("is not valid YAML"));
  }

  @Test
  void a_reference_to_nothing_is_named() {
    var message =
        refused(ONE.replace("{description: it}", "{$ref: '#/components/responses/Nothing'}"));
    assertTrue(message.contains("#/components/responses/Nothing, which nobody defines"), message);
  }

  @Test
  void every_operation_has_one_of_the_known_roles_and_a_tag_that_is_described() {
    var roles = (java.util.List<?>) API.document().get("x-roles");
    var tags =
        ((java.util.List<?>) API.document().get("tags"))
            .stream().map(tag -> ((Map<?, ?>) tag).get("name")).toList();
    for (var operation : API.operations()) {
      for (var role : operation.roles()) {
        assertTrue(role.equals("public") || roles.contains(role), operation + " " + role);
      }
      assertEquals(operation.open(), operation.roles().equals(java.util.List.of("public")));
      if (operation.own() != null) assertTrue(operation.roles().containsAll(operation.own()));
      assertTrue(
          tags.containsAll((java.util.List<?>) operation.json().get("tags")), operation + "");
      assertNotNull(operation.json().get("summary"), operation + " has a summary");
      assertFalse(operation.path().endsWith("/"));
    }
  }

  @Test
  void every_error_has_the_one_form() {
    for (var operation : API.operations()) {
      operation
          .answers()
          .forEach(
              (status, content) -> {
                if (status < 400) return;
                assertEquals(1, content.size(), operation + " " + status);
                assertEquals(
                    "#/components/schemas/Error",
                    content.get("application/json").json().get("$ref"),
                    operation + " " + status);
              });
    }
  }
}
