package io.medtrust.e2e;

import com.microsoft.playwright.Page;
import io.medtrust.testing.TestNode;
import java.util.regex.Pattern;

/** What people do on the pages, step by step, as they would. */
final class Pages {
  private Pages() {}

  static void signIn(Page page, TestNode node, String role) {
    signIn(page, node.url(), node.email(role), node.password(role));
  }

  private static void signIn(Page page, String url, String email, String password) {
    page.navigate(url + "/");
    page.fill("#email", email);
    page.fill("#password", password);
    page.keyboard().press("Enter");
    page.waitForSelector("text=Sign out");
  }

  /** A display's account goes to the wall by itself. */
  static void signInDisplay(Page page, TestNode node) {
    page.navigate(node.url() + "/");
    page.fill("#email", node.email("display"));
    page.fill("#password", node.password("display"));
    page.keyboard().press("Enter");
    page.waitForSelector("mt-wall-tile");
  }

  /** From the sign-in page into the room of the demonstration's session. */
  static Page enterRoom(Page page, TestNode node, String role, boolean consent) {
    signIn(page, node, role);
    page.navigate(node.url() + "/join?session=" + node.session());
    return join(page, consent);
  }

  /** The same by the link to this person's one session. */
  static Page enterRoom(Page page, String url, String email, String password, boolean consent) {
    signIn(page, url, email, password);
    page.click("a[href*='/join']");
    return join(page, consent);
  }

  private static Page join(Page page, boolean consent) {
    if (consent) page.check(".consent input[type=checkbox]");
    page.click("button.big[aria-disabled=false]");
    page.waitForURL(Pattern.compile("/room"));
    page.waitForSelector("mt-video-tile[self]");
    return page;
  }

  /** Waits until the other's picture has been painted so many times. */
  static void awaitRemoteFrames(Page page, int frames) {
    page.waitForFunction(
        """
        n => {
          const tiles = [...document.querySelectorAll('mt-video-tile:not([self])')];
          return tiles.some(t => {
            const v = (t.shadowRoot ?? t).querySelector('video');
            return v && v.getVideoPlaybackQuality().totalVideoFrames >= n;
          });
        }\
        """,
        frames);
  }
}
