package io.medtrust.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.TrustUpdate;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestBrowser;
import io.medtrust.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in a browser against a whole node. */
class PagesTest {
  private static TestNode node;
  private static TestBrowser browser;
  private static String session;

  @BeforeAll
  static void start() {
    // A machine that builds and decodes at once is slow.
    PlaywrightAssertions.setDefaultAssertionTimeout(45_000);
    node = TestNode.start();
    browser = TestBrowser.withFakeDevice();
    session = node.session();
  }

  @AfterAll
  static void stop() {
    if (browser != null) browser.close();
    if (node != null) node.close();
  }

  @BeforeEach
  void forget() {
    browser.complaints().clear();
  }

  /** Every test: no script error and nothing that the content security policy had to stop. */
  @AfterEach
  void nothingWasComplainedAbout() {
    // An answer that is not a success is printed by the browser itself, whoever expects it.
    var own =
        browser.complaints().stream().filter(c -> !c.contains("Failed to load resource")).toList();
    assertEquals(List.of(), own);
  }

  @Test
  void aWrongPasswordIsSaidPlainlyAndTheFocusGoesBackToIt() {
    var page = browser.newPage(1280, 800);
    page.navigate(node.url());
    page.getByLabel("E-mail").fill(node.email("patient"));
    page.getByLabel("Password").fill("not the password");
    page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("E-mail or password is wrong.");
    assertEquals("password", page.evaluate("document.activeElement.id"));
    page.context().close();
  }

  @Test
  void aPageThatNeedsAUserAsksToSignInAndComesBack() {
    var page = browser.newPage(1280, 800);
    page.navigate(node.url() + "/join.html?session=" + session);
    page.getByLabel("E-mail").fill(node.email("patient"));
    page.getByLabel("Password").fill(node.password("patient"));
    page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    assertThat(heading(page, "Ready to join?")).isVisible();
    assertTrue(page.url().contains(session));
    page.context().close();
  }

  @Test
  void reloadingKeepsTheUserSignedInAndSigningOutEndsIt() {
    var page = signIn("patient");
    assertThat(heading(page, "Your sessions")).isVisible();
    page.reload();
    assertThat(heading(page, "Your sessions")).isVisible();
    assertEquals(0, page.evaluate("Object.values(localStorage).filter(v => v.length > 20).length"));
    page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
    assertThat(heading(page, "Sign in")).isVisible();
    page.reload();
    assertThat(heading(page, "Sign in")).isVisible();
    page.context().close();
  }

