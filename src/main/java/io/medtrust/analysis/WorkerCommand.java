package io.medtrust.analysis;

import io.medtrust.analysis.detect.Detectors;
import io.medtrust.analysis.face.FaceTrackers;
import io.medtrust.analysis.worker.AnalysisWorker;
import io.medtrust.analysis.worker.WorkerParts;
import io.medtrust.analysis.worker.WorkerSettings;
import io.medtrust.ops.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code medtrust analysis --listen HOST:PORT [--config FILE] [--port-file FILE] [--parent PID]}:
 * runs a worker until it is stopped, or until its parent is gone. Port 0 lets the system choose;
 * the port file then tells which.
 */
public final class WorkerCommand {
  /** Exit status when decoding is stuck in native code. */
  static final int STUCK = 70;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
  private static final long PARENT_MS = 500;
  private static final Set<String> OPTIONS =
      Set.of("--listen", "--config", "--port-file", "--parent");

  private WorkerCommand() {}

  /**
   * Returns when the worker listens; its threads keep the process alive.
   *
   * @param args without the word {@code analysis}
   * @throws IllegalArgumentException with one sentence for the terminal
   */
  public static void run(String[] args) {
    var options = parse(args);
    var listen = options.getOrDefault("--listen", "127.0.0.1:4100");
    int colon = listen.lastIndexOf(':');
    if (colon < 1) throw new IllegalArgumentException("--listen needs HOST:PORT, not " + listen);
    var host = listen.substring(0, colon);
    int port = number(listen.substring(colon + 1), "--listen needs HOST:PORT, not " + listen);
    var config = options.get("--config");
    var settings = Settings.load(config == null ? null : Path.of(config), System.getenv());

    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    if (options.containsKey("--parent")) {
      followParent(vertx, number(options.get("--parent"), "--parent needs a process id"));
    }
    var worker =
        AnalysisWorker.start(
                vertx,
                host,
                port,
                WorkerSettings.from(settings),
                parts(),
                () -> {
                  LOG.error("decoding is stuck; the worker ends");
                  Runtime.getRuntime().halt(STUCK);
                })
            .await()
            .warmUp();
    LOG.info("the analysis worker listens on {}:{}", host, worker.port());
    var portFile = options.get("--port-file");
    if (portFile != null) tell(Path.of(portFile), worker.port());
  }

  /** What a worker is made of; loads native libraries. */
  static WorkerParts parts() {
    return WorkerParts.find(FaceTrackers.factory(), Detectors.all());
  }

  /** The worker as a process of its own. */
  public static void main(String[] args) {
    try {
      run(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static Map<String, String> parse(String[] args) {
    var options = new HashMap<String, String>();
    for (int i = 0; i < args.length; i += 2) {
      if (!OPTIONS.contains(args[i])) {
        throw new IllegalArgumentException("there is no option " + args[i]);
      }
      if (i + 1 == args.length) throw new IllegalArgumentException(args[i] + " needs a value");
      options.put(args[i], args[i + 1]);
    }
    return options;
  }

  private static int number(String text, String otherwise) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A worker without its node decodes for nobody. */
  private static void followParent(Vertx vertx, long pid) {
    var parent = ProcessHandle.of(pid).orElse(null);
    vertx.setPeriodic(
        PARENT_MS,
        _ -> {
          if (parent == null || !parent.isAlive()) {
            LOG.info("the node is gone; the worker ends");
            Runtime.getRuntime().halt(0);
          }
        });
  }

  /** Written beside and moved, so that a reader never sees half of it. */
  private static void tell(Path file, int port) {
    try {
      var beside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(beside, Integer.toString(port));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalArgumentException("the port cannot be written to " + file + ": " + e);
    }
  }
}
