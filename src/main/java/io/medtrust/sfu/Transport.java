package io.medtrust.sfu;

import io.medtrust.rtc.congestion.TransportCcRecorder;
import io.medtrust.rtc.dtls.Fingerprint;
import io.medtrust.rtc.dtls.SrtpKeys;
import io.medtrust.rtc.ice.IceCredentials;
import io.medtrust.rtc.ice.IceLite;
import io.medtrust.rtc.rtcp.RtcpWriter;
import io.medtrust.rtc.rtp.NackGenerator;
import io.medtrust.rtc.rtp.Rewrite;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.rtp.Rtx;
import io.medtrust.rtc.srtp.SrtpReceiver;
import io.medtrust.rtc.srtp.SrtpSender;
import io.medtrust.sfu.LoopCounters.Count;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One browser connection: ICE, DTLS, SRTP, the tracks that it sends and the subscriptions that it
 * receives.
 *
 * <p>Made by the room's thread, then touched by its loop's thread only.
 */
final class Transport {
  /** What happens to a transport; called on its loop's thread, must not block. */
  interface Events {
    /** There are keys: media can flow. */
    void connected();

    /** The transport is gone for good. */
    void closed(String why);

    /** The first packet of a track came. */
    void trackStarted(Track track);
  }

  private static final long SECOND = 1_000_000_000L;
  private static final long RTCP_NANOS = SECOND;

  /** New SSRCs that are learnt for m-lines; a browser needs one or two a camera. */
  private static final int MAX_LEARNT = 64;

  private final MediaLoop loop;
  private final LoopCounters counters;
  private final SfuSettings settings;
  private final IceCredentials local;
  private final IceLite ice;
  private final DtlsCertificate certificate;
  private final Fingerprint peer;
  private final Events events;
  private final long ownSsrc;
  private final long madeNanos = System.nanoTime();
  private final Feedback feedback = new Feedback(this);
  private final RtcpWriter rtcp = new RtcpWriter();
  private final RtpView view = new RtpView();
  private final RtpView unwrapped = new RtpView();

  /** Addresses that passed a check; kept by {@link PacketPath}. */
  final Set<SocketAddress> addresses = new HashSet<>(4);

  private final IntMap<Track> tracksBySsrc = new IntMap<>();
  private final IntMap<Subscription> subscriptionsBySsrc = new IntMap<>();
  private final List<Track> tracks = new ArrayList<>(2);
  private final List<Subscription> subscriptions = new ArrayList<>(2);

  private DtlsHandshake dtls;
  private SrtpSender sender;
  private SrtpReceiver receiver;
  private InetSocketAddress remote;
  private TransportCcRecorder arrivals;
  private int transportCcId;
  private byte[] scratch;
  private int learnt;
  private int transportSequence;
  private long consentNanos;
  private long secondBegan = madeNanos;
  private int packetsInSecond;
  private long lastRtcpNanos;
  private boolean closed;

  /**
   * @param local our ICE credentials, as in the SDP
   * @param remoteUfrag the peer's
   * @param peer fingerprint of the peer's certificate, from its SDP
   * @param ownSsrc under which we send reports
   */
  Transport(
      MediaLoop loop,
      SfuSettings settings,
      IceCredentials local,
      String remoteUfrag,
      DtlsCertificate certificate,
      Fingerprint peer,
      long ownSsrc,
      Events events) {
    this.loop = loop;
    this.counters = loop.counters();
    this.settings = settings;
    this.local = local;
    this.ice = new IceLite(local.ufrag(), local.password(), remoteUfrag);
    this.certificate = certificate;
    this.peer = peer;
    this.ownSsrc = ownSsrc;
    this.events = events;
  }

  MediaLoop loop() {
    return loop;
  }

  LoopCounters counters() {
    return counters;
  }

  Events events() {
    return events;
  }

  String localUfrag() {
    return local.ufrag();
  }

  // ---- what arrives ----

