package io.medtrust.sfu;

import io.medtrust.rtc.rtp.Rewrite;
import io.medtrust.rtc.rtp.RtpRewriter;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.rtp.SequenceRewriter;
import io.medtrust.sfu.LoopCounters.Count;

/**
 * One outgoing stream of a transport: what a subscriber sees as one camera or one microphone. Its
 * SSRC and numbering go on without a break when the source behind it is replaced.
 *
 * <p>Thread of the transport's loop only.
 */
final class Subscription {
  /**
   * Retransmissions a second and at once: one NACK can ask for thousands of packets, and must not
   * turn the relay into a flood.
   */
  private static final int RTX_PER_SECOND = 400;

  private final Transport transport;
  private final boolean video;
  private final long ssrc;
  private final long rtxSsrc;
  private final SequenceRewriter rewriter;
  private Rewrite rewrite;
  private Fanout fanout;
  private long source = -1;
  private int rtxSequence;
  private int rtxAllowance = RTX_PER_SECOND;
  private long rtxRefilledNanos;
  private int packets;
  private int octets;

  /**
   * @param firstSequence 0..32767, as a stream should begin (RFC 3711 §3.3.1)
   */
  Subscription(
      Transport transport,
      boolean video,
      int clockRate,
      long ssrc,
      long rtxSsrc,
      int firstSequence,
      long firstTimestamp) {
    this.transport = transport;
    this.video = video;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    this.rewriter = new SequenceRewriter(clockRate, firstSequence, firstTimestamp);
    this.rtxSequence = firstSequence;
  }

  Transport transport() {
    return transport;
  }

  long ssrc() {
    return ssrc;
  }

  long rtxSsrc() {
    return rtxSsrc;
  }

  /** Packets sent without retransmissions. */
  int packets() {
    return packets;
  }

  /**
   * Takes its packets from a track, in place of another; a picture begins with the next key frame.
   *
   * @param rewrite with this subscription's SSRCs
   */
  void bind(Fanout next, Rewrite rewrite) {
    unbind();
    this.fanout = next;
    this.rewrite = rewrite;
    next.add(this);
    if (video && transport.canSend()) next.askKeyFrame();
  }

  /** Has no source from now on. */
  void unbind() {
    if (fanout != null) fanout.remove(this);
    fanout = null;
    source = -1;
  }

  /** The subscriber can be sent to: it has keys now. */
  void ready() {
    if (video && fanout != null) fanout.askKeyFrame();
  }

  /**
   * Sends one packet.
   *
   * @return false when it waits for a key frame
   */
  boolean forward(RtpView packet, long from, boolean keyFrame, int sendTime, long now) {
    // Before there are keys nobody waits: a key frame now would be for nothing.
    if (!transport.canSend()) return true;
    if (from != source) {
      // Beginning inside a picture would show nothing, or the rubbish of half a picture.
      if (video && !keyFrame) return false;
      rewriter.switchTo(from);
      source = from;
    }
    if (!rewriter.map(from, packet.sequenceNumber(), packet.timestamp(), now)) return true;
    int length =
        RtpRewriter.copyRewritten(
            packet,
            transport.out(),
            0,
            rewrite,
            rewriter.sequence(),
            rewriter.timestamp(),
            transport.nextTransportSequence(),
            sendTime);
    if (length < 0) return true;
    if (transport.sendRtp(length)) {
      packets++;
      octets += packet.payloadLength();
    }
    return true;
  }

  /** A packet that is not forwarded: those behind it move up. */
  void skip(RtpView packet, long from) {
    if (from == source) rewriter.drop(from, packet.sequenceNumber());
  }

  /** The subscriber misses a packet (RFC 4585 §6.2.1); it is sent again on the RTX stream. */
  void retransmit(int sequence, long now) {
    if (now - rtxRefilledNanos > 1_000_000_000L) {
      rtxRefilledNanos = now;
      rtxAllowance = RTX_PER_SECOND;
    }
    var counters = transport.counters();
    if (rtxAllowance == 0) {
      counters.drop(Drop.RATE);
      return;
    }
    var kept =
        fanout != null && rewriter.findSource(sequence) && rewriter.sourceSsrc() == source
            ? fanout.kept(rewriter.sourceSequence())
            : null;
    if (kept == null) {
      counters.drop(Drop.RTX_TOO_OLD);
      return;
    }
    // Without an RTX stream the packet would have to go again under its own number, with another
    // transport-wide number in it: two packets under one nonce, which breaks SRTP.
    if (!rewrite.canRetransmit(kept.payloadType())) return;
    rtxAllowance--;
    int length =
        RtpRewriter.copyRetransmission(
            kept,
            transport.out(),
            0,
            rewrite,
            rtxSequence & 0xffff,
            sequence,
            rewriter.toOutgoing(kept.timestamp()),
            transport.nextTransportSequence(),
            RtpRewriter.absSendTime(now));
    if (length < 0) return;
    rtxSequence++;
    if (transport.sendRtp(length)) counters.add(Count.RTX_OUT, 1);
  }

  /** The subscriber lost its picture (PLI or FIR). */
  void keyFrameAsked() {
    if (video && fanout != null) fanout.askKeyFrame();
  }

  void senderReport(long from, long ntp, long timestamp) {
    if (from != source || !transport.canSend()) return;
    long out = rewriter.senderReportTimestamp(from, timestamp);
    if (out >= 0) transport.sendSenderReport(ssrc, ntp, out, packets, octets);
  }
}
