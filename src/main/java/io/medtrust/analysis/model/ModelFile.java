package io.medtrust.analysis.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bytes of one model.
 *
 * @param name and version, as readings carry it: {@code mobilefacenet@67bcfa3c}
 * @param bytes not to be written to
 * @param sha256 of the bytes, lower-case hex
 */
public record ModelFile(String name, byte[] bytes, String sha256) {
  /** Files of this process: few, and a name holds the beginning of its hash. */
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  public ModelFile {
    READ.put(name, sha256);
  }

  /** The hash of the file that was read under that name; empty when there was none. */
  public static String sha256Of(String name) {
    return READ.getOrDefault(name, "");
  }
}
