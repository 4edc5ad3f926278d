package io.medtrust.lab.run;

import io.medtrust.bus.Problem;
import io.medtrust.bus.Wire;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Results of calls, a file each, in a folder for each build and configuration: what was measured by
 * another build is not mixed in. A file that cannot be read counts as not measured.
 */
final class RunStore {
  private final Path folder;

  /**
   * @param fingerprint of build, settings and data
   * @throws IllegalArgumentException when the folder cannot be made
   */
  RunStore(Path work, String fingerprint) {
    folder = work.resolve(fingerprint);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("the folder " + folder + " cannot be made: " + e);
    }
  }

  Path folder() {
    return folder;
  }

  Optional<CallResult> find(String key) {
    var file = file(key);
    if (!Files.isReadable(file)) return Optional.empty();
    try {
      var result = Wire.decode(new JsonObject(Files.readString(file)), CallResult.class);
      return key.equals(result.key()) ? Optional.of(result) : Optional.empty();
    } catch (IOException | DecodeException | Problem e) {
      return Optional.empty();
    }
  }

  void put(CallResult result) throws IOException {
    var file = file(result.key());
    var beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, Wire.encode(result).encode());
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String key) {
    var hash = Fingerprint.sha256(key.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(hash, 0, 12) + ".json");
  }
}
