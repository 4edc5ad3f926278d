package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.SessionCommand;
import io.medtrust.bus.SessionEvent;
import io.medtrust.contract.AsyncApiDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bridge's document and the bridge say the same. */
class AsyncApiTest {
  private static final JsonObject DOCUMENT = new JsonObject(AsyncApiDocument.load().document());

  private static Set<String> addresses(String direction) {
    return DOCUMENT.getJsonObject("channels").stream()
        .map(entry -> (JsonObject) entry.getValue())
        .filter(channel -> channel.getString("x-direction").equals(direction))
        .map(channel -> channel.getString("address").replaceAll("\\{[^}]*}", "*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void every_address_that_the_bridge_admits_is_described_and_the_other_way_round() {
    assertEquals(new TreeSet<>(BridgeAddresses.SENT_TO), addresses("send"));
    assertEquals(new TreeSet<>(BridgeAddresses.HEARD), addresses("register"));
    for (var address : BridgeAddresses.HEARD) {
      assertEquals(address, BridgeAddresses.kind(address.replace("*", "abc-1")));
    }
  }

  @Test
  void no_other_address_of_the_bus_can_be_heard() throws ReflectiveOperationException {
    for (var method : Addresses.class.getMethods()) {
      if (method.getDeclaringClass() != Addresses.class) continue;
      var address = (String) method.invoke(null, "abc");
      var described = addresses("register").contains(address.replaceFirst("\\.abc$", ".*"));
      assertEquals(described, BridgeAddresses.kind(address) != null, address);
    }
    for (var field : Addresses.class.getFields()) {
      var address = (String) field.get(null);
      assertEquals(address.equals("alert"), BridgeAddresses.kind(address) != null, address);
    }
    for (var bad :
        new String[] {"", ".", "trust.", "trust.a b", "trust", "reading.x", "trust.a.b"}) {
      assertNull(BridgeAddresses.kind(bad), bad);
    }
  }

  private static Set<String> names(Class<?> sealed) {
    return Arrays.stream(sealed.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> values(JsonArray array) {
    return array.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonObject payload(String message) {
    return DOCUMENT
        .getJsonObject("components")
        .getJsonObject("messages")
        .getJsonObject(message)
        .getJsonObject("payload");
  }

  private static JsonArray types(String message) {
    return payload(message).getJsonObject("properties").getJsonObject("type").getJsonArray("enum");
  }

  @Test
  void the_kinds_of_messages_are_those_of_the_bus() {
    assertEquals(names(SessionEvent.class), values(types("SessionEvent")));
    var told = names(AnalysisEvent.class);
    told.removeIf(
        type -> !BridgeAddresses.mayBeTold("analysis.x", new JsonObject().put("type", type)));
    assertEquals(told, values(types("AnalysisEvent")));
    var commands =
        payload("SessionCommand").getJsonArray("oneOf").stream()
            .map(one -> ((JsonObject) one).getJsonObject("properties"))
            .map(properties -> properties.getJsonObject("type").getString("const"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(names(SessionCommand.class), commands);
  }

  @Test
  void templates_and_fingerprints_of_a_person_reach_no_page() {
    for (var type : new String[] {"template", "fingerprint"}) {
      assertFalse(BridgeAddresses.mayBeTold("analysis.x", new JsonObject().put("type", type)));
    }
    assertTrue(BridgeAddresses.mayBeTold("analysis.x", new JsonObject().put("type", "face")));
    assertTrue(BridgeAddresses.mayBeTold("trust.x", new JsonObject()));
    assertNotNull(DOCUMENT.getString("asyncapi"));
  }
}
