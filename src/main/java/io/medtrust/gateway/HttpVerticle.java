package io.medtrust.gateway;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.sfu.WhipWhepRoutes;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

/** Serves one event loop's share of the HTTP connections. */
public final class HttpVerticle extends AbstractVerticle {
  private static final int IDLE_SECONDS = 120;
  private static final int ANSWER_MILLIS = 15_000;
  private static final int MAX_HEADERS = 16 * 1024;

  private final Gateway gateway;
  private Bridge bridge;

  public HttpVerticle(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void start(Promise<Void> started) {
    bridge = new Bridge(vertx, gateway);
    gateway.countStreams(vertx);
    vertx
        .createHttpServer(options())
        .requestHandler(RequestWatch.around(router()))
        .invalidRequestHandler(InvalidRequests::answer)
        .listen()
        .onSuccess(server -> gateway.listening(server.actualPort()))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  @Override
  public void stop() {
    bridge.close();
  }

  private Router router() {
    var router = Router.router(vertx);
    var edge = new Edge(gateway);
    var authenticated = new Authenticated(gateway.tokens, gateway.guard);
    edge.mountFirst(router);
    router.route("/eventbus/*").subRouter(sockets());
    WhipWhepRoutes.mount(router, vertx, gateway.roomAccess);
    router
        .route("/api/*")
        .handler(TimeoutHandler.create(ANSWER_MILLIS, 503))
        .handler(BodyHandler.create(false).setBodyLimit(gateway.settings.maxJsonBytes()))
        .handler(gateway.guard::begin)
        .handler(new ContractCheck(gateway.api, gateway.tokens));
    new SystemRoutes(gateway, authenticated).mount(router);
    new AuthRoutes(gateway, authenticated).mount(router);
    new DoubleLoginRoutes(gateway.logins).mount(router);
    new AccountRoutes(gateway.accounts, authenticated).mount(router);
    new TotpRoutes(gateway.accounts, authenticated).mount(router);
    new AdminUserRoutes(gateway.accounts, authenticated).mount(router);
    new AdminRoleRoutes(gateway.accounts.roles, authenticated).mount(router);
    new AuditRoutes(gateway.accounts.auditLog, authenticated).mount(router);
    new AdminFigureRoutes(gateway, authenticated).mount(router);
    new StreamRoutes(gateway.sessions, authenticated).mount(router);
    new SessionRoutes(gateway, authenticated).mount(router);
    var reads = gateway.sessions.visits().reads();
    new AdminSessionRoutes(reads, authenticated).mount(router);
    new DoctorRoutes(gateway.accounts.directory, reads, authenticated).mount(router);
    new GateRoutes(gateway, authenticated).mount(router);
    new PatientRoutes(gateway, authenticated).mount(router);
    new TrustRoutes(gateway, authenticated).mount(router);
    new EvidenceRoutes(gateway, authenticated).mount(router);
    new PictureRoutes(gateway, authenticated).mount(router);
    new AnalyzeRoutes(authenticated).mount(router);
    new ContractRoutes(gateway.api).mount(router);
    new AnomalyRoutes(gateway.guard, authenticated, new AuditTrail(vertx)).mount(router);
    new ScopedRoutes(gateway.guard.scoped(), authenticated).mount(router);
    new PageRoutes(gateway).mount(router);
    edge.mountLast(router);
    return router;
  }

  /** WebSockets only: the other transports of SockJS keep no connection to close on revocation. */
  private Router sockets() {
    var options =
        new SockJSHandlerOptions()
            .setLibraryURL("/vendor/sockjs.min.js")
            .setInsertJSESSIONID(false)
            .setRegisterWriteHandler(false)
            .addDisabledTransport("XHR")
            .addDisabledTransport("JSON_P")
            .addDisabledTransport("HTML_FILE")
            .addDisabledTransport("EVENT_SOURCE");
    return SockJSHandler.create(vertx, options).socketHandler(bridge::connected);
  }

  private HttpServerOptions options() {
    var settings = gateway.settings;
    // A frame is a JSON text in a JSON text: its quotes and line ends double.
    int message = settings.maxFrameBytes() * 2 + 1024;
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxWebSocketFrameSize(message)
            .setMaxWebSocketMessageSize(message)
            .setCompressionSupported(true);
    if (settings.encrypted()) {
      options.setSsl(true).setUseAlpn(true);
      if (settings.tls().equals("self-signed")) {
        options.setKeyCertOptions(SelfSignedCertificate.create(settings.host()).keyCertOptions());
      } else {
        var files = settings.tls().split(",");
        if (files.length != 2) {
          throw new IllegalArgumentException("gateway.tls is self-signed or CERT,KEY");
        }
        options.setKeyCertOptions(
            new PemKeyCertOptions().setCertPath(files[0].trim()).setKeyPath(files[1].trim()));
      }
    }
    return options;
  }
}
