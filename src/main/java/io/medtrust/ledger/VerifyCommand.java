package io.medtrust.ledger;

import io.vertx.sqlclient.Pool;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** {@code medtrust verify}: prints what {@link Verifier} found. */
public final class VerifyCommand {
  private VerifyCommand() {}

  /**
   * Verifies everything and prints one line when all is well, else one line for each broken chain.
   * Blocks; not to be called on an event loop.
   *
   * @return exit code: 0 when every block verifies, 1 when one does not, 2 when the log could not
   *     be read
   */
  public static int run(Pool pool, PrintStream out, PrintStream err) {
    try {
      var report = Verifier.verify(pool).toCompletionStage().toCompletableFuture().get();
      for (var broken : report.broken()) {
        out.printf(
            "BROKEN verification %s block %d second %d (%s): %s [%s]%n",
            broken.verification(),
            broken.block(),
            broken.second(),
            Instant.ofEpochSecond(broken.second()),
            broken.message(),
            broken.code());
      }
      out.printf(
          Locale.ROOT,
          "%s: %d blocks in %d segments of %d verifications, %d broken; %.1f s%n",
          report.intact() ? "The chain verifies" : "The chain does NOT verify",
          report.blocks(),
          report.segments(),
          report.verifications(),
          report.brokenChains(),
          report.millis() / 1000.0);
      return report.intact() ? 0 : 1;
    } catch (ExecutionException e) {
      err.println("The log could not be read: " + e.getCause().getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    }
  }
}
