package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.run.DetectorSettings;
import io.medtrust.analysis.media.DecoderLimits;
import io.medtrust.ops.Settings;

/**
 * What a worker is configured with.
 *
 * @param decodeThreads threads that decode
 * @param frameQueue encoded frames of one camera that may wait
 * @param soundQueue packets of one microphone that may wait
 * @param streamShare how much of a core one camera may use for decoding and following the face
 * @param stuckNanos a decoding thread in one frame for longer than this is stuck for good
 */
public record WorkerSettings(
    int decodeThreads,
    int frameQueue,
    int soundQueue,
    long stuckNanos,
    double streamShare,
    DecoderLimits limits,
    DetectorSettings detectors) {
  private static final long STUCK_NANOS = 10_000_000_000L;

  /** Reads the section {@code analysis}. */
  public static WorkerSettings from(Settings settings) {
    int cores = Runtime.getRuntime().availableProcessors();
    int decode = settings.integer("analysis.decode_threads", 0, 256);
    int detect = settings.integer("analysis.detector_threads", 0, 64);
    return new WorkerSettings(
        decode == 0 ? cores : decode,
        settings.integer("analysis.frame_queue", 2, 1000),
        settings.integer("analysis.sound_queue", 2, 1000),
        STUCK_NANOS,
        settings.number("analysis.stream_share", 0.01, 1),
        new DecoderLimits(
            settings.integer("analysis.max_side", 16, 16_383),
            settings.integer("analysis.max_pixels", 256, 16_383 * 16_383),
            DecoderLimits.DEFAULT.maxFrameBytes()),
        new DetectorSettings(
            detect == 0 ? Math.max(1, cores / 2) : detect,
            settings.longInteger("analysis.detector_budget_ms", 10, 60_000) * 1_000_000,
            settings.longInteger("analysis.detector_hang_ms", 20, 600_000) * 1_000_000,
            settings.integer("analysis.detector_hung_limit", 0, 100)));
  }
}
