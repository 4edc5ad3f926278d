package io.medtrust.trust.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes a {@link Calibration} as JSON with snake_case names. */
public final class CalibrationJson {
  private static final int MAX_BYTES = 4 << 20;
  private static final String SHIPPED = "/calibration/default.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build());
  }

  private CalibrationJson() {}

  public static String write(Calibration calibration) {
    try {
      return MAPPER.writeValueAsString(calibration) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a calibration", e);
    }
  }

  /**
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public static Calibration read(String json) {
    try {
      var read = MAPPER.readValue(json, Calibration.class);
      if (read == null) throw new IllegalArgumentException("it is empty");
      return read;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(sentence(e));
    }
  }

  /**
   * The operator's calibration, or the one that the build brings.
   *
   * @param file empty for the build's
   * @throws IllegalArgumentException with one sentence that names the file
   */
  public static Calibration load(String file) {
    try {
      return read(file.isBlank() ? shipped() : content(Path.of(file)));
    } catch (IllegalArgumentException | IOException e) {
      var name = file.isBlank() ? "the build's calibration" : "trust.calibration_file " + file;
      var why = e instanceof IOException ? "cannot be read" : "is not valid: " + e.getMessage();
      throw new IllegalArgumentException(name + " " + why);
    }
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) throw new IllegalArgumentException("it is too large");
    return Files.readString(file);
  }

  private static String shipped() throws IOException {
    try (InputStream in = CalibrationJson.class.getResourceAsStream(SHIPPED)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** The innermost reason, without Jackson's quotation of the source. */
  private static String sentence(JsonProcessingException e) {
    Throwable inner = e;
    while (inner.getCause() != null) inner = inner.getCause();
    if (inner instanceof UnrecognizedPropertyException unknown) {
      return "there is no field " + unknown.getPropertyName();
    }
    if (inner instanceof MismatchedInputException mismatch) {
      var path = mismatch.getPath();
      return path.isEmpty()
          ? "it is no calibration"
          : "the value of " + path.getLast().getFieldName() + " is of the wrong kind";
    }
    if (inner instanceof JsonProcessingException json) {
      var at = json.getLocation();
      return "it is not JSON" + (at == null ? "" : " (line " + at.getLineNr() + ")");
    }
    return inner.getMessage();
  }
}
