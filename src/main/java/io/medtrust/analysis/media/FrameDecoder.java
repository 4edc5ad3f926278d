package io.medtrust.analysis.media;

import java.util.function.Consumer;

/**
 * A video decoder of one stream and one picture size. Not thread-safe: opened, used and closed on
 * one thread. Its input was checked before (see {@link PictureDecoder}), which does not make it
 * trustworthy: implementations bound what they allocate themselves, too.
 */
public interface FrameDecoder extends AutoCloseable {
  /**
   * Decodes one frame.
   *
   * @param frame consumed: its bytes may be overwritten
   * @param keyFrame what the header says
   * @param sink gets the picture during this call, at most one for each frame given
   * @return false when the decoder reported an error; what follows is wrong until a key frame
   */
  boolean decode(EncodedPicture frame, boolean keyFrame, Consumer<Picture> sink);

  /** Frees what is native. */
  @Override
  void close();
}
