package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.model.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Logistic regression on a row of numbers, and its file: "MTLIN", format version, title, SHA-256 of
 * the training data, date and licences as UTF, count, means, deviations, weights, offset,
 * big-endian.
 *
 * @param sheet what it was trained on
 * @param means and {@code deviations} of the training rows
 * @param weights of the standardised numbers
 * @param offset at even odds
 */
public record LinearModel(
    Sheet sheet, float[] means, float[] deviations, float[] weights, float offset) {
  /**
   * Where a model comes from.
   *
   * @param title of the model
   * @param data SHA-256 over the training files, hex
   * @param date of the training
   * @param licences of the training data
   */
  public record Sheet(String title, String data, String date, String licences) {}

  private static final byte[] MAGIC = {'M', 'T', 'L', 'I', 'N'};
  private static final int VERSION = 1;

  /** Standardised numbers are kept within this: what was never seen shall not decide alone. */
  private static final double FAR = 4;

  /** Logarithm of the odds of the first class (human), before any prior. */
  public double logOdds(double[] row) {
    double sum = offset;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * Math.clamp((row[i] - means[i]) / deviations[i], -FAR, FAR);
    }
    return sum;
  }

  /**
   * @param values numbers that a row must have
   * @throws IllegalStateException with one sentence when it is not valid
   */
  public static LinearModel read(ModelFile file, int values) {
    var magic = Arrays.copyOf(file.bytes(), MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalStateException(file.name() + " is not a linear model");
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(file.bytes()))) {
      in.skipNBytes(MAGIC.length);
      int version = in.readUnsignedShort();
      if (version != VERSION) throw new IOException("its format " + version + " is not known");
      var sheet = new Sheet(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
      int count = in.readInt();
      if (count != values) throw new IOException(count + " numbers instead of " + values);
      var means = row(in, count);
      var deviations = row(in, count);
      for (float d : deviations) if (!(d > 0)) throw new IOException("a deviation of " + d);
      var weights = row(in, count);
      float offset = row(in, 1)[0];
      if (in.read() >= 0) throw new IOException("something follows its end");
      return new LinearModel(sheet, means, deviations, weights, offset);
    } catch (IOException e) {
      var why = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new IllegalStateException(file.name() + " is not a valid linear model: " + why);
    }
  }

  private static float[] row(DataInputStream in, int count) throws IOException {
    var row = new float[count];
    for (int i = 0; i < count; i++) {
      row[i] = in.readFloat();
      if (!Float.isFinite(row[i])) throw new IOException("a number is not finite");
    }
    return row;
  }

  public byte[] write() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeShort(VERSION);
      out.writeUTF(sheet.title);
      out.writeUTF(sheet.data);
      out.writeUTF(sheet.date);
      out.writeUTF(sheet.licences);
      out.writeInt(weights.length);
      for (var row : new float[][] {means, deviations, weights, {offset}}) {
        for (float v : row) out.writeFloat(v);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