  void stun(byte[] packet, int length, InetSocketAddress from, long now) {
    switch (ice.onStun(packet, 0, length, from, now)) {
      case IceLite.Output.Drop _ -> counters.drop(Drop.STUN_MALFORMED);
      case IceLite.Output.Respond response -> {
        if (response.validated()) {
          if (!loop.path().validated(this, from)) {
            counters.drop(Drop.TOO_MANY_ADDRESSES);
            return;
          }
          remote = ice.selected();
          if (from.equals(remote)) consentNanos = now;
        } else {
          counters.drop(Drop.STUN_WRONG_PASSWORD);
        }
        loop.send(response.response(), from);
      }
    }
  }

  /** A DTLS datagram from an address that passed a check. */
  void dtls(byte[] packet, int length) {
    if (dtls == null) {
      dtls = new DtlsHandshake(certificate, peer, this::sendDtls, new DtlsEvents());
      dtls.start();
    }
    if (!dtls.offer(Arrays.copyOf(packet, length))) counters.drop(Drop.DTLS_FLOOD);
  }

  void rtp(byte[] packet, int length, long now) {
    if (overRate(now)) return;
    if (receiver == null) {
      counters.drop(Drop.SRTP_NO_KEYS);
      return;
    }
    int plain = receiver.unprotectRtp(packet, 0, length);
    if (plain < 0) {
      counters.drop(
          switch (plain) {
            case SrtpReceiver.AUTH_FAILED -> Drop.SRTP_AUTH;
            case SrtpReceiver.REPLAYED -> Drop.SRTP_REPLAY;
            case SrtpReceiver.TOO_MANY_SSRCS -> Drop.RTP_UNKNOWN_SSRC;
            default -> Drop.RTP_MALFORMED;
          });
      return;
    }
    if (!view.parse(packet, 0, plain)) {
      counters.drop(Drop.RTP_MALFORMED);
      return;
    }
    if (arrivals != null) {
      int number = view.extensionU16(transportCcId);
      if (number >= 0) arrivals.record(number, now);
    }
    var track = tracksBySsrc.get((int) view.ssrc());
    if (track == null) track = learn();
    if (track == null) counters.drop(Drop.RTP_UNKNOWN_SSRC);
    else if (view.ssrc() == track.ssrc()) track.packet(view, false, now);
    else retransmitted(track, now);
  }

  /** RFC 4588: the original packet is inside, behind its sequence number. */
  private void retransmitted(Track track, long now) {
    if (Rtx.isPadding(view)) return; // a probe for bandwidth
    if (view.payloadType() != track.description().rtxPayloadType() || track.ssrc() < 0) {
      counters.drop(Drop.RTP_WRONG_PAYLOAD_TYPE);
      return;
    }
    if (scratch == null) scratch = new byte[MediaLoop.BUFFER_BYTES];
    int length = Rtx.unwrap(view, track.ssrc(), track.description().payloadType(), scratch, 0);
    if (length < 0 || !unwrapped.parse(scratch, 0, length)) {
      counters.drop(Drop.RTP_MALFORMED);
      return;
    }
    counters.add(Count.RTX_IN, 1);
    track.packet(unwrapped, true, now);
  }

  /**
   * Finds the track of a new SSRC: by the mid in the packet, else by a payload type that only one
   * track has (RFC 8843 §9.2).
   */
  private Track learn() {
    if (learnt >= MAX_LEARNT || tracks.isEmpty()) return null;
    var midId = tracks.getFirst().description().extensions().get(Rewrite.MID);
    var mid = midId == null ? null : view.extensionText(midId);
    int type = view.payloadType();
    Track found = null;
    for (var track : tracks) {
      var d = track.description();
      boolean fits = d.payloadType() == type || d.rtxPayloadType() == type;
      if (!fits || mid != null && !mid.equals(d.mid())) continue;
      if (found != null) return null; // two could be meant
      found = track;
    }
    if (found == null) return null;
    learnt++;
    if (type == found.description().payloadType()) {
      if (found.ssrc() >= 0) tracksBySsrc.remove((int) found.ssrc());
      found.learnSsrc(view.ssrc());
    } else {
      if (found.rtxSsrc() >= 0) tracksBySsrc.remove((int) found.rtxSsrc());
      found.learnRtxSsrc(view.ssrc());
    }
    tracksBySsrc.put((int) view.ssrc(), found);
    return found;
  }

