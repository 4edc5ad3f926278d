package io.medtrust.gateway.anomaly;

import io.medtrust.gateway.anomaly.model.Detector;
import io.medtrust.gateway.anomaly.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in the node's folder. Written beside and renamed, so that a crash leaves the old one; a
 * damaged one is set aside as evidence and learning begins anew. Blocks.
 */
final class ModelStore {
  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final Path file;
  private String name;
  private Instant savedAt;
  private String refused;

  ModelStore(Path file) {
    this.file = file;
  }

  Detector load(Detector.Tuning tuning, long seed) {
    if (file != null && Files.exists(file)) {
      try {
        var bytes = Files.readAllBytes(file);
        var detector = ModelFile.read(bytes, tuning, seed);
        name = ModelFile.name(bytes);
        savedAt = Files.getLastModifiedTime(file).toInstant();
        return detector;
      } catch (IOException | IllegalArgumentException e) {
        refused = e.getMessage();
        LOG.error("{} ({}); it is set aside and learning begins anew", refused, file);
        setAside();
      }
    }
    return new Detector(tuning, seed);
  }

  private void setAside() {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".refused"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("{} could not be set aside: {}", file, e.toString());
    }
  }

  void save(byte[] bytes) {
    if (file == null) return;
    try {
      var beside = file.resolveSibling(file.getFileName() + ".new");
      Files.write(
          beside,
          bytes,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      synchronized (this) {
        name = ModelFile.name(bytes);
        savedAt = Instant.now();
      }
    } catch (IOException e) {
      LOG.warn("the traffic model was not saved: {}", e.toString());
    }
  }

  synchronized String name() {
    return name;
  }

  synchronized Instant savedAt() {
    return savedAt;
  }

  /** Why the file that was there was not used; null when nothing was wrong. */
  String refused() {
    return refused;
  }
}
