package io.medtrust.analysis;

import com.google.protobuf.ByteString;
import io.medtrust.analysis.proto.Challenge;
import io.medtrust.analysis.proto.Enrolled;
import io.medtrust.analysis.proto.Fingerprint;
import io.medtrust.analysis.proto.Knowledge;
import io.medtrust.analysis.proto.LightProbe;
import io.medtrust.analysis.proto.Memory;
import io.medtrust.analysis.proto.Template;
import io.medtrust.analysis.proto.ToWorker;
import io.medtrust.bus.AnalysisCommand;
import java.util.Base64;

/** From the node's bus to the worker's wire. */
final class KnowledgeWriter {
  private KnowledgeWriter() {}

  /**
   * @throws IllegalArgumentException when a fingerprint is not base64
   */
  static ToWorker message(AnalysisCommand command) {
    var knowledge = Knowledge.newBuilder();
    switch (command) {
      case AnalysisCommand.Enrolled enrolled -> {
        var message = Enrolled.newBuilder();
        for (var t : enrolled.templates()) {
          message.addTemplates(
              Template.newBuilder()
                  .setKind(t.kind())
                  .setModel(t.model())
                  .addAllValues(t.values())
                  .setQuality((float) t.quality()));
        }
        knowledge.setEnrolled(message);
      }
      case AnalysisCommand.LightProbe probe ->
          knowledge.setLightProbe(
              LightProbe.newBuilder()
                  .setId(probe.id())
                  .setSentUs(probe.sentMillis() * 1000)
                  .setStepMs(probe.stepMillis())
                  .addAllRgb(probe.rgb()));
      case AnalysisCommand.Challenge challenge ->
          knowledge.setChallenge(
              Challenge.newBuilder()
                  .setId(challenge.id())
                  .setKind(challenge.kind())
                  .addAllWords(challenge.words())
                  .setIssuedUs(challenge.issuedMillis() * 1000)
                  .setExpiresUs(challenge.expiresMillis() * 1000));
      case AnalysisCommand.Memory memory -> {
        var message = Memory.newBuilder();
        for (var f : memory.fingerprints()) {
          message.addFingerprints(
              Fingerprint.newBuilder()
                  .setKind(f.kind())
                  .setForm(f.form())
                  .setData(ByteString.copyFrom(Base64.getDecoder().decode(f.data())))
                  .setMediaTimeUs(f.mediaTimeMillis() * 1000));
        }
        knowledge.setMemory(message);
      }
    }
    return ToWorker.newBuilder().setKnowledge(knowledge).build();
  }
}
