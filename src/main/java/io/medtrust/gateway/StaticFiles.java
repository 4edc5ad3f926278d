package io.medtrust.gateway;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The pages and what they load, from {@code webroot/} on the class path, kept in memory. Reading
 * one for the first time blocks.
 */
final class StaticFiles {
  /**
   * @param scriptHashes CSP sources of the inline import maps of a page, empty for other files
   */
  record File(Buffer content, String type, String etag, List<String> scriptHashes) {}

  private static final Map<String, String> PAGES =
      Map.of(
          "/", "index.html",
          "/docs", "docs.html",
          "/join", "join.html",
          "/room", "room.html",
          "/wall", "wall.html");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  // No segment may begin with a dot, so nothing climbs out and nothing hidden is served.
  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern IMPORT_MAP =
      Pattern.compile(
          "<script\\s+type=[\"']importmap[\"'][^>]*>(.*?)</script>",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private final Map<String, File> cache = new ConcurrentHashMap<>();

  /** Whether there may be such a file. Pure and fast. */
  static boolean plausible(String path) {
    return PAGES.containsKey(path)
        || (path.length() <= 200 && PATH.matcher(path).matches() && TYPES.containsKey(ext(path)));
  }

  File cached(String path) {
    return cache.get(path);
  }

  /** The file, or null. Blocks. */
  File load(String path) {
    if (!plausible(path)) return null;
    var name = PAGES.getOrDefault(path, path.substring(1));
    try (var in = StaticFiles.class.getResourceAsStream("/webroot/" + name)) {
      if (in == null) return null;
      var bytes = in.readAllBytes();
      var text = name.endsWith(".html") ? new String(bytes, StandardCharsets.UTF_8) : "";
      var hashes = new ArrayList<String>();
      var maps = IMPORT_MAP.matcher(text);
      while (maps.find()) {
        hashes.add(
            "'sha256-" + base64(sha256(maps.group(1).getBytes(StandardCharsets.UTF_8))) + "'");
      }
      var etag = '"' + base64(sha256(bytes)).substring(0, 22) + '"';
      var file =
          new File(Buffer.buffer(bytes), TYPES.get(ext("/" + name)), etag, List.copyOf(hashes));
      cache.put(path, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ext(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
