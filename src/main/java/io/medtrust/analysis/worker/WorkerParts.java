package io.medtrust.analysis.worker;

import io.medtrust.analysis.detect.DetectorFactory;
import io.medtrust.analysis.face.FaceTracker;
import io.medtrust.analysis.media.OpusDecoder;
import io.medtrust.analysis.media.VideoDecoders;
import java.util.List;

/**
 * What a worker is made of.
 *
 * @param video the video decoder of this machine
 * @param sound whether Opus can be decoded
 */
public record WorkerParts(
    VideoDecoders video,
    boolean sound,
    FaceTracker.Factory faces,
    List<DetectorFactory> detectors) {

  /** Looks for decoders on this machine; loads native libraries and takes some hundred ms. */
  public static WorkerParts find(FaceTracker.Factory faces, List<DetectorFactory> detectors) {
    return new WorkerParts(VideoDecoders.find(), OpusDecoder.available(), faces, detectors);
  }
}
