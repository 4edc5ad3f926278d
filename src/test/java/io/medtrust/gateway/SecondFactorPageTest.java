package io.medtrust.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.accounts.TotpCodes;
import io.medtrust.testing.TestBrowser;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Signing in with a second factor, in a browser. */
class SecondFactorPageTest {
  @Test
  void thePageAsksForTheCodeAndSaysWhenItIsWrong() {
    try (var node = new Node();
        var browser = TestBrowser.withFakeDevice()) {
      var email = "page@x.example";
      node.person("patient", email, false);
      var token = node.login(email).getString("token");
      var password = new JsonObject().put("password", Node.PASSWORD);
      var secret =
          node.post("/api/v1/auth/totp/setup", token, password)
              .bodyAsJsonObject()
              .getString("secret");
      var codes = new TotpCodes(secret);
      var on = new JsonObject().put("code", codes.at(0));
      assertEquals(200, node.post("/api/v1/auth/totp/enable", token, on).statusCode());

      var page = browser.newPage(1280, 800);
      page.navigate("http://127.0.0.1:" + node.port + "/");
      page.fill("#email", email);
      page.fill("#password", Node.PASSWORD);
      page.keyboard().press("Enter");
      page.waitForSelector("#code");
      page.fill("#code", codes.wrong());
      page.keyboard().press("Enter");
      page.waitForSelector("[role=alert]");
      assertTrue(page.textContent("[role=alert]").contains("wrong"));
      page.fill("#code", codes.at(1));
      page.keyboard().press("Enter");
      page.waitForSelector("text=Sign out");
      // The cookie signs in again without a code: the second factor was proved.
      page.reload();
      page.waitForSelector("text=Sign out");
    }
  }
}
