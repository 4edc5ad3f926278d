package io.medtrust.analysis.media;

import io.medtrust.lab.media.VideoEncoder;

/** A real-time VP8 or H.264 encoder for tests: libvpx and OpenH264 as browsers use them. */
public final class TestEncoder implements AutoCloseable {
  /** One encoded frame. */
  public record Encoded(byte[] data, boolean keyFrame) {}

  private static final int BITS_PER_SECOND = 1_500_000;

  private final VideoEncoder encoder;

  public TestEncoder(VideoCodec codec, int width, int height) {
    encoder = new VideoEncoder(codec, width, height, 30, BITS_PER_SECOND);
  }

  /** Encodes one picture; a key frame when asked (and always at first). */
  public Encoded encode(Picture picture, boolean keyFrame) {
    var encoded = encoder.encode(picture.y(), picture.u(), picture.v(), keyFrame);
    if (encoded == null) throw new IllegalStateException("the encoder gave nothing");
    return new Encoded(encoded.data(), encoded.keyFrame());
  }

  @Override
  public void close() {
    encoder.close();
  }
}
