package io.medtrust.gateway;

import io.medtrust.bus.Problem;
import io.medtrust.sessions.BreakGlass;
import io.medtrust.sessions.GateService;
import io.medtrust.sessions.gate.Measured;
import io.medtrust.sessions.gate.Part;
import io.medtrust.sessions.gate.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The gate before a session, and the ways past it. */
final class GateRoutes {
  /** What the reference's client sends about itself: taken, and not used. */
  private static final Set<String> CLIENT_SCORES =
      Set.of(
          "face_score",
          "voice_score",
          "biometric_score",
          "liveness_score",
          "motion_score",
          "face_frame",
          "mfcc",
          "brightness",
          "edge_variance",
          "frame_width",
          "frame_height");

  private final GateService gate;
  private final BreakGlass breakGlass;
  private final Authenticated authenticated;

  GateRoutes(Gateway gateway, Authenticated authenticated) {
    this.gate = gateway.sessions.gate();
    this.breakGlass = gateway.sessions.breakGlass();
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var read = authenticated.with("stream:read");
    router.post("/api/v1/sessions/:id/verify").handler(read).handler(this::verify);
    router.post("/api/v1/sessions/:id/break-glass").handler(read).handler(this::breakGlass);
    router.post("/api/v1/sessions/:id/confirm").handler(read).handler(this::confirm);
  }

  private void verify(RoutingContext ctx) {
    var id = ctx.pathParam("id");
    var sent =
        Edge.json(ctx).fieldNames().stream().filter(CLIENT_SCORES::contains).sorted().toList();
    gate.verify(Authenticated.who(ctx), id, sent, Edge.requestId(ctx))
        .onFailure(ctx::fail)
        .onSuccess(
            outcome -> {
              if (outcome.verdict() instanceof Verdict.Blocked blocked) {
                refuse(ctx, id, outcome, blocked);
              } else {
                Edge.answer(ctx, 200, Future.succeededFuture(answer(id, outcome)));
              }
            });
  }

  private static JsonObject answer(String id, GateService.Outcome outcome) {
    var json =
        new JsonObject()
            .put("session_id", id)
            .put("passed", outcome.verdict() instanceof Verdict.Passed)
            .put("final_trust", outcome.verdict().trust())
            .put("parts", parts(outcome.parts()));
    return switch (outcome.verdict()) {
      case Verdict.Passed _ ->
          json.put("outcome", "passed")
              .put("status", "active")
              .put("message", "Verification passed");
      case Verdict.Incomplete(_, var missing) ->
          json.put("outcome", "incomplete")
              .put("status", "doctor_verifying")
              .put("message", "Not yet: " + sentences(missing))
              .put("missing", names(missing));
      case Verdict.NotEnough(_, var failed) ->
          json.put("outcome", "not_enough")
              .put("status", "doctor_verifying")
              .put(
                  "message",
                  failed.isEmpty()
                      ? "What was measured does not reach the threshold"
                      : "Not yet: " + sentences(failed))
              .put("failed", names(failed));
      case Verdict.Blocked _ -> throw new IllegalArgumentException("a refusal is no answer");
    };
  }

  /** The one error body, with the reference's fields in it. */
  private static void refuse(
      RoutingContext ctx, String id, GateService.Outcome outcome, Verdict.Blocked blocked) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("passed", false);
    fields.put("outcome", "blocked");
    fields.put("final_trust", blocked.trust());
    fields.put("session_id", id);
    var triggers = new JsonArray();
    for (var mismatch : blocked.mismatches()) triggers.add(mismatch.code());
    fields.put("triggers", triggers);
    fields.put("suspended", outcome.risk() != null && outcome.risk().suspended());
    ctx.put("error_fields", fields);
    ctx.fail(
        new Problem(
            403,
            "verification_failed",
            "Verification failed: " + blocked.mismatches().getFirst().sentence()));
  }

  private static JsonObject parts(Map<Part, Measured> parts) {
    var json = new JsonObject();
    for (var part : Part.values()) {
      var m = parts.get(part);
      json.put(
          part.text(),
          new JsonObject()
              .put("state", m.state().name().toLowerCase(Locale.ROOT))
              .put("score", m.score() == null ? null : Math.round(m.score()))
              .put("code", m.code())
              .put("reason", m.reason()));
    }
    return json;
  }

  private static JsonArray names(List<Measured> list) {
    var names = new JsonArray();
    for (var m : list) names.add(m.part().text());
    return names;
  }

  private static String sentences(List<Measured> list) {
    return String.join("; ", list.stream().map(Measured::reason).distinct().toList());
  }

  private void breakGlass(RoutingContext ctx) {
    var id = ctx.pathParam("id");
    var body = Edge.json(ctx);
    Edge.answer(
        ctx,
        200,
        breakGlass
            .enter(
                Authenticated.who(ctx),
                id,
                Edge.text(body, "reason"),
                Edge.text(body, "second_factor"),
                Edge.requestId(ctx))
            .map(
                status ->
                    new JsonObject()
                        .put("message", "The session is active by break-glass")
                        .put("stream_id", id)
                        .put("status", status.text())));
  }

  private void confirm(RoutingContext ctx) {
    Edge.answer(
        ctx,
        200,
        breakGlass
            .confirm(Authenticated.who(ctx), ctx.pathParam("id"))
            .map(status -> new JsonObject().put("status", status.text())));
  }
}
