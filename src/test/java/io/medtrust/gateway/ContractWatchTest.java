package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.ContractWatch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;

/** The watch that fails other tests does see what the document does not allow. */
class ContractWatchTest {
  private static String mismatch(String path, int status, String type, String body) {
    var vertx = Vertx.vertx();
    try {
      var server =
          await(
              vertx
                  .createHttpServer()
                  .requestHandler(
                      RequestWatch.around(
                          request ->
                              request
                                  .response()
                                  .setStatusCode(status)
                                  .putHeader("Content-Type", type)
                                  .end(body)))
                  .listen(0, "127.0.0.1"));
      var client = vertx.createHttpClient();
      await(
          client
              .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
              .compose(request -> request.send())
              .compose(answer -> answer.body()));
      var found = ContractWatch.mismatches();
      return found.isEmpty() ? null : found.getFirst();
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void answers_that_the_document_does_not_allow_are_found() {
    var consent = "/api/v1/consent";
    assertTrue(mismatch(consent, 200, "application/json", "{}").contains("is missing"));
    assertTrue(mismatch(consent, 200, "text/plain", "{}").contains("content type"));
    assertTrue(mismatch(consent, 200, "application/json", "{").contains("no JSON"));
    assertTrue(mismatch(consent, 201, "application/json", "{}").contains("not documented"));
    assertTrue(mismatch(consent, 401, "application/json", "{\"code\":\"a\"}").contains("missing"));
    assertTrue(mismatch(consent, 503, "application/json", "{}").contains("error without code"));
    assertTrue(
        mismatch("/api/v1/x", 200, "application/json", "{}").contains("not in the document"));
    assertEquals(null, mismatch("/somewhere", 200, "text/plain", ""));
  }

  @Test
  void answers_that_it_allows_are_not() {
    var body = "{\"version\":\"1\",\"text\":\"t\",\"text_hash\":\"" + "a".repeat(64) + "\"}";
    assertEquals(null, mismatch("/api/v1/consent", 200, "application/json", body));
  }
}
