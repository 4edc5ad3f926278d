package io.medtrust.analysis.media;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which video decoder this machine has; looked up once. Without the native one, H.264 is decoded in
 * Java and VP8 not at all, and the readings say so.
 */
public enum VideoDecoders {
  /** FFmpeg's libavcodec: VP8 and H.264. */
  LAVC,
  /** jcodec: H.264 only. */
  JCODEC;

  private static final Logger LOG = LoggerFactory.getLogger(VideoDecoders.class);

  /** Tries the native library; takes a quarter of a second, or more at the very first time. */
  public static VideoDecoders find() {
    try {
      LavcDecoder.load();
      return LAVC;
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "there is no native video decoder ({}): H.264 is decoded in Java, VP8 is not", "" + e);
      return JCODEC;
    }
  }

  /** Whether that codec can be decoded. */
  public boolean decodes(VideoCodec codec) {
    return this == LAVC || codec == VideoCodec.H264;
  }

  /** The name for status pages. */
  public String label() {
    return this == LAVC ? "libavcodec" : "jcodec";
  }

  /**
   * A decoder for one stream, used and closed on one thread.
   *
   * @throws IllegalStateException when it cannot be made
   */
  FrameDecoder open(VideoCodec codec, DecoderLimits limits) {
    if (!decodes(codec)) throw new IllegalStateException(label() + " does not decode " + codec);
    return this == LAVC ? new LavcDecoder(codec, limits) : new JcodecH264Decoder(limits);
  }
}
