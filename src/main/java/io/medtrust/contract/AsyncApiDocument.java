package io.medtrust.contract;

import java.util.Map;

/**
 * The AsyncAPI 3.0 document of the event-bus bridge, {@code asyncapi.yaml} on the class path.
 *
 * @param text as it is served
 * @param document the same, read
 */
public record AsyncApiDocument(String text, Map<String, Object> document) {
  private static final String FILE = "/asyncapi.yaml";

  /**
   * @throws IllegalStateException when a reference in it leads nowhere
   */
  public static AsyncApiDocument load() {
    var text = Yaml.text(FILE);
    var document = Yaml.parse(FILE, text);
    References.check(document);
    return new AsyncApiDocument(text, document);
  }
}
