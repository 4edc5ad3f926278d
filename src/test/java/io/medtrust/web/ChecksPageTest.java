package io.medtrust.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Light checks and prompts, from the page's screen through camera, relay and worker and back. */
class ChecksPageTest {
  private static final Path PORTRAIT = Path.of("target/test-assets/face/sample6.jpg");
  private static TestNode node;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    node =
        TestNode.start(
            Map.of(
                "MEDTRUST_PROBES_FIRST_SECONDS", "2",
                "MEDTRUST_PROBES_ANNOUNCE_MS", "4000",
                "MEDTRUST_PROBES_REQUEST_GAP_SECONDS", "15",
                "MEDTRUST_PROBES_MAX_IN_10_MINUTES", "20"));
    browser = TestBrowser.withFakeDevice();
  }

  @AfterAll
  static void stop() {
    if (browser != null) browser.close();
    if (node != null) node.close();
  }

  @AfterEach
  void nothingWasComplainedAbout() {
    var own =
        browser.complaints().stream().filter(c -> !c.contains("Failed to load resource")).toList();
    assertEquals(List.of(), own);
  }

  private static Page join(String role, Browser.NewContextOptions options, double strength) {
    var page = browser.newPage(options);
    page.addInitScript(LitCamera.script(PORTRAIT, strength));
    page.navigate(node.url());
    page.getByLabel("E-mail").fill(node.email(role));
    page.getByLabel("Password").fill(node.password(role));
    page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON).getByText("Sign in").click();
    page.locator("mt-top-bar[heading]:not([heading=''])").waitFor();
    page.navigate(node.url() + "/room.html?session=" + node.session());
    assertThat(page.locator("mt-link summary")).containsText("Connected");
    return page;
  }

  private static void consent(Page doctor) {
    doctor.getByText(Pattern.compile("(Give|Withdraw) consent")).waitFor();
    // Another test may have left it given.
    if (doctor.getByText("Withdraw consent").isVisible()) withdraw(doctor);
    doctor.getByText("Give consent to analysis").click();
    assertThat(doctor.locator("#consent")).containsText("Light checks");
    doctor.getByText("I consent", new Page.GetByTextOptions().setExact(true)).click();
  }

  private static void withdraw(Page doctor) {
    doctor.getByText("Withdraw consent").click();
    assertThat(doctor.getByText("Give consent to analysis")).isVisible();
  }

  private static Browser.NewContextOptions size(int width, int height) {
    return new Browser.NewContextOptions().setViewportSize(width, height);
  }

  private static Locator card(Page page) {
    return page.locator("mt-check .card");
  }

  /** Keeps a picture where somebody wants to look at it. */
  private static void picture(Page page, String name) {
    var folder = System.getProperty("medtrust.pictures");
    if (folder == null) return;
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
  }

  @Test
  void theLightOfTheScreenIsAnnouncedShownSeenOnTheFaceAndToldToEverybody() {
    var doctor = join("doctor", size(1280, 800), 0.1);
    var patient = join("patient", size(1280, 800), 0);
    consent(doctor);
    assertThat(card(doctor)).containsText("A light check is about to begin");
    assertThat(patient.locator("mt-checks")).containsText("under way");
    picture(doctor, "announced-light-large");
    assertThat(card(doctor)).containsText("Light check in progress");
    assertTrue((Boolean) doctor.evaluate("document.documentElement.matches('.light-check')"));
    picture(doctor, "tint-light-large");
    // The controls stay in reach above the tint.
    doctor.locator("#mic").click();
    doctor.locator("#mic").click();
    for (var page : List.of(doctor, patient)) {
      // A probe of which too few pictures came through is repeated.
      assertThat(page.locator("mt-checks"))
          .containsText("passed", new LocatorAssertions.ContainsTextOptions().setTimeout(150_000));
      assertThat(page.locator("mt-checks")).containsText("The light of the screen was seen");
    }
    assertEquals("", doctor.evaluate("document.documentElement.style.cssText"));
    assertThat(card(doctor)).hasCount(0);
    picture(patient, "result-light-large");

    patient.getByText("Ask to prove presence").click();
    assertThat(card(doctor)).containsText("Not now");
    picture(doctor, "prompt-light-large");
    assertThat(patient.locator("mt-checks")).containsText("under way");
    doctor.keyboard().press("Escape");
    assertThat(card(doctor)).hasCount(0);
    assertThat(patient.locator("mt-checks")).containsText("nothing certain");
    assertThat(patient.locator("mt-checks")).containsText("skipped");
    patient.getByText("Ask for a light check").click();
    assertThat(patient.locator("mt-toast")).containsText("ask again later");
    withdraw(doctor);
    doctor.context().close();
    patient.context().close();
  }

  @Test
  void whoAskedForLessMotionGetsNoTintUnlessAllowedAndEscapeEndsIt() {
    var doctor =
        join(
            "doctor",
            size(390, 780).setReducedMotion(ReducedMotion.REDUCE).setColorScheme(ColorScheme.DARK),
            0);
    consent(doctor);
    assertThat(card(doctor)).containsText("Your settings ask for less motion");
    picture(doctor, "announced-dark-small");
    assertThat(doctor.locator("mt-checks")).containsText("skipped");
    withdraw(doctor);
    consent(doctor);
    card(doctor).getByText("Allow it", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(card(doctor)).containsText("Light check in progress");
    picture(doctor, "tint-dark-small");
    doctor.keyboard().press("Escape");
    assertEquals("", doctor.evaluate("document.documentElement.style.cssText"));
    assertThat(doctor.locator("mt-checks"))
        .containsText(Pattern.compile("nothing certain.*skipped", Pattern.DOTALL));
    withdraw(doctor);
    doctor.context().close();
  }
}
