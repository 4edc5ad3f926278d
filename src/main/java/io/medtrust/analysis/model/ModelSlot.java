package io.medtrust.analysis.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A place for a model: what the build brings for it, or what the operator puts there instead by
 * {@code analysis.detect.model.SLOT.file} and {@code .sha256}.
 */
public enum ModelSlot {
  FACE_DETECTOR(
      "blazeface_short_range.tflite",
      "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
      Provenance.KNOWN),
  FACE_MESH(
      "face_landmark.tflite",
      "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1",
      Provenance.KNOWN),
  /** A face as a vector: 112 × 112 aligned face in, features out. */
  FACE_EMBEDDING(
      "mobilefacenet.tflite", "d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b"),
  /** Print or replay: 128 × 128 in, the first of the softmax is live. */
  PRESENTATION(
      "presentation.onnx", "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d"),
  /** Speech or not, of 512 samples at 16 kHz. */
  VOICE_ACTIVITY(
      "silero_vad_v6.onnx", "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"),
  /** A voice as a vector: our own, or an operator's ONNX model (docs/models/speaker.md). */
  SPEAKER("speaker.gmm", "f60cbf71958eb2b3a053f24fa3abb1416002e557bf3e2f243b0ee36a415ae2fd"),
  /** Human or synthetic speech; the build brings none (docs/models/voice_synthetic.md). */
  VOICE_SYNTHETIC("voice-synthetic.model", "");

  private final String file;
  private final String sha256;
  private final Provenance provenance;

  /** Unknown until a data sheet in docs/models says otherwise. */
  ModelSlot(String file, String sha256) {
    this(file, sha256, Provenance.UNKNOWN);
  }

  ModelSlot(String file, String sha256, Provenance provenance) {
    this.file = file;
    this.sha256 = sha256;
    this.provenance = provenance;
  }

  /** The slot's name in settings, as {@code face_embedding}. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The slot of a name in settings; empty when there is none. */
  public static Optional<ModelSlot> of(String key) {
    for (var slot : values()) if (slot.key().equals(key)) return Optional.of(slot);
    return Optional.empty();
  }

  /** What is known of the model that {@link #find} gives for these settings. */
  public Provenance provenance(Map<String, String> settings) {
    return named(settings).isBlank() ? provenance : Provenance.OPERATOR;
  }

  private String named(Map<String, String> settings) {
    return settings.getOrDefault("model." + key() + ".file", "");
  }

  /** In production a model of unknown provenance must be named to be used. */
  private void checkAccepted(Map<String, String> settings) {
    if (provenance != Provenance.UNKNOWN) return;
    if (!"production".equals(settings.get("app_mode"))) return;
    var accepted = settings.getOrDefault("accept_unverified_models", "");
    for (var each : accepted.split(",")) if (each.trim().equals(key())) return;
    throw new ModelNotAccepted(
        "What the model "
            + key()
            + " was trained on is not known; analysis.detect.accept_unverified_models does not name"
            + " it.");
  }

  /**
   * The model of this slot.
   *
   * @param settings names below {@code analysis.detect}, and the node's {@code app_mode}
   * @return empty when the build brought none and the operator named none
   * @throws ModelNotAccepted in production, when its provenance is unknown and nobody accepted that
   * @throws IllegalStateException with one sentence when the file named is missing or another one
   */
  public Optional<ModelFile> find(Map<String, String> settings) {
    var named = named(settings);
    if (!named.isBlank()) return Optional.of(operators(named, settings));
    checkAccepted(settings);
    try (InputStream in = ModelSlot.class.getResourceAsStream("/models/" + file)) {
      if (in == null) return Optional.empty();
      var bytes = in.readAllBytes();
      if (!sha256.equals(hash(bytes))) {
        throw new IllegalStateException(file + " is not the model that was pinned");
      }
      return Optional.of(new ModelFile(file + "@" + sha256.substring(0, 8), bytes, sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelFile operators(String named, Map<String, String> settings) {
    var wanted = settings.getOrDefault("model." + key() + ".sha256", "");
    try {
      var path = Path.of(named);
      var bytes = Files.readAllBytes(path);
      var hash = hash(bytes);
      if (!hash.equalsIgnoreCase(wanted)) {
        throw new IllegalStateException(
            "analysis.detect.model." + key() + ".sha256 is not the hash of " + named);
      }
      return new ModelFile(path.getFileName() + "@" + hash.substring(0, 8), bytes, hash);
    } catch (IOException e) {
      throw new IllegalStateException(named + " cannot be read: " + e.getMessage());
    }
  }

  /** As {@link #find}, for a model without which nothing goes on. */
  public ModelFile require(Map<String, String> settings) {
    return find(settings)
        .orElseThrow(() -> new IllegalStateException("the model " + key() + " is not installed"));
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
