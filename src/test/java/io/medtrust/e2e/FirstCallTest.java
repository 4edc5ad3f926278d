package io.medtrust.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Doctor and patient in real browsers, relayed by the node. */
class FirstCallTest {
  @Test
  void doctor_and_patient_see_each_other() {
    try (var node = TestNode.start();
        var browser = TestBrowser.withFakeDevice()) {
      var doctor = Pages.enterRoom(browser.newPage(1000, 800), node, "doctor", true);
      var patient = Pages.enterRoom(browser.newPage(1000, 800), node, "patient", false);
      for (Page page : new Page[] {doctor, patient}) Pages.awaitRemoteFrames(page, 60);
      if (System.getenv("MEDTRUST_SHOTS") != null) {
        doctor.screenshot(
            new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of(System.getenv("MEDTRUST_SHOTS"), "doctor.png")));
      }
      assertEquals(List.of(), browser.complaints());
    }
  }
}
