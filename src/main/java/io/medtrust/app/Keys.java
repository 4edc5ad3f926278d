package io.medtrust.app;

import io.medtrust.keys.FileKeys;
import io.medtrust.keys.KeyProblem;
import io.medtrust.keys.KeyProvider;
import io.medtrust.ops.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the key provider of the settings. */
final class Keys {
  private Keys() {}

  /**
   * @throws UsageException in production mode, when no file is named or it lies in the data folder:
   *     whoever copies the data must not have its keys
   */
  static KeyProvider open(Settings settings, Path data) {
    try {
      var file = file(settings, data);
      return settings.text("keys.file").isEmpty()
          ? FileKeys.readOrCreate(file)
          : FileKeys.read(file);
    } catch (KeyProblem e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The key file; in development mode it may be one in the data folder. */
  static Path file(Settings settings, Path data) {
    var named = settings.text("keys.file");
    boolean production = Secrets.production(settings);
    if (named.isEmpty()) {
      if (production) {
        throw new UsageException(
            "keys.file is not set: production mode needs a key file outside of the data folder"
                + " (medtrust keys create --file FILE, then MEDTRUST_KEYS_FILE)");
      }
      return data.resolve("secrets").resolve("data.keys");
    }
    var file = Path.of(named).toAbsolutePath().normalize();
    if (production && real(file).startsWith(real(data))) {
      throw new UsageException("keys.file lies inside the data folder: keep keys and data apart");
    }
    return file;
  }

  /** Links resolved as far as the path is there. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      var parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
