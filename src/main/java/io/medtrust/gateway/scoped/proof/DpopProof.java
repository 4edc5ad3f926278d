package io.medtrust.gateway.scoped.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A DPoP proof (RFC 9449 §4), ES256 only: every browser has it, and one algorithm cannot be
 * confused with another.
 *
 * @param thumbprint of the key (RFC 7638), which is what a token is bound to
 * @param jti to be used once
 * @param nonce that the client was given, or null
 */
public record DpopProof(String thumbprint, String jti, long issuedAt, String nonce) {
  private static final int MOST_JTI = 128;
  private static final int COORDINATE = 32;

  /** Members that only a private key has (RFC 7518 §6.2.2). */
  private static final Set<String> PRIVATE = Set.of("d", "k", "p", "q", "dp", "dq", "qi");

  /** P-256: y² = x³ − 3x + b over the field of p (FIPS 186-4 D.1.2.3). */
  private static final ECParameterSpec P256 = p256();

  /** Why a proof is refused; {@code invalid_dpop_proof} with a sentence. */
  public static final class Refused extends Exception {
    Refused(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * Checks everything of RFC 9449 §4.3 but that the {@code jti} is new and the nonce ours.
   *
   * @param method of the request
   * @param url of the request without query and fragment, as clients see it
   * @param token the access token that comes with it, or null where there is none
   * @param nowSeconds epoch seconds
   * @param window seconds that {@code iat} may be off, either way
   */
  public static DpopProof check(
      String proof, String method, String url, String token, long nowSeconds, int window)
      throws Refused {
    var parts = Jose.parse(proof);
    if (parts == null) throw new Refused("the proof is no JWT");
    var header = parts.header();
    if (!"dpop+jwt".equals(Jose.text(header, "typ"))) throw new Refused("typ is not dpop+jwt");
    if (!"ES256".equals(Jose.text(header, "alg"))) throw new Refused("alg is not ES256");
    if (header.has("crit")) throw new Refused("crit is not understood");
    var jwk = header.get("jwk");
    if (jwk == null || !jwk.isObject()) throw new Refused("jwk is missing");
    for (var name : PRIVATE) if (jwk.has(name)) throw new Refused("jwk holds a private key");
    var thumbprint = thumbprint(jwk);
    if (!signed(parts, key(jwk))) throw new Refused("the signature is wrong");

    var payload = parts.payload();
    var jti = Jose.text(payload, "jti");
    if (jti == null || jti.isEmpty() || jti.length() > MOST_JTI)
      throw new Refused("jti is missing");
    if (!method.equals(Jose.text(payload, "htm"))) throw new Refused("htm is another method");
    var htu = Jose.text(payload, "htu");
    if (htu == null || !same(htu, url)) throw new Refused("htu is another address");
    var iat = payload.get("iat");
    if (iat == null || !iat.isNumber()) throw new Refused("iat is missing");
    if (Math.abs(iat.asDouble() - nowSeconds) > window) throw new Refused("iat is too far off");
    if (token != null && !Jose.base64(Jose.sha256(token)).equals(Jose.text(payload, "ath"))) {
      throw new Refused("ath is not that of the token");
    }
    return new DpopProof(thumbprint, jti, iat.asLong(), Jose.text(payload, "nonce"));
  }

  /** The same after normalisation by scheme and syntax (RFC 3986 §6.2.2, §6.2.3). */
  private static boolean same(String one, String other) {
    try {
      return normal(one).equals(normal(other));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String normal(String text) throws URISyntaxException {
    var uri = new URI(text).normalize();
    if (uri.getHost() == null || uri.getScheme() == null)
      throw new URISyntaxException(text, "host");
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ':' + port + path;
  }

  /** RFC 7638 §3.2: the members a key needs, in order, without spaces. */
  private static String thumbprint(JsonNode jwk) throws Refused {
    var x = Jose.text(jwk, "x");
    var y = Jose.text(jwk, "y");
    if (!"EC".equals(Jose.text(jwk, "kty")) || !"P-256".equals(Jose.text(jwk, "crv"))) {
      throw new Refused("the key is not on P-256");
    }
    coordinate(x);
    coordinate(y);
    return Jose.base64(
        Jose.sha256("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}"));
  }

  private static BigInteger coordinate(String text) throws Refused {
    try {
      if (text != null) {
        var bytes = Base64.getUrlDecoder().decode(text);
        // one spelling only, else one key had several thumbprints
        if (bytes.length == COORDINATE && Jose.base64(bytes).equals(text)) {
          return new BigInteger(1, bytes);
        }
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new Refused("the key has no proper coordinates");
  }

  private static PublicKey key(JsonNode jwk) throws Refused {
    var x = coordinate(Jose.text(jwk, "x"));
    var y = coordinate(Jose.text(jwk, "y"));
    var curve = P256.getCurve();
    var p = ((java.security.spec.ECFieldFp) curve.getField()).getP();
    var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.multiply(y).mod(p).equals(right)) {
      throw new Refused("the key is not on P-256");
    }
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256));
    } catch (GeneralSecurityException e) {
      throw new Refused("the key is not on P-256");
    }
  }

  private static boolean signed(Jose.Parts parts, PublicKey key) {
    if (parts.signature().length != 2 * COORDINATE) return false;
    try {
      var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
      verifier.initVerify(key);
      verifier.update(parts.signed());
      return verifier.verify(parts.signature());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static ECParameterSpec p256() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
