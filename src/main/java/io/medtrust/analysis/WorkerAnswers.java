package io.medtrust.analysis;

import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.FaceBox;
import io.medtrust.analysis.proto.Fingerprint;
import io.medtrust.analysis.proto.Pulse;
import io.medtrust.analysis.proto.Reading;
import io.medtrust.analysis.proto.Still;
import io.medtrust.analysis.proto.Template;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.StillTaken;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns what a worker says into bus records. A worker eats strangers' bytes with native code, so
 * what it says is input like any other: null for what makes no sense, and text is cut.
 */
final class WorkerAnswers {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_TEXT = 300;
  private static final int MAX_NAME = 60;
  private static final int MAX_EVIDENCE = 4000;
  private static final int MAX_WAVE = 600;
  private static final int MAX_FACES = 1000;
  private static final int MAX_TEMPLATE = 4096;
  private static final int MAX_FINGERPRINT = 16_384;
  private static final int MAX_JPEG = 16_384;

  private WorkerAnswers() {}

  /** Words of lower-case letters, digits and underscores. */
  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')) return false;
    }
    return true;
  }

  static io.medtrust.bus.Reading reading(String session, String verification, Reading from) {
    if (!isName(from.getDetector()) || !isName(from.getCode())) return null;
    var state =
        switch (from.getState()) {
          case READING_OK -> io.medtrust.bus.Reading.State.OK;
          case READING_FAILED -> io.medtrust.bus.Reading.State.FAILED;
          case READING_UNKNOWN, UNRECOGNIZED -> io.medtrust.bus.Reading.State.UNKNOWN;
        };
    boolean known = state != io.medtrust.bus.Reading.State.UNKNOWN;
    if (known && !(from.hasScore() && from.getScore() >= 0 && from.getScore() <= 100)) return null;
    var evidence = evidence(from.getEvidenceJson());
    if (evidence == null) return null;
    boolean calibrated =
        known && from.hasLogLikelihoodRatio() && Double.isFinite(from.getLogLikelihoodRatio());
    return new io.medtrust.bus.Reading(
        session,
        verification,
        from.getDetector(),
        state,
        known ? from.getScore() : null,
        calibrated ? from.getLogLikelihoodRatio() : null,
        from.getCode(),
        cut(from.getReason(), MAX_TEXT),
        evidence,
        from.getMediaTimeUs() / 1000,
        cut(from.getModel(), MAX_NAME),
        cut(from.getConfig(), MAX_NAME),
        SHA256.matcher(from.getModelSha256()).matches() ? from.getModelSha256() : null);
  }

  private static Map<String, Object> evidence(String json) {
    if (json.isEmpty()) return Map.of();
    if (json.length() > MAX_EVIDENCE) return null;
    try {
      return new JsonObject(json).getMap();
    } catch (DecodeException e) {
      return null;
    }
  }

  static AnalysisEvent.Face face(String verification, FaceBox from) {
    if (!isName(from.getState()) || from.getFaces() < 0 || from.getFaces() > MAX_FACES) return null;
    return new AnalysisEvent.Face(
        verification,
        from.getMediaTimeUs() / 1000,
        fraction(from.getX()),
        fraction(from.getY()),
        fraction(from.getWidth()),
        fraction(from.getHeight()),
        from.getFaces(),
        from.getState());
  }

  static AnalysisEvent.Pulse pulse(String verification, Pulse from) {
    if (from.getWaveformCount() > MAX_WAVE || !Double.isFinite(from.getSnrDb())) return null;
    boolean known = from.hasBpm() && from.getBpm() > 0 && from.getBpm() < 400;
    var wave = new ArrayList<Float>(from.getWaveformCount());
    for (float sample : from.getWaveformList()) {
      wave.add(Float.isFinite(sample) ? Math.clamp(sample, -1f, 1f) : 0f);
    }
    return new AnalysisEvent.Pulse(
        verification,
        from.getMediaTimeUs() / 1000,
        known ? from.getBpm() : null,
        from.getSnrDb(),
        wave);
  }

  static AnalysisEvent.Decoding decoding(String verification, DecodeStats from) {
    return new AnalysisEvent.Decoding(
        verification,
        from.getMediaTimeUs() / 1000,
        from.getFramesDecoded(),
        from.getFramesDamaged(),
        from.getFramesDropped(),
        from.getWidth(),
        from.getHeight(),
        Double.isFinite(from.getDecodeMsMean()) ? from.getDecodeMsMean() : 0);
  }

  static AnalysisEvent.TemplateMeasured template(String verification, Template from) {
    if (!isTemplate(from)) return null;
    return new AnalysisEvent.TemplateMeasured(
        verification,
        new AnalysisCommand.Template(
            from.getKind(),
            cut(from.getModel(), MAX_NAME),
            List.copyOf(from.getValuesList()),
            fraction(from.getQuality())));
  }

  /** Whether it can be one: a name, not too long, numbers. */
  static boolean isTemplate(Template from) {
    if (!isName(from.getKind()) || from.getModel().length() > MAX_NAME) return false;
    if (from.getValuesCount() > MAX_TEMPLATE) return false;
    for (float value : from.getValuesList()) if (!Float.isFinite(value)) return false;
    return true;
  }

  static AnalysisEvent.FingerprintTaken fingerprint(String verification, Fingerprint from) {
    if (!isName(from.getKind()) || from.getData().size() > MAX_FINGERPRINT) return null;
    return new AnalysisEvent.FingerprintTaken(
        verification,
        new AnalysisCommand.Fingerprint(
            from.getKind(),
            cut(from.getForm(), MAX_NAME),
            Base64.getEncoder().encodeToString(from.getData().toByteArray()),
            from.getMediaTimeUs() / 1000));
  }

  static StillTaken still(String verification, Still from) {
    var jpeg = from.getJpeg();
    // Start of image and the first byte of a marker (ITU-T T.81, B.1.1.3).
    boolean isJpeg =
        jpeg.size() > 3
            && jpeg.size() <= MAX_JPEG
            && (jpeg.byteAt(0) & 0xff) == 0xff
            && (jpeg.byteAt(1) & 0xff) == 0xd8
            && (jpeg.byteAt(2) & 0xff) == 0xff;
    if (!isJpeg) return null;
    return new StillTaken(
        verification,
        Base64.getEncoder().encodeToString(jpeg.toByteArray()),
        from.getMediaTimeUs() / 1000);
  }

  private static float fraction(float value) {
    return Float.isFinite(value) ? Math.clamp(value, 0f, 1f) : 0f;
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
