package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.proto.Fingerprint;
import io.medtrust.analysis.proto.Template;

/** From the wire to what detectors are told; null for what makes no sense. */
final class KnowledgeReader {
  private static final int MAX_STEPS = 10_000;

  private KnowledgeReader() {}

  static Knowledge read(io.medtrust.analysis.proto.Knowledge from) {
    return switch (from.getKnowledgeCase()) {
      case ENROLLED ->
          new Knowledge.Enrolled(
              from.getEnrolled().getTemplatesList().stream()
                  .map(KnowledgeReader::template)
                  .toList());
      case LIGHT_PROBE -> {
        var probe = from.getLightProbe();
        int steps = probe.getRgbCount() / 3;
        // No steps: it was taken back.
        if (steps > MAX_STEPS || probe.getStepMs() <= 0) yield null;
        var colours = new float[steps][3];
        for (int i = 0; i < steps * 3; i++) colours[i / 3][i % 3] = probe.getRgb(i);
        yield new Knowledge.LightProbe(
            probe.getId(), probe.getSentUs(), probe.getStepMs() * 1000L, colours);
      }
      case CHALLENGE -> {
        var challenge = from.getChallenge();
        yield new Knowledge.Challenge(
            challenge.getId(),
            challenge.getKind(),
            java.util.List.copyOf(challenge.getWordsList()),
            challenge.getIssuedUs(),
            challenge.getExpiresUs());
      }
      case BEGAN ->
          new Knowledge.Began(
              from.getBegan().getTemplatesList().stream().map(KnowledgeReader::template).toList());
      case MEMORY ->
          new Knowledge.Memory(
              from.getMemory().getFingerprintsList().stream()
                  .map(KnowledgeReader::fingerprint)
                  .toList());
      case KNOWLEDGE_NOT_SET -> null;
    };
  }

  private static Knowledge.Template template(Template from) {
    var values = new float[from.getValuesCount()];
    for (int i = 0; i < values.length; i++) values[i] = from.getValues(i);
    return new Knowledge.Template(from.getKind(), from.getModel(), values, from.getQuality());
  }

  private static Knowledge.Fingerprint fingerprint(Fingerprint from) {
    return new Knowledge.Fingerprint(
        from.getKind(), from.getForm(), from.getData().toByteArray(), from.getMediaTimeUs());
  }
}
