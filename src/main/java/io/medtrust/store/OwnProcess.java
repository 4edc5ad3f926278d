package io.medtrust.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds by pid file and stops what an earlier node, killed without warning, left running. */
final class OwnProcess {
  private OwnProcess() {}

  /**
   * The process that the first line of a pid file names, if it still runs and its command line
   * holds the given word: a pid may by now belong to somebody else.
   */
  static Optional<ProcessHandle> find(Path pidFile, String word) {
    try {
      if (!Files.exists(pidFile)) return Optional.empty();
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
      var commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
      if (!Files.exists(commandLine) || !Files.readString(commandLine).contains(word)) {
        return Optional.empty();
      }
      return ProcessHandle.of(pid);
    } catch (IOException | NumberFormatException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /** Ends a process: asks with the given signal, waits, then insists. */
  static void stop(ProcessHandle process, String signal, long waitSeconds) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      process.onExit().get(waitSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (Exception e) {
      process.destroyForcibly();
    }
  }
}
