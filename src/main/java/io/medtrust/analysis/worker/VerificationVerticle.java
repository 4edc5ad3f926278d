package io.medtrust.analysis.worker;

import com.google.protobuf.ByteString;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.run.DetectorPools;
import io.medtrust.analysis.detect.run.DetectorSet;
import io.medtrust.analysis.media.Picture;
import io.medtrust.analysis.media.SmallJpeg;
import io.medtrust.analysis.model.ModelFile;
import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.DetectorStats;
import io.medtrust.analysis.proto.EncodedFrame;
import io.medtrust.analysis.proto.FaceBox;
import io.medtrust.analysis.proto.Fingerprint;
import io.medtrust.analysis.proto.FromWorker;
import io.medtrust.analysis.proto.KeyFrameNeeded;
import io.medtrust.analysis.proto.Open;
import io.medtrust.analysis.proto.Pulse;
import io.medtrust.analysis.proto.Reading;
import io.medtrust.analysis.proto.ReadingState;
import io.medtrust.analysis.proto.Still;
import io.medtrust.analysis.proto.StillWanted;
import io.medtrust.analysis.proto.Template;
import io.medtrust.analysis.proto.ToWorker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;

/**
 * One verification in the worker: the shell that hands frames to its camera and microphone and
 * sends back what its detectors say. Deployed when the node opens the stream, undeployed when the
 * stream ends. Runs on an event loop, where nothing is decoded.
 */
final class VerificationVerticle extends VerticleBase {
  /** How often detectors are looked after, milliseconds. */
  private static final long SWEEP_MS = 100;

  private static final long STATS_MS = 1000;

  /** A key frame is not asked for more often, nanoseconds. */
  private static final long KEY_FRAME_NANOS = 300_000_000L;

  private final Open open;
  private final WriteStream<FromWorker> out;
  private final WorkerParts parts;
  private final WorkerSettings settings;
  private final Lanes lanes;
  private final DetectorPools pools;

  private Context home;
  private Lane lane;
  private DetectorSet detectors;
  private VideoActor video;
  private SoundActor sound;
  private long keyFrameAskedAt;
  private boolean keyFrameAsked;
  private boolean collects;
  private volatile boolean stopped;

  VerificationVerticle(
      Open open,
      WriteStream<FromWorker> out,
      WorkerParts parts,
      WorkerSettings settings,
      Lanes lanes,
      DetectorPools pools) {
    this.open = open;
    this.out = out;
    this.parts = parts;
    this.settings = settings;
    this.lanes = lanes;
    this.pools = pools;
  }

  @Override
  public Future<?> start() {
    home = context;
    lane = lanes.join();
    var detectorSettings = open.getSettingsMap();
    collects = Boolean.parseBoolean(detectorSettings.get("collect_templates"));
    detectors =
        new DetectorSet(parts.detectors(), detectorSettings, pools, this::output, System::nanoTime);
    video =
        new VideoActor(lane, parts, settings, detectorSettings, detectors, this::keyFrameNeeded);
    sound = new SoundActor(lane, parts.sound(), settings.soundQueue(), detectorSettings, detectors);
    vertx.setPeriodic(SWEEP_MS, _ -> detectors.sweep());
    vertx.setPeriodic(STATS_MS, _ -> sendStats());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    video.close();
    sound.close();
    detectors.close();
    lanes.leave(lane);
    return Future.succeededFuture();
  }

  /** One message of the node, on any context of this worker. */
  void message(ToWorker message) {
    if (stopped) return;
    switch (message.getMessageCase()) {
      case FRAME -> frame(message.getFrame());
      case ENDED -> {
        if (message.getEnded().getVideo()) video.ended();
        if (message.getEnded().getAudio()) sound.ended();
      }
      // A second Open changes nothing; what a newer node says beyond that is not for us.
      case KNOWLEDGE -> {
        var knowledge = KnowledgeReader.read(message.getKnowledge());
        if (knowledge != null) detectors.know(knowledge);
      }
      case STILL_WANTED -> video.still(picture -> still(message.getStillWanted(), picture));
      case OPEN, MESSAGE_NOT_SET -> {}
    }
  }

