package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.accounts.TokenService;
import io.medtrust.bus.Problem;
import io.medtrust.contract.ApiDocument;
import io.medtrust.contract.Fault;
import io.medtrust.contract.Operation;
import io.medtrust.contract.OperationTable.Match;
import io.medtrust.contract.RequestCheck;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets a request pass that matches the API document, or that the document does not know. A fault is
 * told only to those who may call the operation: who has no valid token hears 401, whose role may
 * not call it hears 403, as from the operation itself.
 */
final class ContractCheck implements Handler<RoutingContext> {
  private final ApiDocument api;
  private final TokenService tokens;

  ContractCheck(ApiDocument api, TokenService tokens) {
    this.api = api;
    this.tokens = tokens;
  }

  @Override
  public void handle(RoutingContext ctx) {
    var match = api.find(ctx.request().method().name(), ctx.normalizedPath());
    if (match == null) {
      ctx.next();
      return;
    }
    var problem = problem(ctx, match);
    if (problem == null) ctx.next();
    else refuse(ctx, match.operation(), problem);
  }

  private static Problem problem(RoutingContext ctx, Match match) {
    var operation = match.operation();
    var faults = RequestCheck.parameters(operation, new Values(ctx, match));
    if (!faults.isEmpty()) {
      boolean id = match.values().containsKey(faults.getFirst().field());
      return id
          ? new Problem(400, "invalid_id", "Invalid ID", Fault.json(faults))
          : invalid(operation, faults);
    }
    return body(ctx, operation);
  }

  private static Problem body(RoutingContext ctx, Operation operation) {
    var buffer = ctx.body().buffer();
    boolean none = buffer == null || buffer.length() == 0;
    if (operation.body() == null) {
      return none || buffer.toString().isBlank() || buffer.toString().strip().equals("{}")
          ? null
          : invalid(operation, List.of(new Fault("body", "is not expected")));
    }
    if (none) {
      return operation.bodyRequired() ? missing(operation) : null;
    }
    var type = mediaType(ctx.request().getHeader("Content-Type"));
    if (RequestCheck.schema(operation.body(), type) == null) {
      return new Problem(
          415,
          "unsupported_media_type",
          "The body must be " + String.join(" or ", operation.body().keySet()));
    }
    if (!type.equals("application/json") || !operation.body().containsKey(type)) return null;
    try {
      var faults = RequestCheck.body(operation, type, Edge.json(ctx));
      return faults.isEmpty() ? null : invalid(operation, faults);
    } catch (Problem problem) {
      return problem;
    }
  }

  /** The same faults as an empty object's, so that one answer names all that is missing. */
  private static Problem missing(Operation operation) {
    var schema = operation.body().get("application/json");
    var faults =
        schema == null ? List.<Fault>of() : schema.faults(new io.vertx.core.json.JsonObject());
    return invalid(operation, faults.isEmpty() ? List.of(new Fault("body", "is missing")) : faults);
  }

  private static Problem invalid(Operation operation, List<Fault> faults) {
    var first = faults.getFirst();
    var text =
        operation.invalid() != null
            ? operation.invalid()
            : "Validation failed: " + first.field() + " " + first.message();
    return new Problem(400, "validation_failed", text, Fault.json(faults));
  }

  private static String mediaType(String header) {
    if (header == null) return "";
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private void refuse(RoutingContext ctx, Operation operation, Problem problem) {
    if (operation.open()) {
      ctx.fail(problem);
      return;
    }
    tokens
        .authenticateHeader(ctx.request().getHeader("Authorization"))
        .onFailure(ctx::fail)
        .onSuccess(
            who ->
                ctx.fail(
                    operation.admits(role(who))
                        ? problem
                        : new Problem(
                            403, "insufficient_permissions", "Insufficient permissions")));
  }

  private static String role(Principal who) {
    return who.isLoad() ? "load" : who.isDisplay() ? "display" : who.role();
  }

  /** The parameters of a request, read when they are asked for. */
  private record Values(RoutingContext ctx, Match match) implements RequestCheck.Values {
    @Override
    public String path(String name) {
      var value = match.values().get(name);
      if (value == null || value.indexOf('%') < 0) return value;
      try {
        return QueryStringDecoder.decodeComponent(value.replace("+", "%2B"));
      } catch (IllegalArgumentException e) {
        return "%";
      }
    }

    @Override
    public String query(String name) {
      return ctx.queryParams().get(name);
    }

    @Override
    public String header(String name) {
      return ctx.request().getHeader(name);
    }

    @Override
    public Set<String> queryNames() {
      var query = ctx.request().query();
      return query == null || query.isEmpty() ? Set.of() : ctx.queryParams().names();
    }
  }
}
