package io.medtrust.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPriorityTest {
  @TempDir Path folder;

  /** What a process says of itself that was started so: process id, nice value, policy. */
  private static String[] started(WorkerPriority priority) throws Exception {
    var line = new ArrayList<>(priority.prefix(System.getenv("PATH")));
    // proc(5): the 19th word is the nice value, the 41st the scheduling policy.
    line.addAll(List.of("sh", "-c", "read s < /proc/$$/stat; set -- $s; echo $$ ${19} ${41}"));
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), said);
    var words = said.split(" ");
    assertEquals(Long.toString(process.pid()), words[0], "the process is the one that was started");
    return words;
  }

  @Test
  void theWorkerGivesWayToTheNodeAndIsTheProcessThatWasStarted() throws Exception {
    int own = Integer.parseInt(started(WorkerPriority.NORMAL)[1]);
    int low = Integer.parseInt(started(WorkerPriority.LOW)[1]);
    assertEquals(Math.min(19, own + 10), low);
    var idle = started(WorkerPriority.IDLE);
    assertTrue(idle[2].equals("5") || idle[1].equals("19"), String.join(" ", idle));
  }

  @Test
  void withoutTheToolsOrWhereTheyAreNotAllowedItIsStartedAllTheSame() throws Exception {
    assertEquals(List.of(), WorkerPriority.LOW.prefix(folder.toString()));
    assertEquals(List.of(), WorkerPriority.IDLE.prefix(null));
    for (var name : List.of("chrt", "true", "nice")) {
      var file = folder.resolve(name);
      Files.writeString(file, "#!/bin/sh\nexit 1\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    assertEquals(
        List.of(folder.resolve("nice").toString(), "-n", "19"),
        WorkerPriority.IDLE.prefix("/nowhere::" + folder));
  }

  @Test
  void anotherWordIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> WorkerPriority.of("high"));
    assertEquals("analysis.worker_priority is normal, low or idle, not high", e.getMessage());
  }
}
