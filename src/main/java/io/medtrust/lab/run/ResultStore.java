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
public final class ResultStore<R extends ResultStore.Result> {
  /** What can be kept. */
  public interface Result {
    /** What was measured; one result for each key. */
    String key();
  }

  private final Path folder;
  private final Class<R> type;

  /**
   * @param fingerprint of build, settings and data
   * @throws IllegalArgumentException when the folder cannot be made
   */
  public ResultStore(Path work, String fingerprint, Class<R> type) {
    this.type = type;
    folder = work.resolve(fingerprint);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("the folder " + folder + " cannot be made: " + e);
    }
  }

  public Optional<R> find(String key) {
    var file = file(key);
    if (!Files.isReadable(file)) return Optional.empty();
    try {
      var result = Wire.decode(new JsonObject(Files.readString(file)), type);
      return key.equals(result.key()) ? Optional.of(result) : Optional.empty();
    } catch (IOException | DecodeException | Problem e) {
      return Optional.empty();
    }
  }

  public void put(R result) throws IOException {
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
