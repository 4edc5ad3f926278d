package io.medtrust.lab.load;

import io.medtrust.app.Main;
import io.medtrust.testing.TrustingClient;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures what analysis at its limit costs the relay: the added latency at 50 subscribers while
 * many verified cameras are analysed, and while the same cameras send and are not, by turns. The
 * node is a process of its own with its worker, started as the launcher does; cameras enter by WHIP
 * and are tapped because their load token says that they are verified. Prints a table.
 *
 * <p>Arguments: the load client (a program with the options of {@link #client}), then {@code
 * --cameras N} (24), {@code --subs N} (50), {@code --rounds N} (4), {@code --seconds S} (10),
 * {@code --settle S} (20), {@code --priority normal|low|idle} (the node's setting).
 */
public final class RelayReport implements AutoCloseable {
  private static final int WARM_UP = 3;

  private final Path client;
  private final Map<String, String> options;
  private final Path data;
  private final int port;
  private final Process node;

  /** One window: percentiles in ms, cores of the worker, pictures left out. */
  private record Window(double p50, double p99, double loss, double cores, double shed) {}

  private RelayReport(Path client, Map<String, String> options) throws IOException {
    this.client = client;
    this.options = options;
    data = Files.createTempDirectory("medtrust-relay");
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var line = new ArrayList<>(List.of(java, "-XX:+UseZGC", "-Xms128m"));
    line.addAll(List.of("-XX:SoftMaxHeapSize=320m", "-Xmx1g"));
    line.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of("run", "--data", data.toString(), "--port", Integer.toString(port)));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("MEDTRUST_GATEWAY_METRICS_PUBLIC", "true");
    var priority = options.get("--priority");
    if (priority != null) builder.environment().put("MEDTRUST_ANALYSIS_WORKER_PRIORITY", priority);
    node = builder.redirectOutput(data.resolve("node.log").toFile()).start();
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 0 || args.length % 2 == 0) {
      System.err.println("usage: relay.sh LOAD_CLIENT [--cameras N] [--subs N] [--rounds N] ...");
      System.exit(2);
    }
    var options = new java.util.HashMap<String, String>();
    for (int i = 1; i < args.length; i += 2) options.put(args[i], args[i + 1]);
    try (var report = new RelayReport(Path.of(args[0]).toAbsolutePath(), options)) {
      report.run();
    }
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
  }

  private void run() throws Exception {
    for (int i = 0; i < 4; i++) {
      FootageFiles.write(Footage.of(100 + i, 20, 600), ivf(i), ogg(i));
    }
    Until.given(180, this::log, text -> text.contains("MedTrust is ready: "));
    var relay = token("relay", false);
    var analysed = token("cameras", true);
    var plain = token("others", false);
    cameras(analysed, "load-cameras", 1, 45);
    measure(relay);
    awaitEnd();
    System.out.println("| round | analysis | worker, cores | left out/s | p50 | p99 | loss |");
    System.out.println("|---|---|---|---|---|---|---|");
    var with = new ArrayList<Window>();
    var without = new ArrayList<Window>();
    for (int round = 1; round <= number("--rounds", 4); round++) {
      with.add(round(round, true, relay, analysed));
      without.add(round(round, false, relay, plain));
    }
    double a = median(with);
    double b = median(without);
    System.out.printf(
        "p99 with analysis %.2f ms, without %.2f ms: difference %.2f ms (medians of %d windows of"
            + " %d s; %d cameras, %d subscribers, %d cores, priority %s)%n",
        a,
        b,
        a - b,
        with.size(),
        number("--seconds", 10),
        number("--cameras", 24),
        number("--subs", 50),
        Runtime.getRuntime().availableProcessors(),
        options.getOrDefault("--priority", "as configured"));
  }

  private static double median(List<Window> windows) {
    var sorted = windows.stream().mapToDouble(Window::p99).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private final List<Process> sending = new ArrayList<>();

  private Window round(int round, boolean analysis, String relay, String token) throws Exception {
    int settle = number("--settle", 20);
    int length = settle + WARM_UP + number("--seconds", 10) + 8;
    var room = analysis ? "load-cameras" : "load-others";
    cameras(token, room, number("--cameras", 24), length);
    TimeUnit.SECONDS.sleep(settle);
    var window = measure(relay);
    awaitEnd();
    System.out.printf(
        "| %d | %s | %.2f | %.0f | %.2f ms | %.2f ms | %.2f %% |%n",
        round,
        analysis ? "yes" : "no",
        window.cores,
        window.shed,
        window.p50,
        window.p99,
        window.loss);
    return window;
  }

  private void cameras(String token, String room, int count, int seconds) throws Exception {
    for (int i = 0; i < count; i++) {
      var words = client(token, room, 0, 0, seconds);
      words.addAll(List.of("--ivf", ivf(i % 4).toString(), "--ogg", ogg(i % 4).toString()));
      var log = data.resolve("camera.log").toFile();
      sending.add(
          new ProcessBuilder(words)
              .directory(client.getParent().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start());
    }
  }

  private void awaitEnd() throws InterruptedException {
    for (var process : sending) process.waitFor();
    sending.clear();
  }

  private Window measure(String token) throws Exception {
    int seconds = number("--seconds", 10);
    var words = client(token, "load-relay", number("--subs", 50), WARM_UP, seconds);
    words.addAll(List.of("--server-pid", Long.toString(node.pid())));
    double shed = metric("medtrust_frames_shed_total");
    double cores = workers();
    long begin = System.nanoTime();
    var process =
        new ProcessBuilder(words)
            .directory(client.getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    double took = (System.nanoTime() - begin) / 1e9;
    var last = said.lines().reduce((a, b) -> b).orElse("");
    if (!last.startsWith("{")) throw new IllegalStateException("the load client said: " + said);
    var json = new JsonObject(last);
    var latency = json.getJsonObject("lat_us");
    return new Window(
        latency.getDouble("p50") / 1000,
        latency.getDouble("p99") / 1000,
        json.getDouble("loss_pct"),
        (workers() - cores) / took,
        (metric("medtrust_frames_shed_total") - shed) / took);
  }

  /** The options that a load client must have. */
  private ArrayList<String> client(String token, String room, int subs, int warmUp, int seconds) {
    var url = "http://127.0.0.1:" + port;
    return new ArrayList<>(
        List.of(
            client.toString(),
            "--mode",
            "whip",
            "--url",
            url,
            "--room",
            room,
            "--token",
            token,
            "--subs",
            Integer.toString(subs),
            "--warmup",
            Integer.toString(warmUp),
            "--duration",
            Integer.toString(seconds)));
  }

  private Path ivf(int person) {
    return data.resolve("person-" + person + ".ivf");
  }

  private Path ogg(int person) {
    return data.resolve("person-" + person + ".ogg");
  }

  private String log() {
    try {
      if (!node.isAlive()) throw new IllegalStateException("the node ended");
      return Files.readString(data.resolve("node.log"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token(String room, boolean verified) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var line = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Main.class.getName(), "token", "--role", "load", "--room", room));
    if (verified) line.add("--verified");
    line.addAll(List.of("--ttl", "7200", "--data", data.toString()));
    var process = new ProcessBuilder(line).start();
    var said = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) throw new IllegalStateException("no token: " + said);
    return said.lines().reduce((a, b) -> b).orElseThrow();
  }

  /** Seconds on the processor of the node's workers since they began. */
  private double workers() throws IOException {
    double sum = 0;
    for (var child : node.children().toList()) {
      var stat = Path.of("/proc", Long.toString(child.pid()), "cmdline");
      if (!Files.readString(stat).contains("WorkerCommand")) continue;
      sum += ProcessTime.of(child.pid()).values().stream().mapToLong(Long::longValue).sum() / 1e9;
    }
    return sum;
  }

  private double metric(String name) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
    var text =
        TrustingClient.create().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  @Override
  public void close() throws Exception {
    sending.forEach(Process::destroy);
    node.destroy();
    if (!node.waitFor(60, TimeUnit.SECONDS)) node.destroyForcibly().waitFor();
    try (var files = Files.walk(data)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
