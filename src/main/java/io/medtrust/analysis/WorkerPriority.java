package io.medtrust.analysis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the worker gives way to the relay on the same cores. Java can set no priority of a process,
 * so the worker is started by the system's own tools; without them it is started as it is.
 */
enum WorkerPriority {
  /** As the node. */
  NORMAL,
  /** {@code nice -n 10}: about a tenth of what the node gets when both want all of a core. */
  LOW,
  /**
   * {@code chrt --idle 0} (Linux, SCHED_IDLE): whatever else wakes up runs at once, and the worker
   * gets what is left. Where that is not there or not allowed, {@code nice -n 19}.
   */
  IDLE;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerPriority.class);

  /**
   * @throws IllegalArgumentException with one sentence when there is no such priority
   */
  static WorkerPriority of(String name) {
    for (var each : values()) if (each.name().toLowerCase(Locale.ROOT).equals(name)) return each;
    throw new IllegalArgumentException(
        "analysis.worker_priority is normal, low or idle, not " + name);
  }

  /**
   * Words before the worker's command line. They replace themselves by the worker, so that its
   * process id is the one that was started.
   *
   * @param path folders of programs, as in the environment
   */
  List<String> prefix(String path) {
    if (this == NORMAL) return List.of();
    var chrt = this == IDLE ? find("chrt", path) : null;
    if (chrt != null) {
      var idle = List.of(chrt, "--idle", "0");
      if (runs(idle, find("true", path))) return idle;
    }
    var nice = find("nice", path);
    if (nice != null) return List.of(nice, "-n", this == IDLE ? "19" : "10");
    LOG.warn("there is no program to start the worker at a lower priority with");
    return List.of();
  }

  /** Whether the system allows it: a container may not. */
  private static boolean runs(List<String> prefix, String nothing) {
    if (nothing == null) return false;
    try {
      var line = new java.util.ArrayList<>(prefix);
      line.add(nothing);
      var trial =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (trial.waitFor(5, TimeUnit.SECONDS)) return trial.exitValue() == 0;
      trial.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String find(String program, String path) {
    if (path == null) return null;
    for (var folder : path.split(File.pathSeparator)) {
      if (folder.isEmpty()) continue;
      var file = Path.of(folder, program);
      if (Files.isExecutable(file)) return file.toString();
    }
    return null;
  }
}
