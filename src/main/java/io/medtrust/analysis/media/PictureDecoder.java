package io.medtrust.analysis.media;

import java.util.function.Consumer;

/**
 * Decodes the pictures of one camera: reads each frame's header first, refuses what is too large,
 * waits for a key frame, makes a new decoder when the size changes, and marks what follows an error
 * as damaged until the next key frame. Decoders do not tell of lost frames (they go on and drift),
 * so the mark that the packets' numbers gave must be kept.
 *
 * <p>Not thread-safe: used and closed on one thread.
 */
public final class PictureDecoder implements AutoCloseable {
  /** What became of a frame. */
  public enum Outcome {
    /** A picture was handed over. */
    PICTURE,
    /** Nothing to show in it (a hidden frame, parameter sets alone). */
    NOTHING,
    /** An inter frame before the first key frame: not decoded. Ask for a key frame. */
    NO_KEY_FRAME,
    /** Its header asks for a picture above the limits: not decoded. */
    REFUSED,
    /** It could not be decoded; what follows is damaged. Ask for a key frame. */
    FAILED
  }

  private final VideoCodec codec;
  private final VideoDecoders decoders;
  private final DecoderLimits limits;
  private FrameDecoder decoder;
  private int width;
  private int height;
  private boolean broken;
  private boolean delivered;

  public PictureDecoder(VideoCodec codec, VideoDecoders decoders, DecoderLimits limits) {
    this.codec = codec;
    this.decoders = decoders;
    this.limits = limits;
  }

  public VideoCodec codec() {
    return codec;
  }

  /** Width of the last key frame, pixels; 0 before it. */
  public int width() {
    return width;
  }

  /** Height of the last key frame, pixels; 0 before it. */
  public int height() {
    return height;
  }

  /**
   * Decodes one frame.
   *
   * @param sink gets the picture during this call
   */
  public Outcome decode(EncodedPicture frame, Consumer<Picture> sink) {
    var data = frame.data();
    if (data.length == 0 || data.length > limits.maxFrameBytes()) return broke(Outcome.REFUSED);
    var header = codec == VideoCodec.VP8 ? Headers.vp8(data) : Headers.h264(data);
    if (!header.valid()) return broke(Outcome.FAILED);
    if (header.width() > 0) {
      if (!limits.allow(header.width(), header.height())) {
        close();
        return Outcome.REFUSED;
      }
      if (header.width() != width || header.height() != height) {
        close();
        width = header.width();
        height = header.height();
      }
    }
    if (decoder == null) {
      if (!header.keyFrame() || width == 0) return Outcome.NO_KEY_FRAME;
      decoder = decoders.open(codec, limits);
    }
    if (header.keyFrame() && !frame.damaged()) broken = false;
    delivered = false;
    var marked =
        frame.damaged() || !broken
            ? frame
            : new EncodedPicture(data, frame.captureTimeMicros(), frame.rtpTimestamp(), true);
    boolean good =
        decoder.decode(
            marked,
            header.keyFrame(),
            picture -> {
              delivered = true;
              sink.accept(picture);
            });
    if (!good) return broke(Outcome.FAILED);
    return delivered ? Outcome.PICTURE : Outcome.NOTHING;
  }

  private Outcome broke(Outcome outcome) {
    broken = true;
    return outcome;
  }

  /** Frees the decoder; the next frame must be a key frame. */
  @Override
  public void close() {
    if (decoder != null) decoder.close();
    decoder = null;
    width = 0;
    height = 0;
    broken = false;
  }
}
