package io.medtrust.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The node's folder, held by one node at a time. The lock ends with the process, however that ends.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * @throws UsageException when another node uses the folder, or it cannot be written
   */
  static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null)
        throw new UsageException("another node is running on the data folder " + path);
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new UsageException("the data folder " + path + " cannot be used: " + e.getMessage());
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
