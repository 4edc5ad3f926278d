package io.medtrust.lab.run;

import io.medtrust.analysis.media.VideoCodec;

/**
 * How the media of a call is sent.
 *
 * @param codec of the pictures; null for a call without
 * @param kbps of the pictures, or of the sound when there are none
 * @param loss share of packets lost before they are asked for again, percent
 */
public record Condition(VideoCodec codec, int kbps, double loss) {
  public String codecName() {
    return codec == null ? "Opus" : codec == VideoCodec.VP8 ? "VP8" : "H.264";
  }

  /** For people. */
  public String text() {
    return "%s %d kbit/s, %s %% loss"
        .formatted(codecName(), kbps, loss == Math.rint(loss) ? "" + (int) loss : "" + loss);
  }
}
