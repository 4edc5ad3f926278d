package io.medtrust.sfu;

import io.medtrust.rtc.congestion.PliThrottle;
import io.medtrust.rtc.rtcp.RtcpWriter;
import io.medtrust.rtc.rtp.NackGenerator;
import io.medtrust.rtc.rtp.NackGenerator.Arrival;
import io.medtrust.rtc.rtp.ReceiverStats;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.rtp.VideoCodec;
import io.medtrust.sfu.LoopCounters.Count;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera or microphone as a transport sends it: checks the order, repairs loss, and gives each
 * packet once to the tap and to every fan-out.
 *
 * <p>Thread of the transport's loop only, but for {@link #askKeyFrame}.
 */
final class Track {
  private static final Logger LOG = LoggerFactory.getLogger(Track.class);

  /**
   * Numbers every run of continuous sequence numbers in the node. Subscribers' numbering is tied to
   * it and not to the SSRC: a sender that jumps back could else make us send two different packets
   * under one number, and so under one SRTP nonce.
   */
  private static final AtomicLong SOURCES = new AtomicLong();

  private final Transport transport;
  private final Incoming description;
  private NackGenerator order = new NackGenerator();
  private final PliThrottle keyFrames = new PliThrottle();
  private final VideoCodec codec;
  private Fanout[] fanouts = {};
  private ReceiverStats stats;
  private MediaTap taps;
  private MediaTap.TrackTap tap;
  private String session;
  private String participant;
  private long source = SOURCES.incrementAndGet();
  private long ssrc;
  private long rtxSsrc;
  private boolean announced;
  private boolean closed;

  Track(Transport transport, Incoming description) {
    this.transport = transport;
    this.description = description;
    this.ssrc = description.ssrc();
    this.rtxSsrc = description.rtxSsrc();
    this.stats = new ReceiverStats(description.clockRate());
    this.codec = description.video() ? VideoCodec.fromName(description.codec()) : null;
  }

  Transport transport() {
    return transport;
  }

  Incoming description() {
    return description;
  }

  long ssrc() {
    return ssrc;
  }

  long rtxSsrc() {
    return rtxSsrc;
  }

  /** The sender's SSRC became known, or it began a new one for the same m-line. */
  void learnSsrc(long ssrc) {
    if (this.ssrc >= 0) {
      order = new NackGenerator();
      // The tap was told another SSRC: it is opened anew with the next packet.
      if (tap != null) {
        tap.close();
        tap = null;
      }
      source = SOURCES.incrementAndGet();
    }
    this.ssrc = ssrc;
    stats = new ReceiverStats(description.clockRate());
  }

  void learnRtxSsrc(long ssrc) {
    this.rtxSsrc = ssrc;
  }

  void add(Fanout fanout) {
    if (closed) return;
    var more = java.util.Arrays.copyOf(fanouts, fanouts.length + 1);
    more[fanouts.length] = fanout;
    fanouts = more;
  }

  void remove(Fanout fanout) {
    fanouts = java.util.Arrays.stream(fanouts).filter(f -> f != fanout).toArray(Fanout[]::new);
  }

  /**
   * One decrypted packet of this track.
   *
   * @param recovered it came as a retransmission and was unwrapped
   */
  void packet(RtpView packet, boolean recovered, long now) {
    if (packet.payloadType() != description.payloadType()) {
      transport.counters().drop(Drop.RTP_WRONG_PAYLOAD_TYPE);
      return;
    }
    int sequence = packet.sequenceNumber();
    if (!recovered) stats.update(sequence, packet.timestamp(), packet.length(), now);
    var arrival = order.handle(sequence, now);
    if (arrival == Arrival.OLD) return;
    if (arrival == Arrival.RESTART) source = SOURCES.incrementAndGet();
    boolean keyFrame = codec != null && codec.startsKeyFrame(packet);
    if (keyFrame) {
      keyFrames.keyFrameArrived();
      order.forgetBefore(sequence);
    }
    if (!announced) {
      announced = true;
      transport.events().trackStarted(this);
    }
    toTap(packet, now);
    for (var fanout : fanouts) {
      if (fanout.loop == transport.loop()) {
        fanout.deliver(packet, source, keyFrame, now);
      } else {
        transport.loop().handOver(fanout, packet, source, keyFrame, now);
      }
    }
  }

  private void toTap(RtpView packet, long now) {
    if (taps == null) return;
    try {
      // Padding goes to the tap too: a number that it never sees is a loss to it.
      if (tap == null && packet.payloadLength() > 0) openTap();
      if (tap != null) tap.packet(packet.buffer(), packet.offset(), packet.length(), now);
    } catch (RuntimeException e) {
      // Care first: whatever is wrong behind the tap, the call goes on.
      LOG.error("the tap of {} failed and is closed", description.track(), e);
      closeTap();
    }
  }

  /** Gives this track's packets to a tap from the next one on. */
  void allowTap(MediaTap taps, String session, String participant) {
    if (this.taps != null || closed) return;
    this.taps = taps;
    this.session = session;
    this.participant = participant;
  }

  private void openTap() {
    tap =
        taps.open(
            new MediaTap.TappedTrack(
                session,
                participant,
                description.kind(),
                description.codec(),
                description.clockRate(),
                ssrc,
                this::askKeyFrame));
    if (tap == null) taps = null; // nobody wants it
    else if (description.video()) requestKeyFrame();
  }

  /** After this returns the tap gets nothing more. */
  void closeTap() {
    taps = null;
    if (tap == null) return;
    var closing = tap;
    tap = null;
    try {
      closing.close();
    } catch (RuntimeException e) {
      LOG.error("the tap of {} failed to close", description.track(), e);
    }
  }

  /** The sender's clock: told to the subscribers, and answered in the next receiver report. */
  void senderReport(long ntp, long timestamp, long now) {
    stats.onSenderReport(ntp, now);
    long from = source;
    for (var fanout : fanouts) {
      if (fanout.loop == transport.loop()) fanout.senderReport(from, ntp, timestamp);
      else fanout.loop.execute(() -> fanout.senderReport(from, ntp, timestamp));
    }
  }

  /** Asks the sender for a key frame, at most twice a second. Any thread. */
  void askKeyFrame() {
    transport.loop().executeHere(this::requestKeyFrame);
  }

  private void requestKeyFrame() {
    if (!closed && description.video() && keyFrames.request(System.nanoTime())) {
      sendKeyFrameRequest();
    }
  }

  private void sendKeyFrameRequest() {
    if (ssrc < 0) return;
    if (transport.sendPli(ssrc)) transport.counters().add(Count.PLIS_OUT, 1);
  }

  /** Asks again for what is missing, and for key frames that could not be asked for at once. */
  void tick(long now) {
    if (!description.video() || ssrc < 0) return;
    if (description.nack() && now >= order.nextNanos()) {
      int asked = transport.sendNacks(order, ssrc, now);
      transport.counters().add(Count.NACKS_OUT, asked);
    }
    if (order.takeKeyFrameNeeded()) requestKeyFrame();
    else if (keyFrames.poll(now)) sendKeyFrameRequest();
  }

  /** Adds this track's block to a receiver report. */
  void report(RtcpWriter report, long now) {
    if (ssrc < 0 || !stats.active()) return;
    report.reportBlock(
        ssrc,
        stats.takeFractionLost(),
        stats.cumulativeLost(),
        stats.extendedHighest(),
        stats.jitter(),
        stats.lastSenderReport(),
        stats.delaySinceLastSenderReport(now));
  }

  /** No packet is taken any more. */
  void close() {
    closed = true;
    closeTap();
    fanouts = new Fanout[0];
  }
}
