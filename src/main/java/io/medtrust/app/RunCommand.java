package io.medtrust.app;

import java.util.List;

/** {@code medtrust run}: a node until a signal ends it. */
final class RunCommand {
  private RunCommand() {}

  static int run(List<String> words) throws Exception {
    var options = NodeOptions.parse(words, System.getenv());
    var node = new Node(options);
    // SIGINT and SIGTERM end here; what was started is stopped in reverse
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "stop"));
    try {
      for (var line : node.start()) System.out.println(line);
      node.awaitAnalysis();
    } catch (Exception e) {
      node.stop();
      throw e;
    }
    System.out.println("MedTrust is ready: " + node.url());
    System.out.flush();
    return Main.RUNNING;
  }
}
