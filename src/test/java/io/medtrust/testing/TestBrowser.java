package io.medtrust.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The system's Chromium with a fake camera and microphone. Each instance is a browser process of
 * its own with one camera; what its pages print as errors is kept.
 */
public final class TestBrowser implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private TestBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** The fake device of Chromium: a green test card, and a beep each second. */
  public static TestBrowser withFakeDevice() {
    return withFakeDevice(executable());
  }

  /** The same with another command that starts Chromium. */
  public static TestBrowser withFakeDevice(Path executable) {
    return launch(List.of("--use-fake-device-for-media-stream=fps=30"), executable);
  }

  /** A camera that plays a Y4M file and a microphone that plays a WAV file, both over and over. */
  public static TestBrowser playing(Path y4m, Path wav) {
    return launch(
        List.of(
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-video-capture=" + y4m.toAbsolutePath(),
            "--use-file-for-fake-audio-capture=" + wav.toAbsolutePath()),
        executable());
  }

  /** Where Chromium is, as build/browser.sh looks for it. */
  public static Path executable() {
    for (var name : List.of("chromium", "chromium-browser", "google-chrome")) {
      for (var folder : System.getenv("PATH").split(":")) {
        var file = Path.of(folder, name);
        if (Files.isExecutable(file)) return file;
      }
    }
    throw new IllegalStateException("Chromium is not installed: ./medtrust test installs it");
  }

  private static TestBrowser launch(List<String> device, Path executable) {
    var arguments = new ArrayList<>(device);
    arguments.addAll(
        List.of(
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // a page in the background must go on sending and painting
            "--disable-renderer-backgrounding",
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows"));
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    var options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(executable)
            .setArgs(arguments)
            .setTimeout(120_000);
    return new TestBrowser(playwright, playwright.chromium().launch(options));
  }

  /**
   * A page with its own cookies; console errors and exceptions of it end up in {@link #complaints}.
   */
  public Page newPage(int width, int height) {
    return newPage(new Browser.NewContextOptions().setViewportSize(width, height));
  }

  public Page newPage(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options.setIgnoreHTTPSErrors(true));
    context.grantPermissions(List.of("camera", "microphone"));
    var page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onConsoleMessage(
        m -> {
          if (m.type().equals("error")) complaints.add(page.url() + ": " + m.text());
        });
    page.onPageError(e -> complaints.add(page.url() + ": " + e));
    return page;
  }

  public List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
