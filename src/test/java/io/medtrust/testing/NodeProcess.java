package io.medtrust.testing;

import io.medtrust.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code medtrust} command as a process of its own, as the launcher starts it. */
public final class NodeProcess implements AutoCloseable {
  /** How a command ended: its exit status and all that it printed. */
  public record Ended(int status, String output) {}

  private final Process process;
  private final Path output;

  private NodeProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param output file for what it prints
   * @param environment settings; those of this process do not reach it
   */
  public static NodeProcess start(Path output, Map<String, String> environment, String... words)
      throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName()));
    line.addAll(List.of(words));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MEDTRUST_"));
    builder.environment().putAll(environment);
    return new NodeProcess(builder.redirectOutput(output.toFile()).start(), output);
  }

  /** Runs a command to its end. */
  public static Ended run(Path output, Map<String, String> environment, String... words)
      throws Exception {
    try (var command = start(output, environment, words)) {
      if (!command.process.waitFor(120, TimeUnit.SECONDS)) {
        throw new AssertionError("did not end: " + String.join(" ", words) + command.output());
      }
      return new Ended(command.process.exitValue(), command.output());
    }
  }

  /** Waits for the line that says that the node is ready; gives the address in it. */
  public String awaitReady() {
    return Until.given(
            120,
            () -> {
              if (!process.isAlive()) throw new AssertionError("the node ended: " + output());
              return output()
                  .lines()
                  .filter(line -> line.startsWith("MedTrust is ready: "))
                  .findFirst();
            },
            Optional::isPresent)
        .get()
        .substring("MedTrust is ready: ".length());
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** {@code kill -TERM}, which is what Ctrl-C comes to as well; waits for the end. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new AssertionError("did not stop: " + output());
    }
    return process.exitValue();
  }

  /** Running processes with one of these words in their command line. */
  public static List<Long> running(String... words) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != ProcessHandle.current().pid())
        .filter(
            pid -> {
              var line = commandLine(pid);
              for (var word : words) if (line.contains(word)) return true;
              return false;
            })
        .toList();
  }

  /** The words of a process, a space between; empty when it is gone. */
  public static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) terminate();
  }
}
