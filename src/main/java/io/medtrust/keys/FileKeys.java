package io.medtrust.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys in a text file, one line {@code ID BASE64} each (32 bytes), the last line is the current
 * one. Only its owner may read it. Lines that begin with {@code #} are comments.
 */
public final class FileKeys implements KeyProvider {
  private static final int KEY_BYTES = 32;
  private static final int MAX_FILE = 1 << 20;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, SecretKey> keys;
  private final String current;

  private FileKeys(Map<String, SecretKey> keys) {
    this.keys = keys;
    String last = null;
    for (var id : keys.keySet()) last = id;
    this.current = last;
  }

  /**
   * @throws KeyProblem when the file is missing, readable by others, or holds something else
   */
  public static FileKeys read(Path file) {
    try {
      if (!Files.isRegularFile(file)) throw new KeyProblem("the key file " + file + " is missing");
      if (Files.size(file) > MAX_FILE) throw new KeyProblem("the key file is too large");
      var permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new KeyProblem("the key file " + file + " can be read by others: chmod 600");
      }
      return new FileKeys(parse(Files.readAllLines(file)));
    } catch (IOException e) {
      throw new KeyProblem("the key file " + file + " cannot be read", e);
    }
  }

  /** The same; a file that is not there is made with one new key. */
  public static FileKeys readOrCreate(Path file) {
    if (!Files.exists(file)) add(file);
    return read(file);
  }

  /** Adds a new current key; the older ones still open. Returns its id. */
  public static String add(Path file) {
    try {
      var lines = new ArrayList<String>();
      if (Files.exists(file)) {
        read(file);
        lines.addAll(Files.readAllLines(file));
      }
      var key = new byte[KEY_BYTES];
      var id = new byte[6];
      RANDOM.nextBytes(key);
      RANDOM.nextBytes(id);
      var name = "k" + java.util.HexFormat.of().formatHex(id);
      lines.add(name + " " + Base64.getEncoder().encodeToString(key));
      var folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      var fresh =
          Files.createTempFile(
              folder,
              "keys",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return name;
    } catch (IOException e) {
      throw new KeyProblem("the key file " + file + " cannot be written", e);
    }
  }

  private static Map<String, SecretKey> parse(List<String> lines) {
    var keys = new LinkedHashMap<String, SecretKey>();
    int number = 0;
    for (var line : lines) {
      number++;
      if (line.isBlank() || line.startsWith("#")) continue;
      var words = line.trim().split(" +");
      if (words.length != 2 || !ID.matcher(words[0]).matches()) throw broken(number);
      byte[] key;
      try {
        key = Base64.getDecoder().decode(words[1]);
      } catch (IllegalArgumentException e) {
        throw broken(number);
      }
      if (key.length != KEY_BYTES) throw broken(number);
      if (keys.put(words[0], new SecretKeySpec(key, "AES")) != null) throw broken(number);
      Arrays.fill(key, (byte) 0);
    }
    if (keys.isEmpty()) throw new KeyProblem("the key file holds no key");
    return keys;
  }

  private static KeyProblem broken(int line) {
    return new KeyProblem("line " + line + " of the key file is not ID BASE64 of 32 bytes, once");
  }

  @Override
  public byte[] seal(byte[] secret, String context) {
    if (secret.length > MAX_SECRET) throw new KeyProblem("too large to be sealed");
    return Envelope.seal(current, keys.get(current), secret, context);
  }

  @Override
  public byte[] open(byte[] sealed, String context) {
    var envelope = Envelope.parse(sealed);
    var key = keys.get(envelope.keyId());
    if (key == null) throw new KeyProblem("the key " + envelope.keyId() + " is gone");
    return envelope.open(key, context);
  }

  @Override
  public String currentKey() {
    return current;
  }

  @Override
  public String keyOf(byte[] sealed) {
    return Envelope.parse(sealed).keyId();
  }

  @Override
  public String toString() {
    return "FileKeys[not shown]";
  }
}
