package io.medtrust.gateway.anomaly.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A detector as bytes: {@code MTAD}, format, version of the features, length and SHA-256 of what
 * follows, then what is common to all and each role's forest, scales and blocks. The hash finds
 * damage; it does not keep out somebody who can write the file. Holds no principal.
 */
public final class ModelFile {
  private static final String REFUSED = "the traffic model is refused";
  private static final int MAGIC = 0x4d544144;
  private static final int FORMAT = 1;
  private static final int HEADER = 4 + 4 + 4 + 4 + 32;
  private static final int LARGEST = 256 << 20;

  private ModelFile() {}

  public static byte[] write(Detector detector) {
    try {
      var body = new ByteArrayOutputStream(8 << 20);
      var out = new DataOutputStream(body);
      detector.write(out);
      out.flush();
      var bytes = body.toByteArray();
      var file = new ByteArrayOutputStream(bytes.length + HEADER);
      var head = new DataOutputStream(file);
      head.writeInt(MAGIC);
      head.writeInt(FORMAT);
      head.writeInt(Feature.VERSION);
      head.writeInt(bytes.length);
      head.write(sha256(bytes));
      head.write(bytes);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beginning of a model's SHA-256, by which it is named. */
  public static String name(byte[] file) {
    return HexFormat.of().formatHex(file, HEADER - 32, HEADER - 24);
  }

  /**
   * @param tuning all but the shape of forests that are in the file
   * @param seed for roles that are not in the file
   * @throws IllegalArgumentException with a sentence that says why the file is refused
   */
  public static Detector read(byte[] file, Detector.Tuning tuning, long seed) {
    if (file.length < HEADER || file.length > LARGEST) throw refused("it is not a model file");
    try (var head = new DataInputStream(new ByteArrayInputStream(file))) {
      if (head.readInt() != MAGIC) throw refused("it is not a model file");
      int format = head.readInt();
      if (format != FORMAT) throw refused("its format is " + format + ", not " + FORMAT);
      int features = head.readInt();
      if (features != Feature.VERSION) {
        throw refused("it was made for features of version " + features);
      }
      if (head.readInt() != file.length - HEADER) throw refused("it is cut off");
      var hash = head.readNBytes(32);
      var body = Arrays.copyOfRange(file, HEADER, file.length);
      if (!MessageDigest.isEqual(hash, sha256(body))) {
        throw refused("its content does not match its SHA-256");
      }
      var in = new DataInputStream(new ByteArrayInputStream(body));
      var detector = new Detector(tuning, seed);
      detector.read(in);
      if (in.read() >= 0) throw refused("there is more in it than a model");
      return detector;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof IllegalArgumentException known && known.getMessage().startsWith(REFUSED)) {
        throw known;
      }
      throw refused("it cannot be read: " + e);
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(REFUSED + ": " + why);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
