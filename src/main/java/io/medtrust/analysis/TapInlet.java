package io.medtrust.analysis;

import io.medtrust.sfu.MediaTap.TappedTrack;
import io.medtrust.sfu.MediaTap.TrackTap;

/**
 * Where the packets of one tapped track enter. Written by the media loop, read by the client's
 * event loop.
 */
final class TapInlet implements TrackTap {
  private final TappedTrack track;
  private final PacketRing ring;
  private volatile boolean closed;
  private volatile long refused;

  TapInlet(TappedTrack track, int capacityBytes) {
    this.track = track;
    this.ring = new PacketRing(capacityBytes);
  }

  @Override
  public void packet(byte[] buffer, int offset, int length, long arrivalNanos) {
    // One writer: a plain increment of the volatile is enough. The gap in the numbers tells the
    // rest.
    if (!closed && !ring.offer(buffer, offset, length, arrivalNanos)) refused = refused + 1;
  }

  @Override
  public void close() {
    closed = true;
  }

  TappedTrack track() {
    return track;
  }

  boolean closed() {
    return closed;
  }

  /** Packets that found no room. */
  long refused() {
    return refused;
  }

  /** Hands over what has come; nothing once it is closed. */
  void drain(PacketRing.Reader reader) {
    while (!closed && ring.poll(reader)) {
      // the reader did the work
    }
  }
}
