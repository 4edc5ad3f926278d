package io.medtrust.store;

import io.medtrust.bus.Problem;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.pgclient.PgException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the API's words what a store's failure means to a client; nothing of SQL gets out. */
public final class StoreProblems {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProblems.class);

  private StoreProblems() {}

  /**
   * The problem that a failure is: itself; a constraint that the request broke (409 or 400); a
   * store that does not answer (503 {@code storage_unavailable}); else 500 {@code internal_error},
   * logged.
   */
  public static Problem of(Throwable cause) {
    return switch (cause) {
      case Problem problem -> problem;
      case PgException e -> sql(e);
      case ReplyException e when e.failureType() == ReplyFailure.NO_HANDLERS ->
          new Problem(503, "service_unavailable", "A part of the service is not running");
      case ReplyException e when e.failureType() == ReplyFailure.TIMEOUT ->
          new Problem(503, "service_unavailable", "A part of the service does not answer");
      default -> {
        if (isConnection(cause)) yield unavailable();
        LOG.error("unexpected failure", cause);
        yield internal();
      }
    };
  }

  private static Problem sql(PgException e) {
    var state = e.getSqlState() == null ? "" : e.getSqlState();
    // Classes of PostgreSQL appendix A: 08 connection, 53 resources, 57 operator intervention.
    if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57")) {
      return unavailable();
    }
    return switch (state) {
      case "23505" -> new Problem(409, "already_exists", "Resource already exists");
      case "23503", "23502", "23514", "22P02" ->
          new Problem(400, "validation_failed", "The request names something that does not fit");
      default -> {
        LOG.error("SQL state {}: {}", state, e.getMessage());
        yield internal();
      }
    };
  }

  private static boolean isConnection(Throwable cause) {
    for (var c = cause; c != null; c = c.getCause()) {
      if (c instanceof java.io.IOException
          || c instanceof java.util.concurrent.TimeoutException
          || c instanceof io.vertx.core.VertxException) {
        return true;
      }
      var name = c.getClass().getName();
      // The clients' own types for a closed connection and a pool that waited too long.
      if (name.startsWith("io.vertx.sqlclient.") || name.startsWith("io.vertx.redis.client.")) {
        return true;
      }
      if (c.getCause() == c) break;
    }
    return false;
  }

  private static Problem unavailable() {
    return new Problem(
        503, "storage_unavailable", "The data store does not answer; try again in a moment");
  }

  private static Problem internal() {
    return new Problem(500, "internal_error", "Internal server error");
  }
}
