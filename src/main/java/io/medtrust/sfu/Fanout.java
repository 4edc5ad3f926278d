package io.medtrust.sfu;

import io.medtrust.rtc.rtp.RtpRewriter;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.rtp.RtxRing;

/**
 * The subscribers of one track that live on one loop, with what they may ask for again. A track
 * with subscribers on several loops has one of these on each; the track's own loop feeds the others
 * through {@link HandOver}.
 *
 * <p>Loop thread of {@link #loop} only, but for {@link #askKeyFrame}.
 */
final class Fanout {
  /** Kept for retransmission: 2 s of the fastest video that is usual, 5 s of most. */
  private static final int RING_PACKETS = 512;

  private static final int RING_PACKET_BYTES = 1500;

  /** Waiting subscribers remind the track this often; it throttles what goes to the sender. */
  private static final long REMIND_NANOS = 200_000_000;

  final MediaLoop loop;
  final Track track;
  private final RtxRing ring;
  private final RtpView view = new RtpView();
  private final RtpView found = new RtpView();
  private Subscription[] subscribers = new Subscription[4];
  private int count;
  private long remindedNanos;
  private boolean reminded;

  Fanout(MediaLoop loop, Track track) {
    this.loop = loop;
    this.track = track;
    // Audio is repaired by concealment and FEC; a packet that comes back is too late.
    ring = track.description().video() ? new RtxRing(RING_PACKETS, RING_PACKET_BYTES) : null;
  }

  void add(Subscription subscription) {
    for (int i = 0; i < count; i++) if (subscribers[i] == subscription) return;
    if (count == subscribers.length) {
      subscribers = java.util.Arrays.copyOf(subscribers, count * 2);
    }
    subscribers[count++] = subscription;
    reminded = false;
  }

  void remove(Subscription subscription) {
    for (int i = 0; i < count; i++) {
      if (subscribers[i] == subscription) {
        subscribers[i] = subscribers[--count];
        subscribers[count] = null;
        return;
      }
    }
  }

  /**
   * Sends one packet to every subscriber.
   *
   * @param packet decrypted; stays the caller's
   * @param source changes when the numbering begins anew
   * @param keyFrame the packet begins a key frame
   */
  void deliver(RtpView packet, long source, boolean keyFrame, long now) {
    if (count == 0) return;
    if (packet.payloadLength() == 0) {
      // Padding only, to probe the path; its number is closed up for the subscribers.
      for (int i = 0; i < count; i++) subscribers[i].skip(packet, source);
      return;
    }
    if (ring != null) ring.store(packet, now);
    int sendTime = RtpRewriter.absSendTime(now);
    boolean waiting = false;
    for (int i = 0; i < count; i++) {
      waiting |= !subscribers[i].forward(packet, source, keyFrame, sendTime, now);
    }
    if (waiting && (!reminded || now - remindedNanos > REMIND_NANOS)) {
      reminded = true;
      remindedNanos = now;
      askKeyFrame();
    }
  }

  void handedOver(HandOver.Slot slot) {
    if (view.parse(slot.packet, 0, slot.length)) {
      deliver(view, slot.source, slot.keyFrame, slot.arrivalNanos);
    }
  }

  /** A kept packet, valid until the next {@link #deliver}; null when it is gone. */
  RtpView kept(int sequence) {
    return ring != null && ring.find(sequence, found) ? found : null;
  }

  /**
   * Passes the sender's clock on, so that subscribers can play sound and picture in time.
   *
   * @param ntp of the sender's clock
   */
  void senderReport(long source, long ntp, long timestamp) {
    for (int i = 0; i < count; i++) subscribers[i].senderReport(source, ntp, timestamp);
  }

  /** Any thread. */
  void askKeyFrame() {
    track.askKeyFrame();
  }
}
