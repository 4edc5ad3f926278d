package io.medtrust.gateway;

import io.medtrust.accounts.UserDirectory;
import io.medtrust.accounts.UserDirectory.Filter;
import io.medtrust.bus.Problem;
import io.medtrust.sessions.Ids;
import io.medtrust.sessions.VisitReads;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Doctors: all of them for admins, the profile of an approved one for everybody. */
final class DoctorRoutes {
  private final UserDirectory directory;
  private final VisitReads reads;
  private final Authenticated authenticated;

  DoctorRoutes(UserDirectory directory, VisitReads reads, Authenticated authenticated) {
    this.directory = directory;
    this.reads = reads;
    this.authenticated = authenticated;
  }

  void mount(Router router) {
    router
        .get("/api/v1/doctor/list")
        .handler(authenticated.administration("users:manage"))
        .handler(this::list);
    router
        .get("/api/v1/doctor/profile/:doctorId")
        .handler(authenticated.with("stream:read"))
        .handler(this::profile);
  }

  private void list(RoutingContext ctx) {
    int page = Edge.number(ctx, "page", 1, 1, 1_000_000);
    int limit = Edge.number(ctx, "limit", 20, 1, 200);
    var department = AdminUserRoutes.text(ctx, "department");
    Edge.answer(
        ctx,
        200,
        directory
            .page(new Filter("doctor", null, null, null, department, null), page, limit)
            .map(found -> AdminUserRoutes.json("doctors", found, page, limit)));
  }

  private void profile(RoutingContext ctx) {
    var id = Ids.uuid(ctx.pathParam("doctorId"), "doctor ID");
    Edge.answer(
        ctx,
        200,
        reads
            .doctorOf(id.toString())
            .map(
                doctor -> {
                  if (doctor != null) return new JsonObject().put("doctor", doctor);
                  throw new Problem(
                      404, "doctor_not_found", "There is no approved doctor of that ID");
                }));
  }
}
