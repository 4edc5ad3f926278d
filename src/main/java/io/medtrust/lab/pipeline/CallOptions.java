package io.medtrust.lab.pipeline;

import io.medtrust.analysis.media.VideoCodec;
import io.medtrust.bus.AnalysisCommand;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How one call is made.
 *
 * @param framesPerSecond that the encoder's rate control reckons with
 * @param videoKbps aimed at
 * @param soundKbps aimed at
 * @param loss share of packets lost on the way, 0..1; cameras' packets are asked for again by NACK
 * @param seed of the loss and of the stream's numbers
 * @param longest the call ends after this, or when a track of the source ends
 * @param knowledge what the node knows when the call begins, by the verification's id
 * @param hook called ten times a second during the call
 */
public record CallOptions(
    VideoCodec codec,
    int framesPerSecond,
    int videoKbps,
    int soundKbps,
    double loss,
    long seed,
    Duration longest,
    Function<String, List<AnalysisCommand>> knowledge,
    Hook hook) {

  /** Acts in the middle of a call, on the node's side. */
  @FunctionalInterface
  public interface Hook {
    /** Must not block: it runs on an event loop. */
    void tick(LabCall call);
  }

  /** VP8 at 600 kbit/s, Opus at 32 kbit/s, nothing lost, nothing known. */
  public static final CallOptions DEFAULT =
      new CallOptions(
          VideoCodec.VP8, 30, 600, 32, 0, 1, Duration.ofHours(24), _ -> List.of(), _ -> {});

  public CallOptions codec(VideoCodec other) {
    return new CallOptions(
        other, framesPerSecond, videoKbps, soundKbps, loss, seed, longest, knowledge, hook);
  }

  public CallOptions framesPerSecond(int other) {
    return new CallOptions(
        codec, other, videoKbps, soundKbps, loss, seed, longest, knowledge, hook);
  }

  public CallOptions kbps(int video, int sound) {
    return new CallOptions(
        codec, framesPerSecond, video, sound, loss, seed, longest, knowledge, hook);
  }

  /**
   * @param share 0..1
   */
  public CallOptions loss(double share, long otherSeed) {
    return new CallOptions(
        codec, framesPerSecond, videoKbps, soundKbps, share, otherSeed, longest, knowledge, hook);
  }

  public CallOptions longest(Duration other) {
    return new CallOptions(
        codec, framesPerSecond, videoKbps, soundKbps, loss, seed, other, knowledge, hook);
  }

  public CallOptions knowing(Function<String, List<AnalysisCommand>> other) {
    return new CallOptions(
        codec, framesPerSecond, videoKbps, soundKbps, loss, seed, longest, other, hook);
  }

  public CallOptions hook(Hook other) {
    return new CallOptions(
        codec, framesPerSecond, videoKbps, soundKbps, loss, seed, longest, knowledge, other);
  }
}
