package io.medtrust.sfu;

import io.medtrust.rtc.rtcp.RtcpReader;
import io.medtrust.sfu.LoopCounters.Count;

/**
 * Acts on the RTCP of one peer. What names a stream that is not the peer's own, or not sent to it,
 * has no effect: nobody can disturb another's call.
 */
final class Feedback implements RtcpReader.Handler {
  private final Transport transport;
  private long now;

  Feedback(Transport transport) {
    this.transport = transport;
  }

  /**
   * Reads one decrypted compound packet.
   *
   * @return false when nothing in it was well-formed
   */
  boolean read(byte[] packet, int length, long now) {
    this.now = now;
    return RtcpReader.read(packet, 0, length, this) > 0;
  }

  @Override
  public void onSenderReport(long ssrc, long ntp, long rtp, long packets, long octets) {
    var track = transport.trackOf(ssrc);
    if (track != null && track.ssrc() == ssrc) track.senderReport(ntp, rtp, now);
  }

  @Override
  public void onNack(long sender, long mediaSsrc, int pid, int blp) {
    transport.counters().add(Count.NACKS_IN, 1);
    var subscription = transport.subscriptionOf(mediaSsrc);
    if (subscription == null) return;
    subscription.retransmit(pid, now);
    for (int i = 0; i < 16; i++) {
      if ((blp >> i & 1) != 0) subscription.retransmit(pid + i + 1 & 0xffff, now);
    }
  }

  @Override
  public void onPli(long sender, long mediaSsrc) {
    transport.counters().add(Count.PLIS_IN, 1);
    var subscription = transport.subscriptionOf(mediaSsrc);
    if (subscription != null) subscription.keyFrameAsked();
  }

  @Override
  public void onFir(long sender, long mediaSsrc, int number) {
    onPli(sender, mediaSsrc);
  }

  @Override
  public void onRemb(long sender, long bitsPerSecond) {
    transport.counters().add(Count.FEEDBACK_IN, 1);
  }

  @Override
  public void onTransportFeedback(
      long sender, long mediaSsrc, int feedbackCount, int baseSequence, int statuses) {
    transport.counters().add(Count.FEEDBACK_IN, 1);
  }
}
