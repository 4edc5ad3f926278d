package io.medtrust.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** YAML 1.2 in and out; files come from the class path. */
final class Yaml {
  private static final int ALIASES = 200;

  private Yaml() {}

  /**
   * @throws IllegalStateException when there is no such file
   */
  static String text(String path) {
    try (var in = Yaml.class.getResourceAsStream(path)) {
      if (in == null) throw new IllegalStateException(path + " is not on the class path");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalStateException when the text is not a YAML map with text keys
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> parse(String name, String text) {
    var settings =
        LoadSettings.builder().setLabel(name).setMaxAliasesForCollections(ALIASES).build();
    Object read;
    try {
      read = new Load(settings).loadFromString(text);
    } catch (RuntimeException e) {
      throw new IllegalStateException(name + " is not valid YAML: " + e.getMessage(), e);
    }
    if (read instanceof Map<?, ?> map) return (Map<String, Object>) map;
    throw new IllegalStateException(name + " is not a YAML map");
  }

  static String write(Map<String, Object> map) {
    return new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(120)
                .setDereferenceAliases(true)
                .build())
        .dumpToString(map);
  }
}
