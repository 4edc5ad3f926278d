package io.medtrust.pictures;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import io.medtrust.keys.KeyProblem;
import io.medtrust.keys.KeyProvider;
import io.medtrust.sessions.ConsentText;
import io.medtrust.sessions.Session;
import io.medtrust.sessions.SessionAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.UUID;

/** What people may ask of the pictures: the consent to them, which there are, and one of them. */
public final class AlertPictures {
  private static final String TEXT_VERSION = "1";

  private final PictureStore store;
  private final KeyProvider keys;
  private final AuditTrail audit;
  private final ConsentText text = ConsentText.load("pictures", TEXT_VERSION);

  public AlertPictures(Vertx vertx, Pool pool, KeyProvider keys) {
    this.store = new PictureStore(pool);
    this.keys = keys;
    this.audit = new AuditTrail(vertx);
  }

  /** The text, and whether the session's doctor agreed to it. */
  public Future<JsonObject> consent(Session session) {
    var given =
        session.verification() == null
            ? Future.succeededFuture((java.time.OffsetDateTime) null)
            : store.given(UUID.fromString(session.verification()));
    return given.map(
        at ->
            new JsonObject()
                .put("given", at != null)
                .put("at", at == null ? null : at.toInstant().toString())
                .put("version", text.version())
                .put("text", text.text())
                .put("text_hash", text.hash()));
  }

  /**
   * Gives or withdraws it.
   *
   * @param version and textHash what was shown; needed only to give. Fails with 409 {@code
   *     consent_text_changed} when that is not the current text, and with 409 {@code wrong_state}
   *     when the doctor has not agreed to analysis
   */
  public Future<JsonObject> setConsent(
      Principal who,
      Session session,
      boolean given,
      String version,
      String textHash,
      String requestId) {
    if (!who.isUser() || !who.id().equals(session.doctorId())) {
      return Future.failedFuture(
          new Problem(403, "not_your_consent", "Only the session's doctor can consent"));
    }
    if (session.verification() == null) {
      return given ? Future.failedFuture(tooEarly()) : consent(session);
    }
    if (given && !(text.version().equals(version) && text.hash().equals(textHash))) {
      return Future.failedFuture(
          new Problem(
              409,
              "consent_text_changed",
              "That is not the current consent text; show it and ask again"));
    }
    var participant = UUID.fromString(session.verification());
    return (given ? give(participant) : store.withdraw(participant))
        .onSuccess(
            _ ->
                audit.write(
                    given ? "PICTURE_CONSENT_GIVEN" : "PICTURE_CONSENT_WITHDRAWN",
                    "info",
                    session.id(),
                    who.id(),
                    who.id(),
                    requestId,
                    given ? Map.of("version", text.version(), "text_hash", text.hash()) : Map.of()))
        .compose(_ -> consent(session));
  }

  private Future<Void> give(UUID participant) {
    return store
        .give(participant, text)
        .compose(done -> done ? Future.succeededFuture() : Future.failedFuture(tooEarly()));
  }

  private static Problem tooEarly() {
    return new Problem(409, "wrong_state", "The consent to analysis comes before this one");
  }

  /** Which there are, the newest first. */
  public Future<JsonObject> list(Principal who, Session session) {
    return permit(who, session)
        .compose(_ -> store.of(UUID.fromString(session.id())))
        .map(
            all -> {
              var pictures = new JsonArray();
              for (var kept : all) {
                pictures.add(
                    new JsonObject()
                        .put("alert_id", kept.alert().toString())
                        .put("trigger", kept.trigger())
                        .put("at", kept.at().toString())
                        .put("media_time", kept.mediaTime().toString()));
              }
              return new JsonObject().put("stream_id", session.id()).put("pictures", pictures);
            });
  }

  /** One as JPEG; each look is audited. 404 {@code not_found}. */
  public Future<byte[]> open(Principal who, Session session, UUID alert, String requestId) {
    return permit(who, session)
        .compose(_ -> store.sealed(UUID.fromString(session.id()), alert))
        .compose(
            envelope -> {
              if (envelope == null) {
                return Future.failedFuture(
                    new Problem(404, "not_found", "There is no picture of that alarm"));
              }
              byte[] jpeg;
              try {
                jpeg = keys.open(envelope, context(alert.toString()));
              } catch (KeyProblem e) {
                return Future.failedFuture(
                    new Problem(404, "not_found", "The picture cannot be opened any more"));
              }
              audit.write(
                  "ALERT_PICTURE_SEEN",
                  "info",
                  session.id(),
                  who.id(),
                  session.doctorId(),
                  requestId,
                  Map.of("alert", alert.toString()));
              return Future.succeededFuture(jpeg);
            });
  }

  /** Binds what is sealed to its alarm. */
  static String context(String alert) {
    return "alert-picture:" + alert;
  }

  private static Future<Void> permit(Principal who, Session session) {
    return SessionAccess.mayReadEvidence(who, session)
        ? Future.succeededFuture()
        : Future.failedFuture(
            new Problem(
                403,
                "insufficient_permissions",
                "Only the session's doctor and admins see its pictures"));
  }
}
