package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.medtrust.testing.Until;
import io.vertx.core.json.JsonArray;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A camera without a face raises an alarm; its picture is of what the camera sent. */
class AlarmPictureTest {
  @Test
  void the_picture_of_an_alarm_shows_what_was_relayed_and_goes_with_the_consent() throws Exception {
    try (var node = TestNode.start();
        var browser = TestBrowser.withFakeDevice()) {
      var doctor = browser.newPage(1000, 800);
      Pages.signIn(doctor, node, "doctor");
      doctor.navigate(node.url() + "/join?session=" + node.session());
      var boxes = doctor.locator(".consent input[type=checkbox]");
      doctor.waitForSelector(".consent input[type=checkbox]");
      boxes.nth(0).check();
      boxes.nth(1).check();
      doctor.click("button.big[aria-disabled=false]");
      doctor.waitForURL(Pattern.compile("/room"));

      var kept = Until.given(60, () -> pictures(node), list -> !list.isEmpty());
      var alert = kept.getJsonObject(0).getString("alert_id");
      var jpeg = picture(node, alert);
      var image = ImageIO.read(new ByteArrayInputStream(jpeg));
      assertEquals(160, Math.max(image.getWidth(), image.getHeight()));
      // Chromium's own camera is a green room.
      int corner = image.getRGB(4, image.getHeight() / 2);
      int green = corner >> 8 & 255;
      assertTrue(green > 60 && green > 2 * (corner >> 16 & 255) && green > 2 * (corner & 255));

      doctor.click("text=Withdraw consent");
      Until.given(10, () -> pictures(node), JsonArray::isEmpty);
    }
  }

  private static JsonArray pictures(TestNode node) {
    var path = "/api/v1/streams/" + node.session() + "/pictures";
    return node.get(path, node.token("doctor")).getJsonArray("pictures");
  }

  private static byte[] picture(TestNode node, String alert) throws Exception {
    var path = "/api/v1/streams/" + node.session() + "/pictures/" + alert;
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .header("Authorization", "Bearer " + node.token("doctor"));
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode());
      assertEquals("image/jpeg", answer.headers().firstValue("content-type").orElseThrow());
      return answer.body();
    }
  }
}
