package io.medtrust.lab.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Time on the processor of a process by what its threads do, from the Linux kernel's accounts. */
final class ProcessTime {
  private ProcessTime() {}

  /** Nanoseconds since the start, by a stage's name. */
  static Map<String, Long> of(long pid) throws IOException {
    var stages = new TreeMap<String, Long>();
    try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (var task : tasks.toList()) {
        try {
          var name = Files.readString(task.resolve("comm")).strip();
          var used = Files.readString(task.resolve("schedstat")).split(" ")[0];
          stages.merge(stage(name), Long.parseLong(used), Long::sum);
        } catch (IOException e) {
          // The thread ended meanwhile.
        }
      }
    }
    return stages;
  }

  /**
   * Seconds that all processors of the machine have worked since its start, in steps of 10 ms; the
   * first line of {@code /proc/stat} without idle and waiting for disks (proc(5)).
   */
  static double machineSeconds() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      var words = lines.findFirst().orElse("").split(" +");
      double ticks = 0;
      for (int i = 1; i < Math.min(words.length, 9); i++) {
        if (i != 4 && i != 5) ticks += Long.parseLong(words[i]);
      }
      return ticks / 100;
    }
  }

  // The kernel keeps 15 characters of a thread's name.
  private static String stage(String name) {
    if (name.startsWith("decode-")) return "decoding, face tracking, speech activity";
    if (name.startsWith("detect-")) {
      int end = name.lastIndexOf('-');
      return "detectors: " + name.substring(7, end > 7 ? end : name.length());
    }
    if (name.startsWith("vert.x") || name.startsWith("vertx")) return "receiving and sending";
    if (name.matches("(C1|C2) .*|.*Compiler.*|Sweeper.*")) return "compiling";
    if (name.matches("(Serial|G1|Z|VM ).*|java|GC .*")) return "memory and the rest of Java";
    return "other";
  }
}
