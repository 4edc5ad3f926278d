package io.medtrust.lab.pipeline;

import io.medtrust.lab.media.ClipPictures;
import io.medtrust.lab.media.ClipSound;
import io.medtrust.lab.media.I420;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several clips of one person one after the other, forwards and each once: longer genuine footage
 * with cuts. Sound and pictures each follow the other without a pause; they stay together only in
 * footage of one clip.
 */
public final class Footage implements LabSource {
  private static final long STEP_MICROS = 33_333;

  private final List<Path> files;
  private final boolean withPictures;
  private final boolean withSound;
  private final List<Long> cuts = new ArrayList<>();
  private ClipPictures pictures;
  private ClipSound sound;
  private int pictureFile;
  private int soundFile;
  private long offset;
  private long last = -STEP_MICROS;

  /**
   * @throws IllegalArgumentException when a file cannot be read
   */
  public Footage(List<Path> files, boolean withPictures, boolean withSound) {
    this.files = files;
    this.withPictures = withPictures;
    this.withSound = withSound;
  }

  @Override
  public boolean hasPictures() {
    return withPictures;
  }

  @Override
  public boolean hasSound() {
    return withSound;
  }

  @Override
  public long nextPicture(I420 into) {
    while (true) {
      if (pictures == null) {
        if (pictureFile == files.size()) return END;
        pictures = ClipPictures.open(files.get(pictureFile++));
        if (pictures == null) throw missing(pictureFile - 1, "pictures");
        offset = last + STEP_MICROS;
        if (pictureFile > 1) cuts.add(offset);
      }
      long micros = pictures.next(into);
      if (micros != ClipPictures.END) {
        last = offset + micros;
        return last;
      }
      pictures.close();
      pictures = null;
    }
  }

  @Override
  public boolean nextSound(short[] into) {
    while (true) {
      if (sound == null) {
        if (soundFile == files.size()) return false;
        sound = ClipSound.open(files.get(soundFile++));
        if (sound == null) throw missing(soundFile - 1, "sound");
      }
      if (sound.next(into)) return true;
      sound.close();
      sound = null;
    }
  }

  private IllegalArgumentException missing(int file, String what) {
    return new IllegalArgumentException("the clip " + files.get(file) + " has no " + what);
  }

  /** Media times of the cuts so far, microseconds. */
  public List<Long> cuts() {
    return List.copyOf(cuts);
  }

  @Override
  public void close() {
    if (pictures != null) pictures.close();
    if (sound != null) sound.close();
  }
}
