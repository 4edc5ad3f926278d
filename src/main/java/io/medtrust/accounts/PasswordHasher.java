package io.medtrust.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.medtrust.bus.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Argon2id password hashes (RFC 9106), computed on a few threads of their own: a hash takes tens of
 * milliseconds and megabytes on purpose, so there is a bound on how many run and wait.
 */
public final class PasswordHasher {
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int MAX_PASSWORD = 1024;

  private final WorkerExecutor workers;
  private final Argon2Function function;
  private final int queue;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** What an unknown account is checked against, so that it takes the same time. */
  private final String decoy;

  public PasswordHasher(Vertx vertx, AccountsSettings settings) {
    this.function =
        Argon2Function.getInstance(
            settings.argonMemoryKib(),
            settings.argonIterations(),
            settings.argonParallelism(),
            HASH_BYTES,
            Argon2.ID);
    this.queue = settings.hashQueue();
    this.workers = vertx.createSharedWorkerExecutor("password-hash", settings.hashThreads());
    this.decoy = Password.hash("").addRandomSalt(SALT_BYTES).with(function).getResult();
  }

  /** The encoded hash, with its parameters and salt. */
  public Future<String> hash(String password) {
    if (password.length() > MAX_PASSWORD) {
      return Future.failedFuture(
          new Problem(400, "validation_failed", "A password has at most 1024 characters"));
    }
    return run(() -> Password.hash(password).addRandomSalt(SALT_BYTES).with(function).getResult());
  }

  /**
   * Whether the password is right; with a null hash it takes as long, and the answer is no. Fails
   * with 503 {@code busy} when too many wait.
   */
  public Future<Boolean> check(String password, String hash) {
    if (password.length() > MAX_PASSWORD) return Future.succeededFuture(false);
    var against = hash == null ? decoy : hash;
    return run(
        () ->
            Password.check(password, against).with(Argon2Function.getInstanceFromHash(against))
                && hash != null);
  }

  private <T> Future<T> run(Callable<T> work) {
    if (inFlight.incrementAndGet() > queue) {
      inFlight.decrementAndGet();
      return Future.failedFuture(
          new Problem(503, "busy", "Too many sign-ins at once; try again in a moment"));
    }
    return workers.executeBlocking(work, false).onComplete(_ -> inFlight.decrementAndGet());
  }
}