  private void frame(EncodedFrame frame) {
    if (frame.getData().equals(ByteString.EMPTY)) return;
    switch (frame.getCodec()) {
      case VP8, H264 -> video.frame(frame);
      case OPUS -> sound.packet(frame);
      case CODEC_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  private void still(StillWanted wanted, Picture picture) {
    var message =
        FromWorker.newBuilder()
            .setStill(
                Still.newBuilder()
                    .setId(wanted.getId())
                    .setJpeg(ByteString.copyFrom(SmallJpeg.of(picture)))
                    .setMediaTimeUs(picture.captureTimeMicros()))
            .build();
    home.runOnContext(_ -> send(message));
  }

  private void keyFrameNeeded(String why) {
    home.runOnContext(
        _ -> {
          long now = System.nanoTime();
          if (keyFrameAsked && now - keyFrameAskedAt < KEY_FRAME_NANOS) return;
          keyFrameAsked = true;
          keyFrameAskedAt = now;
          send(
              FromWorker.newBuilder()
                  .setKeyFrameNeeded(KeyFrameNeeded.newBuilder().setWhy(why))
                  .build());
        });
  }

  private void output(
      String detector, String model, String config, Output output, long mediaTimeMicros) {
    var message =
        switch (output) {
          case Verdict verdict -> reading(detector, model, config, verdict, mediaTimeMicros);
          case Output.FaceDisplay face -> face(face, mediaTimeMicros);
          case Output.PulseDisplay pulse -> pulse(pulse, mediaTimeMicros);
          case Output.TemplateSample sample ->
              FromWorker.newBuilder().setTemplate(template(sample.template())).build();
          case Output.Beginning beginning ->
              FromWorker.newBuilder().setBeginning(template(beginning.template())).build();
          case Output.FingerprintSample sample -> fingerprint(sample.fingerprint());
        };
    if (output instanceof Output.TemplateSample && !collects) return;
    home.runOnContext(_ -> send(message));
  }

  private static Template template(Knowledge.Template template) {
    var message =
        Template.newBuilder()
            .setKind(template.kind())
            .setModel(template.model())
            .setQuality(template.quality());
    for (float value : template.values()) message.addValues(value);
    return message.build();
  }

  private static FromWorker fingerprint(Knowledge.Fingerprint fingerprint) {
    return FromWorker.newBuilder()
        .setFingerprint(
            Fingerprint.newBuilder()
                .setKind(fingerprint.kind())
                .setForm(fingerprint.form())
                .setData(ByteString.copyFrom(fingerprint.data()))
                .setMediaTimeUs(fingerprint.mediaTimeMicros()))
        .build();
  }

  static FromWorker reading(
      String detector, String model, String config, Verdict verdict, long mediaTimeMicros) {
    var reading =
        Reading.newBuilder()
            .setDetector(detector)
            .setState(
                switch (verdict.state()) {
                  case OK -> ReadingState.READING_OK;
                  case FAILED -> ReadingState.READING_FAILED;
                  case UNKNOWN -> ReadingState.READING_UNKNOWN;
                })
            .setCode(verdict.code())
            .setReason(verdict.reason())
            .setEvidenceJson(new JsonObject(verdict.evidence()).encode())
            .setMediaTimeUs(mediaTimeMicros)
            .setModel(model)
            .setModelSha256(ModelFile.sha256Of(model))
            .setConfig(config);
    if (verdict.score() != null) reading.setScore(verdict.score());
    if (verdict.logLikelihoodRatio() != null) {
      reading.setLogLikelihoodRatio(verdict.logLikelihoodRatio());
    }
    return FromWorker.newBuilder().setReading(reading).build();
  }

  private static FromWorker face(Output.FaceDisplay face, long mediaTimeMicros) {
    return FromWorker.newBuilder()
        .setFace(
            FaceBox.newBuilder()
                .setMediaTimeUs(mediaTimeMicros)
                .setX(face.x())
                .setY(face.y())
                .setWidth(face.width())
                .setHeight(face.height())
                .setFaces(face.faces())
                .setState(face.state()))
        .build();
  }

  private static FromWorker pulse(Output.PulseDisplay pulse, long mediaTimeMicros) {
    var message = Pulse.newBuilder().setMediaTimeUs(mediaTimeMicros).setSnrDb(pulse.snrDb());
    if (pulse.bpm() != null) message.setBpm(pulse.bpm());
    for (float sample : pulse.waveform()) message.addWaveform(sample);
    return FromWorker.newBuilder().setPulse(message).build();
  }

  private void sendStats() {
    var stats = DecodeStats.newBuilder();
    video.stats(stats);
    sound.stats(stats);
    for (var detector : detectors.stats()) {
      stats.addDetectors(
          DetectorStats.newBuilder()
              .setDetector(detector.detector())
              .setCalls(detector.calls())
              .setSeconds(detector.nanos() / 1e9)
              .setOverwritten(detector.overwritten())
              .setLate(detector.late())
              .setFailures(detector.failures())
              .setHung(detector.hung()));
    }
    send(FromWorker.newBuilder().setDecode(stats).build());
  }

  /** A node that does not read loses what is said meanwhile: it would be stale anyway. */
  private void send(FromWorker message) {
    try {
      if (!stopped && !out.writeQueueFull()) out.write(message);
    } catch (IllegalStateException e) {
      // The stream ended on another thread in this moment.
      stopped = true;
    }
  }

  /** The stream ended; nothing more is sent. */
  void ended() {
    stopped = true;
  }
}
