package io.medtrust.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.medtrust.contract.ApiDocument;
import io.medtrust.testing.TestBrowser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The API's page in a browser. With {@code -Dscreenshots=FOLDER} it is also painted there, light
 * and dark, large and small.
 */
class DocsPageTest {
  private static Node node;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(45_000);
    node = new Node();
    browser = TestBrowser.withFakeDevice();
  }

  @AfterAll
  static void stop() {
    if (browser != null) browser.close();
    if (node != null) node.close();
  }

  @AfterEach
  void nothingWasComplainedAbout() {
    assertEquals(List.of(), browser.complaints());
  }

  private static Page open(int width, int height, ColorScheme scheme) {
    var page =
        browser.newPage(
            new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    page.navigate("http://127.0.0.1:" + node.port + "/docs");
    assertThat(page.locator("#startStream")).isVisible();
    return page;
  }

  @Test
  void every_operation_is_shown_with_who_may_call_it() {
    var page = open(1280, 900, ColorScheme.LIGHT);
    for (var operation : ApiDocument.load().operations()) {
      var shown = page.locator("#" + operation.id());
      assertThat(shown).containsText(operation.path());
      assertThat(shown).containsText("Who may");
    }
    assertThat(page.locator("#startStream .roles li")).hasText(new String[] {"admin", "doctor"});
    assertThat(page.locator("#evidence")).containsText("detector");
    assertThat(page.locator("#evidence")).containsText("1 to 1000, default 200");
    page.context().close();
  }

  @Test
  void it_is_filtered_and_walked_through_by_keyboard() {
    var page = open(1280, 900, ColorScheme.DARK);
    page.keyboard().press("Tab");
    assertEquals("To the operations", page.evaluate("document.activeElement.textContent"));
    page.locator("#filter").focus();
    page.keyboard().type("post agree to analysis");
    assertThat(page.locator("#setConsent")).isVisible();
    assertThat(page.locator("#startStream")).isHidden();
    assertThat(page.locator("#found")).containsText("1 of ");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    page.waitForURL("**/docs#setConsent");
    page.context().close();
  }

  @Test
  void nothing_is_wider_than_a_small_screen() {
    var page = open(360, 740, ColorScheme.LIGHT);
    assertTrue(
        (int) page.evaluate("document.documentElement.scrollWidth") <= 360, "scrolls sideways");
    page.context().close();
  }

  @Test
  void it_can_be_looked_at() {
    var folder = System.getProperty("screenshots");
    if (folder == null) return;
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1280, 390}) {
        var page = open(width, 900, scheme);
        page.locator("#evidence").scrollIntoViewIfNeeded();
        var name = scheme + "-" + width + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, "at-" + name)));
        page.evaluate("window.scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, "top-" + name)));
        page.context().close();
      }
    }
  }
}
