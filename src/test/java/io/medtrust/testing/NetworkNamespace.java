package io.medtrust.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A second machine, as far as the network goes: a network namespace of Linux that is joined with
 * ours by one virtual cable. Needs root. Close it.
 */
public final class NetworkNamespace implements AutoCloseable {
  private final String name;
  private final String cable;
  private final String ours;
  private final Path folder;

  private NetworkNamespace(Path folder) {
    long id = ProcessHandle.current().pid() % 10_000;
    name = "medtrust-" + id;
    cable = "mt" + id;
    // RFC 2544 appendix C.2.2: addresses set aside for tests of networks
    ours = "198.18." + id % 256 + ".";
    this.folder = folder;
  }

  /**
   * @param folder for a small script
   * @return nothing when this user or this system may not make one
   */
  public static Optional<NetworkNamespace> create(Path folder) {
    if (!ip("netns", "list")) return Optional.empty();
    var made = new NetworkNamespace(folder);
    boolean all =
        ip("netns", "add", made.name)
            && ip(
                "link",
                "add",
                made.cable,
                "type",
                "veth",
                "peer",
                "name",
                "far",
                "netns",
                made.name)
            && ip("address", "add", made.ours + "1/30", "dev", made.cable)
            && ip("link", "set", made.cable, "up")
            && ip("-n", made.name, "address", "add", made.ours + "2/30", "dev", "far")
            && ip("-n", made.name, "link", "set", "far", "up")
            && ip("-n", made.name, "link", "set", "lo", "up");
    if (all) return Optional.of(made);
    made.close();
    return Optional.empty();
  }

  /** Our end of the cable. */
  public String address() {
    return ours + "1";
  }

  /** A command that does what the given one does, from the other end of the cable. */
  public Path inside(Path command) throws IOException {
    var script = folder.resolve(command.getFileName() + "-inside");
    Files.writeString(
        script, "#!/bin/sh\nexec ip netns exec %s '%s' \"$@\"\n".formatted(name, command));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static boolean ip(String... words) {
    try {
      var line = new java.util.ArrayList<String>();
      line.add("ip");
      line.addAll(java.util.List.of(words));
      return new ProcessBuilder(line)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The cable goes with the namespace. */
  @Override
  public void close() {
    ip("link", "delete", cable);
    ip("netns", "delete", name);
  }
}
