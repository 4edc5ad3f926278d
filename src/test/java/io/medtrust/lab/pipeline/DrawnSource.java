package io.medtrust.lab.pipeline;

import io.medtrust.bus.AnalysisCommand;
import io.medtrust.lab.media.I420;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A drawn pattern that moves at 30 pictures a second, and a tone that comes and goes. */
public final class DrawnSource implements LabSource {
  private final long endMicros;
  private final boolean pictures;
  private final boolean sound;
  private int picture;
  private int packet;
  public final ConcurrentLinkedQueue<AnalysisCommand> told = new ConcurrentLinkedQueue<>();

  public DrawnSource(double seconds, boolean pictures, boolean sound) {
    endMicros = Math.round(seconds * 1e6);
    this.pictures = pictures;
    this.sound = sound;
  }

  @Override
  public boolean hasPictures() {
    return pictures;
  }

  @Override
  public boolean hasSound() {
    return sound;
  }

  @Override
  public long nextPicture(I420 into) {
    int n = picture++;
    long micros = n * 1_000_000L / 30;
    if (micros >= endMicros) return END;
    int side = 160;
    int left = (int) ((0.5 + 0.4 * Math.sin(n * 0.11)) * (into.width - side));
    int top = (int) ((0.5 + 0.4 * Math.cos(n * 0.07)) * (into.height - side));
    into.fill(0, 120, 135);
    for (int y = 0; y < into.height; y++) {
      for (int x = 0; x < into.width; x++) {
        int luma = 40 + 120 * x / into.width + 40 * y / into.height;
        if (y >= top && y < top + side && x >= left && x < left + side) {
          luma = 110 + 60 * (((y - top) / 12 + (x - left) / 12) & 1);
        }
        into.y[y * into.width + x] = (byte) luma;
      }
    }
    return micros;
  }

  @Override
  public boolean nextSound(short[] into) {
    if (packet * 20_000L >= endMicros) return false;
    for (int i = 0; i < into.length; i++) {
      double t = (packet * 960.0 + i) / 48_000;
      into[i] = (short) (6000 * Math.sin(2 * Math.PI * 300 * t) * (Math.sin(4 * t) > 0 ? 1 : 0.1));
    }
    packet++;
    return true;
  }

  @Override
  public void told(AnalysisCommand command, long mediaMicros) {
    told.add(command);
  }
}
