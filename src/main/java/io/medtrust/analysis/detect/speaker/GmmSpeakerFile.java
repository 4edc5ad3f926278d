package io.medtrust.analysis.detect.speaker;

import io.medtrust.analysis.model.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The file of a {@link GmmSpeaker}: "MTSPK", format version, title, SHA-256 of the training data,
 * date and licences as UTF, then the numbers, big-endian. docs/models/speaker.md has the order.
 */
public final class GmmSpeakerFile {
  private static final byte[] MAGIC = {'M', 'T', 'S', 'P', 'K'};
  private static final int VERSION = 1;
  private static final int MAX_COMPONENTS = 1024;
  private static final int MAX_NUISANCE = 200;
  private static final int MAX_COHORT = 2000;
  private static final int MAX_BYTES = 64 << 20;

  private GmmSpeakerFile() {}

  /** Whether these bytes call themselves such a file. */
  public static boolean isOne(byte[] bytes) {
    return bytes.length > MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException with one sentence when it is not valid
   */
  public static GmmSpeaker read(ModelFile file) {
    if (!isOne(file.bytes()) || file.bytes().length > MAX_BYTES) {
      throw new IllegalStateException(file.name() + " is not a speaker model");
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(file.bytes()))) {
      in.skipNBytes(MAGIC.length);
      int version = in.readUnsignedShort();
      if (version != VERSION) {
        throw new IOException("its format " + version + " is not known");
      }
      var sheet = new GmmSpeaker.Sheet(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
      int components = count(in, 1, MAX_COMPONENTS, "components");
      int values = count(in, SpeechMemory.VALUES, SpeechMemory.VALUES, "values");
      double relevance = positive(in.readFloat(), "relevance");
      var weights = new double[components];
      double sum = 0;
      for (int k = 0; k < components; k++) sum += weights[k] = positive(in.readFloat(), "weight");
      if (Math.abs(sum - 1) > 0.01) throw new IOException("its weights do not add up to 1");
      var means = new double[components][values];
      var variances = new double[components][values];
      for (var row : means) for (int d = 0; d < values; d++) row[d] = finite(in.readFloat());
      for (var row : variances) {
        for (int d = 0; d < values; d++) row[d] = positive(in.readFloat(), "variance");
      }
      int dimension = components * values;
      var centre = row(in, dimension);
      var nuisance = rows(in, count(in, 0, MAX_NUISANCE, "nuisance directions"), dimension);
      var cohort = rows(in, count(in, 2, MAX_COHORT, "cohort speakers"), dimension);
      double slope = positive(in.readFloat(), "slope");
      double middle = finite(in.readFloat());
      if (in.read() >= 0) throw new IOException("something follows its end");
      return new GmmSpeaker(
          file.name(),
          sheet,
          new Gmm(weights, means, variances),
          relevance,
          centre,
          nuisance,
          cohort,
          slope,
          middle);
    } catch (IOException e) {
      var why = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new IllegalStateException(file.name() + " is not a valid speaker model: " + why);
    }
  }

  private static int count(DataInputStream in, int min, int max, String what) throws IOException {
    int n = in.readInt();
    if (n < min || n > max) throw new IOException(n + " " + what);
    return n;
  }

  private static double finite(float value) throws IOException {
    if (!Float.isFinite(value)) throw new IOException("a number is not finite");
    return value;
  }

  private static double positive(float value, String what) throws IOException {
    if (!(value > 0) || !Float.isFinite(value)) throw new IOException("a " + what + " of " + value);
    return value;
  }

  private static float[][] rows(DataInputStream in, int count, int length) throws IOException {
    // Checked before anything is made of it: a count is cheap to claim.
    if ((long) count * length * 4 > in.available()) throw new IOException("it ends too early");
    var rows = new float[count][];
    for (int i = 0; i < count; i++) rows[i] = row(in, length);
    return rows;
  }

  private static float[] row(DataInputStream in, int length) throws IOException {
    var row = new float[length];
    for (int i = 0; i < length; i++) row[i] = (float) finite(in.readFloat());
    return row;
  }

  /** Writes one; its name is not part of the file. */
  public static byte[] write(GmmSpeaker model) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeShort(VERSION);
      out.writeUTF(model.sheet().title());
      out.writeUTF(model.sheet().data());
      out.writeUTF(model.sheet().date());
      out.writeUTF(model.sheet().licences());
      var background = model.background();
      out.writeInt(background.components());
      out.writeInt(background.values());
      out.writeFloat((float) model.relevance());
      for (double w : background.weights()) out.writeFloat((float) w);
      for (var row : background.means()) for (double v : row) out.writeFloat((float) v);
      for (var row : background.variances()) for (double v : row) out.writeFloat((float) v);
      for (float v : model.centre()) out.writeFloat(v);
      out.writeInt(model.nuisance().length);
      for (var row : model.nuisance()) for (float v : row) out.writeFloat(v);
      out.writeInt(model.cohort().length);
      for (var row : model.cohort()) for (float v : row) out.writeFloat(v);
      out.writeFloat((float) model.slope());
      out.writeFloat((float) model.middle());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
