package io.medtrust.lab.pipeline;

import io.medtrust.lab.media.ClipPictures;
import io.medtrust.lab.media.ClipSound;
import io.medtrust.lab.media.I420;
import java.nio.file.Path;

/** A file, once and forwards. */
public final class ClipSource implements LabSource {
  private final ClipPictures pictures;
  private final ClipSound sound;

  /**
   * @param withPictures whether its pictures are sent, if it has some
   * @param withSound whether its sound is sent, if it has some
   * @throws IllegalArgumentException when it cannot be read, or nothing of it is left
   */
  public ClipSource(Path file, boolean withPictures, boolean withSound) {
    pictures = withPictures ? ClipPictures.open(file) : null;
    sound = withSound ? ClipSound.open(file) : null;
    if (pictures == null && sound == null) {
      throw new IllegalArgumentException("the clip " + file + " has neither picture nor sound");
    }
  }

  @Override
  public boolean hasPictures() {
    return pictures != null;
  }

  @Override
  public boolean hasSound() {
    return sound != null;
  }

  @Override
  public long nextPicture(I420 into) {
    return pictures.next(into);
  }

  @Override
  public boolean nextSound(short[] into) {
    return sound.next(into);
  }

  @Override
  public void close() {
    if (pictures != null) pictures.close();
    if (sound != null) sound.close();
  }
}
