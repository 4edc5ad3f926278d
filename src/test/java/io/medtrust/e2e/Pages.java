package io.medtrust.e2e;

import com.microsoft.playwright.Page;
import io.medtrust.testing.TestNode;
import java.util.regex.Pattern;

/** What people do on the pages, step by step, as they would. */
final class Pages {
  private Pages() {}

  static void signIn(Page page, TestNode node, String role) {
    page.navigate(node.url() + "/");
    page.fill("#email", node.email(role));
    page.fill("#password", node.password(role));
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
