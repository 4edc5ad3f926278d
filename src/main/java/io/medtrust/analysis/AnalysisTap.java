package io.medtrust.analysis;

import io.medtrust.sfu.MediaTap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes packets of verified tracks from the SFU. What it does on a media loop is one copy into a
 * ring of bytes that was made when the track began; when the ring is full the packet is dropped,
 * and the relay notices nothing.
 */
public final class AnalysisTap implements MediaTap {
  private final int videoBytes;
  private final int soundBytes;
  private final Queue<TapInlet> opened = new ConcurrentLinkedQueue<>();
  private volatile Runnable onOpened = () -> {};

  AnalysisTap(int videoBytes, int soundBytes) {
    this.videoBytes = videoBytes;
    this.soundBytes = soundBytes;
  }

  @Override
  public TrackTap open(TappedTrack track) {
    var inlet = new TapInlet(track, track.kind().equals("video") ? videoBytes : soundBytes);
    opened.add(inlet);
    onOpened.run();
    return inlet;
  }

  /** Who is told, on any thread, that a track began. */
  void onOpened(Runnable listener) {
    onOpened = listener;
  }

  /** The next track that began, or null. */
  TapInlet nextOpened() {
    return opened.poll();
  }
}
