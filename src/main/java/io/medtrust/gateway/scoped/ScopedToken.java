package io.medtrust.gateway.scoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.medtrust.gateway.scoped.proof.Jose;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a scoped token is written: a JWT of type {@code scoped+jwt}, HS256 under a key that is
 * derived from the node's secret for this purpose, so that neither kind of token passes for the
 * other.
 *
 * @param parent claims of the access token it was made from: userId, role, email, epoch, jti, fam
 * @param key thumbprint of the key it is bound to, or null
 */
record ScopedToken(
    String jti,
    String scope,
    String resource,
    String user,
    String role,
    String email,
    int epoch,
    String parent,
    String family,
    long issuedAt,
    long expiresAt,
    String key) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER =
      Jose.base64("{\"alg\":\"HS256\",\"typ\":\"scoped+jwt\"}".getBytes(StandardCharsets.US_ASCII));
  private static final String AUDIENCE = "action";

  static boolean looksLikeOne(String token) {
    return token.startsWith(HEADER + '.');
  }

  /** HMAC-SHA-256 of a label under the node's secret (NIST SP 800-108, counter mode, one block). */
  static byte[] derive(String secret, String label) {
    return hmac(
        secret.getBytes(StandardCharsets.UTF_8),
        ("\u0001" + label).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String sign(byte[] secret) {
    ObjectNode claims =
        JSON.createObjectNode()
            .put("aud", AUDIENCE)
            .put("jti", jti)
            .put("scope", scope)
            .put("sub", user)
            .put("role", role)
            .put("email", email)
            .put("epoch", epoch)
            .put("parent", parent)
            .put("iat", issuedAt)
            .put("exp", expiresAt);
    if (resource != null) claims.put("res", resource);
    if (family != null) claims.put("fam", family);
    if (key != null) claims.putObject("cnf").put("jkt", key);
    var signed = HEADER + '.' + Jose.base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    return signed + '.' + Jose.base64(hmac(secret, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The token's content; null when we did not sign it. Says nothing of its time. */
  static ScopedToken read(String token, byte[] secret) {
    var parts = Jose.parse(token);
    if (parts == null || !looksLikeOne(token)) return null;
    if (!MessageDigest.isEqual(parts.signature(), hmac(secret, parts.signed()))) return null;
    JsonNode c = parts.payload();
    if (!AUDIENCE.equals(Jose.text(c, "aud"))) return null;
    var cnf = c.get("cnf");
    return new ScopedToken(
        Jose.text(c, "jti"),
        Jose.text(c, "scope"),
        Jose.text(c, "res"),
        Jose.text(c, "sub"),
        Jose.text(c, "role"),
        Jose.text(c, "email"),
        c.path("epoch").asInt(-1),
        Jose.text(c, "parent"),
        Jose.text(c, "fam"),
        c.path("iat").asLong(),
        c.path("exp").asLong(),
        cnf == null ? null : Jose.text(cnf, "jkt"));
  }
}
