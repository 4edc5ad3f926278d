package io.medtrust.gateway;

import io.medtrust.accounts.Principal;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Trust scores, the wall and the hash chain, read only. */
final class TrustRoutes {
  private static final int HISTORY_DEFAULT = 60;
  private static final int HISTORY_MOST = 500;
  private static final int BLOCKS_DEFAULT = 50;
  private static final int BLOCKS_MOST = 200;

  private final SessionService sessions;
  private final TrustReads trust;
  private final ChainReads chain;
  private final Authenticated authenticated;

  TrustRoutes(Gateway gateway, Authenticated authenticated) {
    this.sessions = gateway.sessions;
    this.trust = new TrustReads(gateway.pool, gateway.redis);
    this.chain = new ChainReads(gateway.pool);
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    var read = authenticated.with("trust:read");
    router.get("/api/v1/trustscore/live/:id").handler(read).handler(this::live);
    router.get("/api/v1/trustscore/history/:id").handler(read).handler(this::history);
    router.get("/api/v1/wall").handler(read).handler(this::wall);
    router
        .get("/api/v1/blockchain/audit/:id")
        .handler(authenticated.with("blockchain:read"))
        .handler(this::blocks);
  }

  private void live(RoutingContext ctx) {
    sessions
        .see(Authenticated.who(ctx), ctx.pathParam("id"))
        .compose(
            session ->
                session.status().over()
                    ? Future.<JsonObject>succeededFuture(null)
                    : trust.live(session))
        .onFailure(ctx::fail)
        .onSuccess(
            json -> {
              if (json != null) {
                Edge.answer(ctx, 200, Future.succeededFuture(json));
                return;
              }
              ctx.put("error_fields", inactive(ctx.pathParam("id")));
              ctx.fail(TrustReads.inactive());
            });
  }

  private static Map<String, Object> inactive(String id) {
    var fields = new HashMap<String, Object>();
    fields.put("trust_score", null);
    fields.put("status", "inactive");
    fields.put("stream_id", id);
    return fields;
  }

  private void history(RoutingContext ctx) {
    int limit = Edge.number(ctx, "limit", HISTORY_DEFAULT, 1, HISTORY_MOST);
    Edge.answer(
        ctx,
        200,
        sessions
            .see(Authenticated.who(ctx), ctx.pathParam("id"))
            .compose(
                session ->
                    trust
                        .history(session, limit)
                        .map(
                            history ->
                                new JsonObject()
                                    .put("history", history)
                                    .put("stream_id", session.id())
                                    .put("count", history.size()))));
  }

  private void blocks(RoutingContext ctx) {
    int limit = Edge.number(ctx, "limit", BLOCKS_DEFAULT, 1, BLOCKS_MOST);
    int offset = Edge.number(ctx, "offset", 0, 0, Integer.MAX_VALUE - BLOCKS_MOST);
    Edge.answer(
        ctx,
        200,
        sessions
            .see(Authenticated.who(ctx), ctx.pathParam("id"))
            .compose(session -> chain.audit(session, limit, offset)));
  }

  private void wall(RoutingContext ctx) {
    var who = Authenticated.who(ctx);
    Edge.answer(
        ctx,
        200,
        sessions
            .active(who)
            .compose(
                found -> {
                  var entries = new ArrayList<Future<JsonObject>>();
                  for (var session : found) {
                    if (session.verification() != null) entries.add(entry(who, session));
                  }
                  return Future.all(entries)
                      .map(all -> new JsonObject().put("verifications", new JsonArray(all.list())));
                }));
  }

  private Future<JsonObject> entry(Principal who, Session session) {
    return trust
        .cached(session)
        .otherwise((JsonObject) null)
        .map(
            live -> {
              var since = session.verifiedJoinedAt();
              return new JsonObject()
                  .put("session", session.id())
                  .put("verification", session.verification())
                  .put("doctor_name", session.doctorName())
                  .put("icu_room", session.icuRoom())
                  .put("ward", session.wardName())
                  .put("since", since == null ? null : since.toInstant().toString())
                  .put("status", live == null ? "unknown" : live.getString("status", "unknown"))
                  .put("pictures", sessions.mayWatch(who, session))
                  .put("live", live);
            });
  }
}