  @Test
  void anAdminStartsASessionFromTheList() {
    var page = signIn("admin");
    var people = node.get("/api/v1/streams/active", node.token("admin")).getJsonObject("stream");
    page.getByRole(AriaRole.BUTTON, named("Start a session")).click();
    page.getByLabel("Room", new Page.GetByLabelOptions().setExact(true)).fill("OR-9");
    page.getByLabel("Doctor's ID").fill("nobody");
    page.getByRole(AriaRole.BUTTON, exactly("Start")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    page.getByLabel("Doctor's ID").fill(people.getJsonObject("doctor").getString("id"));
    page.getByRole(AriaRole.BUTTON, exactly("Start")).click();
    assertThat(page.getByText("OR-9").first()).isVisible();
    page.context().close();
  }

  @Test
  void aSessionThatIsNotOnesOwnCannotBeJoined() {
    var page = signIn("patient");
    page.navigate(node.url() + "/join.html?session=3f1b2c4d-0000-4000-8000-000000000000");
    assertThat(heading(page, "This session cannot be joined")).isVisible();
    page.navigate(node.url() + "/join.html");
    assertThat(heading(page, "This session cannot be joined")).isVisible();
    page.context().close();
  }

  @Test
  void doctorAndPatientSeeEachOtherMuteAndLeave() {
    var doctor = signIn("doctor");
    doctor.getByRole(AriaRole.LINK, named("Join Demo Patient")).first().click();
    assertThat(doctor.getByText("We hear you.")).isVisible();
    assertThat(doctor.getByText(Pattern.compile("The server answers"))).isVisible();
    doctor.getByLabel("I consent").check();
    doctor.getByRole(AriaRole.BUTTON, named("Join")).click();

    var patient = signIn("patient");
    patient.getByRole(AriaRole.LINK, named("Join")).first().click();
    assertThat(patient.getByText("They are never analysed")).isVisible();
    assertThat(patient.getByLabel("I consent")).hasCount(0);
    patient.getByRole(AriaRole.BUTTON, named("Join")).click();

    for (var page : List.of(doctor, patient)) {
      assertThat(page.locator("mt-link summary")).containsText("Connected");
      playing(other(page));
    }
    assertThat(other(patient)).containsText("Dr. Demo Doctor");
    assertThat(other(doctor)).containsText("Not verified");
    assertThat(other(patient)).not().containsText("Not verified");
    assertThat(other(patient).locator("mt-status")).not().hasAttribute("state", "safe");

    theWallShowsThePictureToItsWard();

    patient.keyboard().press("m");
    assertThat(patient.getByRole(AriaRole.BUTTON, named("Mute the microphone")))
        .hasAttribute("aria-pressed", "true");
    assertThat(other(doctor)).containsText("muted");
    patient.keyboard().press("v");
    assertThat(other(doctor)).containsText("Camera off");
    patient.keyboard().press("v");
    playing(other(doctor));
    patient.keyboard().press("m");
    assertThat(other(doctor)).not().containsText("muted");

    withdrawAndGiveAgain(doctor, patient);

    patient.getByRole(AriaRole.BUTTON, exactly("Leave")).click();
    assertThat(heading(patient, "You left the call")).isVisible();
    assertThat(doctor.getByText("You are the only one here")).isVisible();
    patient.getByRole(AriaRole.BUTTON, named("Join again")).click();
    patient.getByRole(AriaRole.BUTTON, named("Join")).click();
    playing(other(patient));
    playing(other(doctor));
    doctor.context().close();
    patient.context().close();
  }

  /** By WHEP, since the display belongs to the session's ward. */
  private static void theWallShowsThePictureToItsWard() {
    var wall = signIn("display");
    playing(wall.locator("mt-wall-tile[data-session='" + session + "']"));
    wall.context().close();
  }

  private static void withdrawAndGiveAgain(Page doctor, Page patient) {
    doctor.getByRole(AriaRole.BUTTON, named("Withdraw consent")).click();
    assertThat(other(patient)).containsText("Not verified");
    assertThat(patient.locator("mt-trust")).containsText("has not consented");
    playing(other(patient));
    doctor.getByRole(AriaRole.BUTTON, named("Give consent")).click();
    doctor.getByRole(AriaRole.BUTTON, named("I consent")).click();
    assertThat(other(patient)).not().containsText("Not verified");
  }

  @Test
  void aCallThatLosesItsBridgeComesBackByItself() {
    var patient = signIn("patient");
    patient.navigate(node.url() + "/room.html?session=" + session);
    assertThat(patient.locator("mt-link summary")).containsText("Connected");
    patient.context().setOffline(true);
    assertThat(patient.locator("mt-link summary")).containsText("Reconnecting");
    patient.context().setOffline(false);
    assertThat(patient.locator("mt-link summary")).containsText("Connected");
    patient.context().close();
  }

  @Test
  void theCallIsReachedByKeyboardAlone() {
    var page = browser.newPage(1280, 800);
    page.navigate(node.url());
    assertThat(heading(page, "Sign in")).isVisible();
    tabTo(page, "#email");
    page.keyboard().type(node.email("patient"));
    page.keyboard().press("Tab");
    page.keyboard().type(node.password("patient"));
    page.keyboard().press("Enter");
    assertThat(heading(page, "Your sessions")).isVisible();
    tabTo(page, "a.button.primary");
    page.keyboard().press("Enter");
    assertThat(heading(page, "Ready to join?")).isVisible();
    assertThat(page.getByText("You should see yourself.")).isVisible();
    tabTo(page, "button.big");
    page.keyboard().press("Enter");
    assertThat(page.locator("mt-link summary")).containsText("Connected");
    page.keyboard().press("?");
    assertThat(heading(page, "Keyboard shortcuts")).isVisible();
    page.keyboard().press("Escape");
    assertThat(heading(page, "Keyboard shortcuts")).isHidden();
    page.keyboard().press("l");
    assertThat(heading(page, "You left the call")).isVisible();
    page.context().close();
  }

  @Test
  void theWallShowsAVerificationItsAlertAndItsAge() {
    var made = silentVerification("WALL-1");
    var wall = signIn("display");
    var tile = wall.locator("mt-wall-tile[data-session='" + made.getString("session") + "']");
    assertThat(tile).containsText("WALL-1");
    assertThat(tile).containsText("Demo ward");
    assertThat(tile).hasAttribute("state", "unknown");
    assertThat(wall.getByText("It is not a patient monitor")).isVisible();

    // The tile is there before the page hears of updates; a node says them five times a second.
    wall.waitForCondition(
        () -> {
          publish(made, "safe", 91, List.of(), 100);
          return "uncalibrated".equals(tile.getAttribute("state"));
        });
    assertThat(tile.locator("mt-ring")).containsText("91");
    wall.waitForCondition(() -> tile.getAttribute("data-painted-at") != null);
    assertTrue(Long.parseLong(tile.getAttribute("data-media-time")) > 0);

    publish(made, "alert", 20, List.of("frozen"), 100);
    assertThat(tile).hasAttribute("state", "alert");
    assertThat(tile).containsText("frozen, as the test says");
    tile.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Acknowledge")).click();
    assertThat(tile).containsText("Seen by Demo Wall");

    publish(made, "safe", 90, List.of(), 6000);
    assertThat(tile).hasAttribute("state", "unknown");
    assertThat(tile).containsText("stale");
    wall.context().close();
  }

  @Test
  void thePatientsWallHasNothingOfOtherSessions() {
    var foreign = silentVerification("NOT-YOURS");
    var page = signIn("patient");
    assertThat(page.getByRole(AriaRole.LINK, named("Wall"))).hasCount(0);
    page.navigate(node.url() + "/wall");
    assertThat(page.getByText(Pattern.compile("verifications?$")).first()).isVisible();
    assertThat(page.locator("mt-wall-tile[data-session='" + foreign.getString("session") + "']"))
        .hasCount(0);
    page.context().close();
  }

  @Test
  void everyPageIsLabelledAndFitsASmallScreen() {
    var doctor = signIn("doctor", 360, 740);
    for (var path :
        List.of("/", "/join.html?session=" + session, "/room.html?session=" + session, "/wall")) {
      doctor.navigate(node.url() + path);
      assertThat(doctor.locator("main h1").first()).isAttached();
      assertThat(doctor.locator("main[aria-busy]")).hasCount(0);
      assertEquals(List.of(), doctor.evaluate(FAULTS), path);
      assertFalse(
          (Boolean) doctor.evaluate("document.documentElement.scrollWidth > innerWidth"), path);
    }
    doctor.context().close();
  }

  /** What an accessibility checker looks at first, over all shadow roots. */
  private static final String FAULTS =
      """
      () => {
        const all = [];
        const walk = (root) => { for (const e of root.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) walk(e.shadowRoot); } };
        walk(document);
        const seen = (e) => e.checkVisibility?.({visibilityProperty: true}) && e.getClientRects().length > 0;
        const name = (e) => (e.getAttribute('aria-label') || e.textContent || e.labels?.[0]?.textContent || e.getAttribute('title') || '').trim();
        const faults = [];
        for (const e of all.filter(seen)) {
          const what = e.outerHTML.slice(0, 120);
          if (e.matches('button, a[href], input, select, summary') && !name(e)) faults.push('no name: ' + what);
          if (e.matches('button, a[href], select, summary, input:not([type=checkbox])')) {
            const box = e.getBoundingClientRect();
            if (box.height < 24 || box.width < 24) faults.push('small target: ' + what);
          }
          if (e.matches('img:not([alt])')) faults.push('no alternative text: ' + what);
          if (e.matches('[style]') && e.getAttribute('style') && !e.closest('.uplot') && !e.matches('canvas')) faults.push('inline style: ' + what);
        }
        if (document.documentElement.lang === '') faults.push('no language');
        if (!document.title) faults.push('no title');
        if (all.filter((e) => e.matches('h1')).length !== 1) faults.push('not one h1');
        if (all.filter((e) => e.matches('main')).length !== 1) faults.push('not one main');
        const ids = all.filter((e) => e.id && e.getRootNode() === document).map((e) => e.id);
        for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('id twice: ' + id);
        return faults;
      }
      """;

  /** An open session whose doctor consented and is not there: nothing but the test speaks of it. */
  private static JsonObject silentVerification(String room) {
    var admin = node.token("admin");
    var people = node.get("/api/v1/streams/active", admin).getJsonArray("streams");
    var doctor = people.getJsonObject(people.size() - 1).getJsonObject("doctor").getString("id");
    var made =
        node.request(
            "POST",
            "/api/v1/streams/start",
            admin,
            new JsonObject().put("doctor_id", doctor).put("icu_room", room));
    var id = made.getString("stream_id");
    var text = node.get("/api/v1/consent", admin);
    node.request(
        "POST",
        "/api/v1/streams/" + id + "/consent",
        node.token("doctor"),
        new JsonObject()
            .put("given", true)
            .put("version", text.getString("version"))
            .put("text_hash", text.getString("text_hash")));
    for (var entry : node.get("/api/v1/wall", admin).getJsonArray("verifications")) {
      if (((JsonObject) entry).getString("session").equals(id)) return (JsonObject) entry;
    }
    throw new AssertionError("the new session is not on the wall");
  }

  private static void publish(
      JsonObject of, String status, int score, List<String> triggers, long mediaAgeMillis) {
    var now = Instant.now();
    var update =
        new TrustUpdate(
            of.getString("session"),
            of.getString("verification"),
            score,
            status,
            now.toString(),
            now.toEpochMilli() - mediaAgeMillis,
            0.8,
            "uncalibrated",
            score,
            null,
            null,
            null,
            null,
            100,
            null,
            Map.of("video", 1.0),
            List.of(),
            List.of("The picture is frozen, as the test says"),
            triggers,
            null,
            null,
            true,
            1L,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    node.node()
        .vertx()
        .eventBus()
        .publish(Addresses.trust(of.getString("session")), Wire.encode(update));
  }

  private static Page signIn(String role) {
    return signIn(role, 1280, 800);
  }

  private static Page signIn(String role, int width, int height) {
    var page = browser.newPage(width, height);
    page.navigate(node.url());
    page.getByLabel("E-mail").fill(node.email(role));
    page.getByLabel("Password").fill(node.password(role));
    page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    page.locator("mt-top-bar[heading]:not([heading=''])").waitFor();
    return page;
  }

  /** The tile of the other person in the call. */
  private static Locator other(Page page) {
    return page.locator("mt-video-tile:not([self])");
  }

  /** Waits until a picture that is not still is seen. */
  private static void playing(Locator tile) {
    var video = tile.locator("video");
    video.waitFor();
    double from = ((Number) video.evaluate("v => v.currentTime")).doubleValue();
    tile.page()
        .waitForCondition(
            () ->
                (Boolean)
                    video.evaluate(
                        "(v, from) => v.videoWidth > 0 && v.currentTime > from + 1", from));
  }

  private static void tabTo(Page page, String selector) {
    for (int presses = 0; presses < 40; presses++) {
      if ((Boolean) page.evaluate("s => document.activeElement?.matches(s) ?? false", selector))
        return;
      page.keyboard().press("Tab");
    }
    throw new AssertionError("Tab does not reach " + selector);
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, named(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return named(name).setExact(true);
  }
}
