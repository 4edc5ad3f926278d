package io.medtrust.analysis;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker process of this node. It gets the settings of its section and nothing else of the
 * node's environment, so that no secret is in it. Its methods block: use it on virtual threads.
 */
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final Logger WORKER = LoggerFactory.getLogger("io.medtrust.analysis.process");
  private static final long START_LIMIT_NANOS = 180_000_000_000L;
  private static final long POLL_MS = 10;
  private static final int MAX_LINE = 2000;

  private final Process process;
  private final Path folder;
  private volatile int port;

  private WorkerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts it; it does not listen yet. */
  static WorkerProcess start(AnalysisSettings settings) throws IOException {
    var folder = Files.createTempDirectory("medtrust-worker");
    var process = command(settings, folder.resolve("port")).start();
    Thread.ofVirtual().name("analysis-log").start(() -> log(process));
    return new WorkerProcess(process, folder);
  }

  /**
   * Waits until it listens.
   *
   * @return the port; 0 when it ended before, or did not listen in time
   */
  int awaitPort() throws IOException, InterruptedException {
    var file = folder.resolve("port");
    long limit = System.nanoTime() + START_LIMIT_NANOS;
    while (port == 0 && process.isAlive() && System.nanoTime() - limit < 0) {
      if (Files.exists(file)) port = Integer.parseInt(Files.readString(file).trim());
      else Thread.sleep(POLL_MS);
    }
    return port;
  }

  /** It listens and lives. */
  boolean ready() {
    return port != 0 && process.isAlive();
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits for its end and returns its status. */
  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends it in order, or at once when it does not end by itself in two seconds. */
  void end() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
    try {
      Files.deleteIfExists(folder.resolve("port"));
      Files.deleteIfExists(folder.resolve("port.new"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.debug("a temporary folder stays", e);
    }
  }

  private static ProcessBuilder command(AnalysisSettings settings, Path portFile) {
    var line = new ArrayList<>(settings.priority().prefix(System.getenv("PATH")));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + settings.workerHeapMb() + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    // A crash report holds pieces of the memory, and so of somebody's picture.
    if (settings.crashReports().isBlank()) {
      line.add("-XX:+UnlockDiagnosticVMOptions");
      line.add("-XX:+SuppressFatalErrorMessage");
    } else {
      line.add("-XX:ErrorFile=" + settings.crashReports() + File.separator + "worker-%p.log");
    }
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            WorkerCommand.class.getName(),
            "--listen",
            "127.0.0.1:0",
            "--port-file",
            portFile.toString(),
            "--parent",
            Long.toString(ProcessHandle.current().pid())));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    environment(builder.environment(), settings.worker());
    return builder;
  }

  /** Nothing of the node's environment but what locates folders and the language. */
  static void environment(Map<String, String> environment, Map<String, String> section) {
    environment.keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"));
    section.forEach(
        (name, value) ->
            environment.put(
                "MEDTRUST_ANALYSIS_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
  }

  private static void log(Process child) {
    try (var lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        WORKER.info("{}", WorkerAnswers.cut(line, MAX_LINE));
      }
    } catch (IOException e) {
      LOG.debug("the log of the worker ended", e);
    }
  }
}
