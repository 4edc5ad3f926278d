package io.medtrust.analysis;

import io.medtrust.analysis.proto.DecodeStats;
import io.medtrust.analysis.proto.EncodedFrame;
import io.medtrust.analysis.proto.FromWorker;
import io.medtrust.analysis.proto.Open;
import io.medtrust.analysis.proto.StillWanted;
import io.medtrust.analysis.proto.Template;
import io.medtrust.analysis.proto.ToWorker;
import io.medtrust.analysis.proto.TrackEnded;
import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.StillTaken;
import io.medtrust.bus.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One verification on the node: its tapped tracks, and the stream to a worker while there is one.
 * Lives on the client's event loop.
 */
final class VerificationStream implements TappedMedia.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationStream.class);

  /** Bytes that may wait for the worker: some seconds of a camera. More means it does not read. */
  private static final long MAX_PENDING_BYTES = 2 << 20;

  private static final int MAX_STILLS = 4;
  private static final int STILL_SECONDS = 5;

  private final Vertx vertx;
  private final String session;
  private final String verification;
  private final Map<String, String> detectorSettings;
  private final AnalysisMetrics metrics;
  private final Supplier<Collection<ToWorker>> known;
  private final Consumer<Template> began;
  private final Runnable retry;
  private final Map<String, Promise<StillTaken>> stills = new HashMap<>();
  private TappedMedia video;
  private TappedMedia sound;
  private WorkerLink link;
  private GrpcClientRequest<ToWorker, FromWorker> request;
  private boolean opened;
  private Boolean announced;
  private long pendingBytes;
  private boolean behind;
  private DecodeStats lastStats = DecodeStats.getDefaultInstance();
  // What an older stream says is ignored.
  private int generation;

  /**
   * @param known what every worker is told when it begins
   * @param began is given the face or voice that the call began with
   * @param retry called when the stream was lost while its worker is up
   */
  VerificationStream(
      Vertx vertx,
      String session,
      String verification,
      Map<String, String> detectorSettings,
      AnalysisMetrics metrics,
      Supplier<Collection<ToWorker>> known,
      Consumer<Template> began,
      Runnable retry) {
    this.vertx = vertx;
    this.session = session;
    this.verification = verification;
    this.detectorSettings = detectorSettings;
    this.metrics = metrics;
    this.known = known;
    this.began = began;
    this.retry = retry;
  }

  String verification() {
    return verification;
  }

  WorkerLink link() {
    return link;
  }

  /** A track of it began; it takes the place of an older one of its kind. */
  void track(TapInlet inlet) {
    var media = TappedMedia.of(inlet, this);
    if (media == null) {
      LOG.warn("a {} track cannot be analysed", inlet.track().codec());
      return;
    }
    if (media.isVideo()) video = media;
    else sound = media;
  }

  /** Whether it has a track. */
  boolean alive() {
    return video != null || sound != null;
  }

  /** Looks for packets, and for tracks that ended. */
  void drain(long nowNanos, long wallMicros) {
    if (video != null && video.inlet().closed()) {
      video = null;
      ended(TrackEnded.newBuilder().setVideo(true).build());
    }
    if (sound != null && sound.inlet().closed()) {
      sound = null;
      ended(TrackEnded.newBuilder().setAudio(true).build());
    }
    if (video != null) {
      metrics.tapDropped(video.drain(nowNanos, wallMicros));
      if (opened) video.askForKeyFrame();
    }
    if (sound != null) metrics.tapDropped(sound.drain(nowNanos, wallMicros));
  }

  /** Tells the worker of now what the node has learned. */
  void know(ToWorker knowledge) {
    if (opened) send(knowledge);
  }

  /** The next undamaged picture of the camera, made small; fails when none comes. */
  Future<StillTaken> still() {
    if (!opened || video == null) return Future.failedFuture("there is no picture");
    if (stills.size() >= MAX_STILLS) return Future.failedFuture("too many pictures are asked for");
    var id = UUID.randomUUID().toString();
    Promise<StillTaken> promise = Promise.promise();
    stills.put(id, promise);
    send(ToWorker.newBuilder().setStillWanted(StillWanted.newBuilder().setId(id)).build());
    return promise
        .future()
        .timeout(STILL_SECONDS, TimeUnit.SECONDS)
        .onComplete(_ -> stills.remove(id));
  }

  private void ended(TrackEnded what) {
    if (opened && alive()) send(ToWorker.newBuilder().setEnded(what).build());
  }

  /** Opens the stream at a worker that is up. */
  void begin(WorkerLink worker) {
    link = worker;
    link.verifications(1);
    int mine = ++generation;
    worker
        .open()
        .onFailure(e -> lost(mine, "The analysis worker cannot be reached"))
        .onSuccess(
            stream -> {
              if (mine != generation) {
                stream.cancel();
                return;
              }
              request = stream;
              stream.exceptionHandler(_ -> lost(mine, "The analysis worker was lost"));
              stream.response().onFailure(_ -> lost(mine, "The analysis worker was lost"));
              stream
                  .response()
                  .onSuccess(
                      response -> {
                        response.handler(message -> answer(mine, message));
                        response.endHandler(_ -> lost(mine, "The analysis worker ended"));
                        response.exceptionHandler(_ -> lost(mine, "The analysis worker was lost"));
                      });
              send(
                  ToWorker.newBuilder()
                      .setOpen(
                          Open.newBuilder()
                              .setSession(session)
                              .setVerification(verification)
                              .putAllSettings(detectorSettings))
                      .build());
            });
  }

  private void answer(int mine, FromWorker message) {
    if (mine != generation) return;
    link.heard();
    switch (message.getMessageCase()) {
      case OPENED -> {
        opened = true;
        known.get().forEach(this::send);
        if (video != null) video.restart();
        if (sound != null) sound.restart();
        announce(true, "Analysis runs");
      }
      case READING ->
          publish(
              Addresses.reading(verification),
              WorkerAnswers.reading(session, verification, message.getReading()));
      case FACE ->
          publish(
              Addresses.analysis(verification),
              WorkerAnswers.face(verification, message.getFace()));
      case PULSE ->
          publish(
              Addresses.analysis(verification),
              WorkerAnswers.pulse(verification, message.getPulse()));
      case TEMPLATE ->
          publish(
              Addresses.analysis(verification),
              WorkerAnswers.template(verification, message.getTemplate()));
      case STILL -> {
        var promise = stills.get(message.getStill().getId());
        var taken = WorkerAnswers.still(verification, message.getStill());
        if (taken == null) metrics.invalid();
        else if (promise != null) promise.tryComplete(taken);
      }
      case BEGINNING -> {
        if (WorkerAnswers.isTemplate(message.getBeginning())) began.accept(message.getBeginning());
        else metrics.invalid();
      }
      case FINGERPRINT ->
          publish(
              Addresses.analysis(verification),
              WorkerAnswers.fingerprint(verification, message.getFingerprint()));
      case DECODE -> {
        metrics.add(lastStats, message.getDecode());
        lastStats = message.getDecode();
        publish(Addresses.analysis(verification), WorkerAnswers.decoding(verification, lastStats));
      }
      case KEY_FRAME_NEEDED -> {
        if (video != null) video.workerNeedsKeyFrame();
      }
      case MESSAGE_NOT_SET -> metrics.invalid();
    }
  }

  private void publish(String address, Object payload) {
    if (payload == null) metrics.invalid();
    else vertx.eventBus().publish(address, Wire.encode(payload));
  }

  @Override
  public boolean frame(EncodedFrame frame) {
    if (!opened) return false;
    if (pendingBytes + frame.getData().size() > MAX_PENDING_BYTES) {
      if (!behind) LOG.warn("the analysis worker does not keep up with a verification");
      behind = true;
      metrics.nodeDropped();
      return false;
    }
    behind = false;
    send(ToWorker.newBuilder().setFrame(frame).build());
    return true;
  }

  private void send(ToWorker message) {
    int mine = generation;
    int bytes = message.getSerializedSize();
    pendingBytes += bytes;
    request
        .write(message)
        .onComplete(
            _ -> {
              if (mine == generation) pendingBytes -= bytes;
            });
  }

  private void lost(int mine, String why) {
    if (mine != generation) return;
    drop(why);
    retry.run();
  }

  /** The stream's worker is gone: every signal is unknown at once. */
  void drop(String why) {
    generation++;
    if (request != null) request.cancel();
    if (link != null) link.verifications(-1);
    request = null;
    link = null;
    opened = false;
    pendingBytes = 0;
    for (var still : List.copyOf(stills.values())) still.tryFail(why);
    lastStats = DecodeStats.getDefaultInstance();
    announce(false, why);
  }

  /** All tracks ended. */
  void end(String why) {
    if (request != null && opened) request.end();
    request = null;
    drop(why);
  }

  /** Says once whether analysis runs. */
  void announce(boolean available, String why) {
    if (announced != null && announced == available) return;
    announced = available;
    publish(
        Addresses.analysis(verification),
        new AnalysisEvent.Availability(verification, available, why));
  }
}
