package io.medtrust.lab.pipeline;

import io.medtrust.lab.media.I420;

/** A grey picture and silence, to warm up with. */
final class GreySource implements LabSource {
  private final long endMicros;
  private long picture;
  private long sound;

  GreySource(long endMicros) {
    this.endMicros = endMicros;
  }

  @Override
  public boolean hasPictures() {
    return true;
  }

  @Override
  public boolean hasSound() {
    return true;
  }

  @Override
  public long nextPicture(I420 into) {
    long micros = picture++ * 1_000_000 / 30;
    return micros < endMicros ? micros : END;
  }

  @Override
  public boolean nextSound(short[] into) {
    return sound++ * 20_000 < endMicros;
  }
}
