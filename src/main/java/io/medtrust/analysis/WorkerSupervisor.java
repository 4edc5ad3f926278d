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
 * Keeps the node's own worker running: starts the process, tells where it listens, tells when it is
 * gone, starts it again. The process gets the settings of its section and nothing else of the
 * node's environment, so that no secret is in it.
 *
 * <p>One virtual thread waits on the process; the listener is called on it.
 */
final class WorkerSupervisor implements AutoCloseable {
  /** Is told of the process. */
  interface Listener {
    void started(int port);

    void ended(String why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(WorkerSupervisor.class);
  private static final Logger WORKER = LoggerFactory.getLogger("io.medtrust.analysis.process");
  private static final long START_LIMIT_NANOS = 60_000_000_000L;
  private static final long POLL_MS = 10;

  /** A worker that lived this long was healthy: the next pause is short again. */
  private static final long HEALTHY_NANOS = 10_000_000_000L;

  private static final int MAX_LINE = 2000;

  private final AnalysisSettings settings;
  private final Listener listener;
  private volatile Process process;
  private volatile boolean closed;
  private Thread thread;

  WorkerSupervisor(AnalysisSettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  void start() {
    thread = Thread.ofVirtual().name("analysis-supervisor").start(this::run);
  }

  private void run() {
    long pause = settings.restartMinMs();
    while (!closed) {
      long begin = System.nanoTime();
      String why;
      try {
        why = once();
      } catch (IOException e) {
        why = "The analysis worker cannot be started: " + e.getMessage();
      } catch (InterruptedException _) {
        return;
      } finally {
        end();
      }
      if (closed) return;
      LOG.warn("{}; it is started again in {} ms", why, pause);
      listener.ended(why);
      try {
        Thread.sleep(pause);
      } catch (InterruptedException _) {
        return;
      }
      pause =
          System.nanoTime() - begin > HEALTHY_NANOS
              ? settings.restartMinMs()
              : Math.min(Math.max(1, pause) * 2, settings.restartMaxMs());
    }
  }

  /** Runs one process to its end; returns how it ended. */
  private String once() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("medtrust-worker");
    try {
      var portFile = folder.resolve("port");
      var child = command(portFile).start();
      process = child;
      if (closed) child.destroyForcibly();
      Thread.ofVirtual().name("analysis-log").start(() -> log(child));
      long limit = System.nanoTime() + START_LIMIT_NANOS;
      while (child.isAlive() && !Files.exists(portFile)) {
        if (System.nanoTime() - limit > 0) {
          return "The analysis worker did not listen in time";
        }
        Thread.sleep(POLL_MS);
      }
      if (child.isAlive()) {
        LOG.info("the analysis worker runs as process {}", child.pid());
        listener.started(Integer.parseInt(Files.readString(portFile).trim()));
      }
      return "The analysis worker ended with status " + child.waitFor();
    } finally {
      Files.deleteIfExists(folder.resolve("port"));
      Files.deleteIfExists(folder.resolve("port.new"));
      Files.deleteIfExists(folder);
    }
  }

  private ProcessBuilder command(Path portFile) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + settings.workerHeapMb() + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "-Xshare:auto",
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

  /** The process of now, or null. */
  ProcessHandle handle() {
    var child = process;
    return child == null ? null : child.toHandle();
  }

  /** Ends the process of now, because it does not answer; it is started again. */
  void kill() {
    var child = process;
    if (child != null) child.destroyForcibly();
  }

  private void end() {
    var child = process;
    process = null;
    if (child == null) return;
    child.destroy();
    try {
      if (!child.waitFor(2, TimeUnit.SECONDS)) child.destroyForcibly().waitFor();
    } catch (InterruptedException _) {
      child.destroyForcibly();
    }
  }

  /** Stops the worker and waits for its end. May block some seconds: not on an event loop. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) thread.interrupt();
    try {
      if (thread != null) thread.join(5000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    end();
  }
}
