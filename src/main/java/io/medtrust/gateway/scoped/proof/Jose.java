package io.medtrust.gateway.scoped.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The parts of JSON Web Signature (RFC 7515) that proofs and scoped tokens share. */
public final class Jose {
  /** Longer is not looked at. */
  static final int MOST = 4096;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .build())
                  .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Jose() {}

  /**
   * @param signed header, dot and payload, as they were signed
   */
  public record Parts(JsonNode header, JsonNode payload, byte[] signed, byte[] signature) {}

  /** Takes a compact serialisation apart; null when it is none. Checks no signature. */
  public static Parts parse(String compact) {
    if (compact == null || compact.length() > MOST) return null;
    int first = compact.indexOf('.');
    int second = compact.indexOf('.', first + 1);
    if (first < 1 || second < 0 || compact.indexOf('.', second + 1) >= 0) return null;
    try {
      var header = object(compact.substring(0, first));
      var payload = object(compact.substring(first + 1, second));
      if (header == null || payload == null) return null;
      return new Parts(
          header,
          payload,
          compact.substring(0, second).getBytes(StandardCharsets.US_ASCII),
          Base64.getUrlDecoder().decode(compact.substring(second + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static JsonNode object(String part) {
    try (JsonParser parser = JSON.createParser(Base64.getUrlDecoder().decode(part))) {
      JsonNode node = JSON.readTree(parser);
      return node != null && node.isObject() && parser.nextToken() == null ? node : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** A text member, or null when it is absent or something else. */
  public static String text(JsonNode object, String name) {
    var value = object.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