  void rtcp(byte[] packet, int length, long now) {
    if (overRate(now)) return;
    if (receiver == null) {
      counters.drop(Drop.SRTP_NO_KEYS);
      return;
    }
    int plain = receiver.unprotectRtcp(packet, 0, length);
    if (plain < 0) {
      counters.drop(
          switch (plain) {
            case SrtpReceiver.AUTH_FAILED -> Drop.SRTCP_AUTH;
            case SrtpReceiver.REPLAYED -> Drop.SRTCP_REPLAY;
            default -> Drop.RTCP_MALFORMED;
          });
    } else if (!feedback.read(packet, plain, now)) {
      counters.drop(Drop.RTCP_MALFORMED);
    }
  }

  private boolean overRate(long now) {
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      packetsInSecond = 0;
    }
    if (++packetsInSecond <= settings.maxPacketsPerSecond()) return false;
    counters.drop(Drop.RATE);
    return true;
  }

  // ---- what is sent ----

  /** The loop's buffer for outgoing packets. */
  byte[] out() {
    return loop.out();
  }

  boolean canSend() {
    return sender != null && remote != null;
  }

  int nextTransportSequence() {
    return transportSequence++ & 0xffff;
  }

  /** Protects and sends the RTP packet in {@link #out}. */
  boolean sendRtp(int length) {
    int protectedLength = sender.protectRtp(loop.out(), 0, length);
    if (protectedLength < 0) {
      counters.drop(Drop.SEND_FAILED);
      return false;
    }
    loop.send(protectedLength, remote);
    return true;
  }

  private RtcpWriter beginRtcp() {
    return rtcp.begin(loop.out(), 0, 1200);
  }

  private boolean sendRtcp(int length) {
    if (length == 0 || !canSend()) return false;
    int protectedLength = sender.protectRtcp(loop.out(), 0, length);
    if (protectedLength < 0) {
      counters.drop(Drop.SEND_FAILED);
      return false;
    }
    loop.send(protectedLength, remote);
    return true;
  }

  void sendSenderReport(long ssrc, long ntp, long timestamp, int packets, int octets) {
    beginRtcp().senderReport(ssrc, ntp, timestamp, packets & 0xffffffffL, octets & 0xffffffffL);
    sendRtcp(rtcp.length());
  }

  boolean sendPli(long mediaSsrc) {
    if (!canSend()) return false;
    beginRtcp().pli(ownSsrc, mediaSsrc);
    return sendRtcp(rtcp.length());
  }

  /** Asks for the packets that are due; returns how many. */
  int sendNacks(NackGenerator order, long mediaSsrc, long now) {
    if (!canSend()) return 0;
    var writer = beginRtcp();
    int asked = order.poll(now, (pid, blp) -> writer.nack(ownSsrc, mediaSsrc, pid, blp));
    if (asked > 0) sendRtcp(writer.length());
    return asked;
  }

  private void sendDtls(byte[] datagram) {
    loop.executeHere(
        () -> {
          if (remote != null) loop.send(datagram, remote);
        });
  }

  // ---- time ----

  /**
   * Timers.
   *
   * @return null, or why the transport has ended
   */
  String tick(long now) {
    if (consentNanos != 0 && now - consentNanos > settings.consentMillis() * 1_000_000L) {
      return "consent_expired";
    }
    if (sender == null) {
      return now - madeNanos > settings.connectMillis() * 1_000_000L ? "connect_timeout" : null;
    }
    for (int i = 0; i < tracks.size(); i++) tracks.get(i).tick(now);
    if (arrivals != null && arrivals.due(now)) sendArrivals(now);
    if (!tracks.isEmpty() && now - lastRtcpNanos >= RTCP_NANOS) {
      lastRtcpNanos = now;
      sendReports(now);
    }
    return null;
  }

  /** Transport-wide feedback: from it the sender estimates what the path carries. */
  private void sendArrivals(long now) {
    long media = tracks.isEmpty() ? 0 : Math.max(0, tracks.getFirst().ssrc());
    int length;
    // Bounded: what does not fit now goes with the next.
    for (int i = 0; i < 4; i++) {
      length = arrivals.build(ownSsrc, media, loop.out(), 0, 1200, now);
      if (length <= 0) return;
      if (sendRtcp(length)) counters.add(Count.FEEDBACK_OUT, 1);
    }
  }

  private void sendReports(long now) {
    var writer = beginRtcp();
    writer.receiverReport(ownSsrc);
    for (int i = 0; i < tracks.size(); i++) tracks.get(i).report(writer, now);
    if (arrivals == null) {
      // Without transport-cc the sender has no estimate of its own; it would stay slow.
      for (int i = 0; i < tracks.size(); i++) {
        var track = tracks.get(i);
        if (!track.description().video() || track.ssrc() < 0) continue;
        if (writer.remb(ownSsrc, settings.maxBitrate(), track.ssrc())) {
          counters.add(Count.FEEDBACK_OUT, 1);
        }
        break;
      }
    }
    sendRtcp(writer.length());
  }

  // ---- tracks and subscriptions ----

  Track trackOf(long ssrc) {
    return tracksBySsrc.get((int) ssrc);
  }

  /** What is sent to this peer under an SSRC, retransmissions included, or null. */
  Subscription subscriptionOf(long ssrc) {
    return subscriptionsBySsrc.get((int) ssrc);
  }

  void add(Track track) {
    if (closed) {
      track.close();
      return;
    }
    tracks.add(track);
    if (track.ssrc() >= 0) tracksBySsrc.put((int) track.ssrc(), track);
    if (track.rtxSsrc() >= 0) tracksBySsrc.put((int) track.rtxSsrc(), track);
    var id = track.description().extensions().get(Rewrite.TRANSPORT_CC);
    if (id != null && arrivals == null) {
      arrivals = new TransportCcRecorder();
      transportCcId = id;
    }
  }

  void remove(Track track) {
    tracks.remove(track);
    if (track.ssrc() >= 0) tracksBySsrc.remove((int) track.ssrc());
    if (track.rtxSsrc() >= 0) tracksBySsrc.remove((int) track.rtxSsrc());
    track.close();
  }

  void add(Subscription subscription) {
    if (closed) return;
    subscriptions.add(subscription);
    subscriptionsBySsrc.put((int) subscription.ssrc(), subscription);
    if (subscription.rtxSsrc() >= 0) {
      subscriptionsBySsrc.put((int) subscription.rtxSsrc(), subscription);
    }
  }

  void remove(Subscription subscription) {
    subscription.unbind();
    subscriptions.remove(subscription);
    subscriptionsBySsrc.remove((int) subscription.ssrc());
    if (subscription.rtxSsrc() >= 0) subscriptionsBySsrc.remove((int) subscription.rtxSsrc());
  }

  /** Called by {@link PacketPath#remove}. */
  void closed(String why) {
    closed = true;
    for (var track : tracks) track.close();
    for (var subscription : subscriptions) subscription.unbind();
    if (dtls != null) dtls.close();
    events.closed(why);
  }

  private void keys(SrtpKeys keys) {
    if (closed || sender != null) return;
    sender = keys.serverSender();
    receiver = keys.serverReceiver();
    events.connected();
    for (var subscription : subscriptions) subscription.ready();
  }

  /** The handshake's thread speaks; the loop's thread acts. */
  private final class DtlsEvents implements DtlsHandshake.Listener {
    @Override
    public void onKeys(SrtpKeys keys) {
      loop.execute(() -> keys(keys));
    }

    @Override
    public void onFailed(DtlsHandshake.Failure why) {
      loop.execute(
          () -> {
            boolean wrong = why == DtlsHandshake.Failure.WRONG_CERTIFICATE;
            counters.drop(wrong ? Drop.DTLS_WRONG_CERTIFICATE : Drop.DTLS_FAILED);
            loop.path().remove(Transport.this, wrong ? "dtls_wrong_certificate" : "dtls_failed");
          });
    }

    @Override
    public void onClosed() {
      loop.execute(() -> loop.path().remove(Transport.this, "closed_by_peer"));
    }
  }
}
