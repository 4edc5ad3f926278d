package io.medtrust.app;

import io.medtrust.analysis.WorkerCommand;
import io.medtrust.lab.LabCommand;
import java.util.Arrays;
import java.util.List;

/** The {@code medtrust} command: chooses the subcommand and turns failures into one sentence. */
public final class Main {
  static final String HELP =
      """
      MedTrust: telemedicine calls whose identity is verified on the server, from the relayed media.

        medtrust run [--port 4000] [--data DIR] [--demo] [--config FILE]
                     [--host ADDRESS --tls CERT,KEY | --tls self-signed | --behind-proxy CIDR]
            Starts a node with its analysis worker and, unless MEDTRUST_PG_URL and MEDTRUST_REDIS_URL are
            set, its own PostgreSQL and Redis in DIR (default: data). --demo makes four accounts and an open
            session.
        medtrust analysis --listen ADDRESS:PORT
            Starts an analysis worker for nodes elsewhere.
        medtrust token --role load|display --room NAME [--ttl SECONDS] [--data DIR]
            Prints a scoped token, alone on the last line.
        medtrust verify [--data DIR]
            Recomputes every block of the log and names the first broken one.
        medtrust keys create --file FILE
            Adds a key to the file that protects secrets in the database (keys.file); the older ones still open.
        medtrust keys rotate [--data DIR]
            Publishes a new key that signs tokens (accounts.signing: eddsa); the old one verifies until its tokens end.
        medtrust lab run --data DIR [--json FILE] [--html FILE] ...
        medtrust lab attack --data DIR [--kind KIND] [--runs N] [--json FILE] ...
            Measures detection on labelled media and under scripted attacks; see docs/lab.md.
        medtrust lab soak --minutes M [--at-once N] [--work DIR]
            Counts false alarms on synthetic people through the whole pipeline; runs add up.
        medtrust lab observe --hours H [--work DIR] [--json FILE]
            The same on people without pixels, many times faster than real time.
        medtrust lab load --streams N [--seconds S] [--json FILE]
            Measures how many verified cameras a worker carries.
        medtrust lab docs --results DIR [--out DOCS_DIR] [--check]
            Writes the measured parts of the pages from result files, or says which pages differ.
        medtrust lab traffic [--json FILE] [--hospitals N] [--set test|tuning]
            Measures the request anomaly detector on synthetic traffic with attacks.
        medtrust lab calibrate --scores FILE.csv --out FILE.json [--form auto|logistic|isotonic]
            Fits the curves that make scores evidence, from labelled scores.
        medtrust lab train speaker|voice-synthetic --data DIR [--out FILE] [--seed N] [--date YYYY-MM-DD]
            Trains one of the project's own models from a media folder, and prints what it measures.
        medtrust test
            Runs every test on this machine.
        medtrust help
            Prints this.

      Settings: config/medtrust.yaml, each overridden by the environment as MEDTRUST_SECTION_NAME.
      """;

  private Main() {}

  public static void main(String[] args) {
    int status;
    try {
      status =
          run(
              args.length == 0 ? "help" : args[0],
              Arrays.asList(args).subList(Math.min(1, args.length), args.length));
    } catch (UsageException | IllegalArgumentException e) {
      System.err.println("medtrust: " + e.getMessage());
      status = 2;
    } catch (Exception e) {
      System.err.println("medtrust: " + (e.getMessage() == null ? e : e.getMessage()));
      status = 1;
    }
    if (status != RUNNING) System.exit(status);
  }

  /** A subcommand that goes on after its start: the process ends by a signal. */
  static final int RUNNING = -1;

  private static int run(String command, List<String> rest) throws Exception {
    return switch (command) {
      case "run" -> RunCommand.run(rest);
      case "analysis" -> {
        WorkerCommand.run(rest.toArray(String[]::new));
        yield RUNNING;
      }
      case "token" -> Tools.token(rest);
      case "verify" -> Tools.verify(rest);
      case "keys" -> Tools.keys(rest);
      case "lab" -> LabCommand.run(rest, System.out);
      case "help", "--help", "-h" -> {
        System.out.print(HELP);
        yield 0;
      }
      default -> throw new UsageException("unknown command: " + command + "; see medtrust help");
    };
  }
}
