package io.medtrust.sfu;

import io.medtrust.rtc.dtls.PacketKind;
import io.medtrust.rtc.ice.Checks;
import io.medtrust.rtc.rtcp.RtcpReader;
import io.medtrust.rtc.rtcp.RtcpWriter;
import io.medtrust.rtc.rtp.RtpView;
import io.medtrust.rtc.sdp.SessionDescription;
import io.medtrust.rtc.srtp.SrtpReceiver;
import io.medtrust.rtc.srtp.SrtpSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * What a browser is to the relay: ICE checks, a DTLS handshake, SRTP both ways, answers to NACKs.
 * One socket, one thread. It sends at most one camera (VP8, payload type 96 with RTX 97) and one
 * microphone (Opus, 111).
 */
final class TestPeer implements AutoCloseable {
  static final String UFRAG = "peerufrag";
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final int OPUS = 111;
  static final int MID_ID = 4;
  static final int TRANSPORT_CC_ID = 3;
  static final int AUDIO_LEVEL_ID = 1;
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  /** One RTP packet that arrived, decrypted. */
  record Received(
      long ssrc,
      int payloadType,
      int sequence,
      long timestamp,
      boolean marker,
      String mid,
      byte[] payload) {}

  final DtlsCertificate certificate = DtlsCertificate.generate();
  final long videoSsrc = NEXT.getAndIncrement() * 1000L;
  final long videoRtxSsrc = videoSsrc + 1;
  final long audioSsrc = videoSsrc + 2;
  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<Integer> nacksReceived = new CopyOnWriteArrayList<>();
  final Map<String, AtomicInteger> rtcp = new ConcurrentHashMap<>();
  final Map<Long, Long> reportedLost = new ConcurrentHashMap<>();

  /** Whether NACKs of the relay are answered on the RTX stream. */
  volatile boolean answersNacks = true;

  /** Outgoing video packets that get lost, by sequence number. */
  volatile IntPredicate loseSent = _ -> false;

  /** Arriving media packets that get lost, by sequence number; retransmissions are not. */
  volatile IntPredicate loseReceived = _ -> false;

  /** Whether consent is kept fresh. */
  volatile boolean checking = true;

  private final DatagramChannel channel;
  private final int[] profiles;
  private final Map<Integer, byte[]> sent = new HashMap<>();
  private final Map<Long, Integer> nextSequence = new HashMap<>();
  private final RtpView view = new RtpView();
  private InetSocketAddress server;
  private String serverUfrag;
  private String serverPassword;
  private DtlsTestClient dtls;
  private volatile SrtpSender sender;
  private volatile SrtpReceiver receiver;
  private volatile boolean validated;
  private int transportSequence;
  private volatile boolean closed;

  /**
   * @param profiles offered in use_srtp: 7 is AES-GCM, 1 is AES-CM
   */
  TestPeer(int... profiles) throws IOException {
    this.profiles = profiles.length == 0 ? new int[] {1, 8, 7} : profiles;
    channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().name("test-peer").start(this::receive);
  }

  // ---- SDP ----

  /** An offer that sends camera and microphone. */
  String sending() {
    return offer("sendonly", true, true, certificate);
  }

  String sending(boolean video, boolean audio) {
    return offer("sendonly", video, audio, certificate);
  }

  /** An offer that receives camera and microphone. */
  String receiving() {
    return offer("recvonly", true, true, certificate);
  }

  /** An offer that names another certificate than the one that is shown. */
  String withWrongFingerprint() {
    return offer("sendonly", true, true, DtlsCertificate.generate());
  }

  private String offer(String direction, boolean video, boolean audio, DtlsCertificate named) {
    var sdp = new StringBuilder();
    sdp.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
    if (audio) sdp.append(" 0");
    if (video) sdp.append(" 1");
    sdp.append("\r\n");
    boolean sends = direction.startsWith("send");
    if (audio) {
      sdp.append(head("audio", "111", "0", direction, named))
          .append("a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n")
          .append("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n")
          .append("a=rtcp-fb:111 transport-cc\r\n");
      if (sends) sdp.append("a=ssrc:").append(audioSsrc).append(" cname:peer\r\n");
    }
    if (video) {
      sdp.append(head("video", "96 97", "1", direction, named))
          .append("a=rtpmap:96 VP8/90000\r\n")
          .append("a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 ccm fir\r\n")
          .append("a=rtcp-fb:96 transport-cc\r\na=rtcp-fb:96 goog-remb\r\n")
          .append("a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n");
      if (sends) {
        sdp.append("a=ssrc-group:FID ").append(videoSsrc).append(' ').append(videoRtxSsrc);
        sdp.append("\r\na=ssrc:").append(videoSsrc).append(" cname:peer\r\n");
        sdp.append("a=ssrc:").append(videoRtxSsrc).append(" cname:peer\r\n");
      }
    }
    return sdp.toString();
  }

  private String head(
      String kind, String types, String mid, String direction, DtlsCertificate named) {
    return "m="
        + kind
        + " 9 UDP/TLS/RTP/SAVPF "
        + types
        + "\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:"
        + UFRAG
        + "\r\na=ice-pwd:peerpasswordpeerpassword\r\na=fingerprint:"
        + named.fingerprint()
        + "\r\na=setup:actpass\r\na=mid:"
        + mid
        + "\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        + "a=extmap:3 http://www.ietf.org/id/"
        + "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\na="
        + direction
        + "\r\na=rtcp-mux\r\na=rtcp-rsize\r\n";
  }

  /** The answer to an offer of the relay: everything is received that it wants to send. */
  String answerTo(String offered) {
    var offer = ((SessionDescription.Parsed.Ok) SessionDescription.parse(offered)).description();
    var sdp = new StringBuilder();
    sdp.append("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
    for (var m : offer.media()) if (!m.rejected()) sdp.append(' ').append(m.mid());
    sdp.append("\r\n");
    for (var m : offer.media()) {
      boolean receives = m.direction().sends();
      boolean sends = m.direction().receives();
      var direction =
          sends ? receives ? "sendrecv" : "sendonly" : receives ? "recvonly" : "inactive";
      var types = String.join(" ", m.formats());
      sdp.append(
          head(m.kind(), types, m.mid(), direction, certificate).replace("actpass", "active"));
      for (var codec : m.codecs()) {
        sdp.append("a=rtpmap:").append(codec.payloadType()).append(' ').append(codec.name());
        sdp.append('/').append(codec.clockRate());
        if (codec.channels() > 1) sdp.append('/').append(codec.channels());
        sdp.append("\r\n");
        if (!codec.fmtp().isEmpty()) {
          sdp.append("a=fmtp:").append(codec.payloadType()).append(' ').append(codec.fmtp());
          sdp.append("\r\n");
        }
      }
    }
    return sdp.toString();
  }

  // ---- connecting ----

  /** Takes the relay's answer, and waits until media can flow. */
  TestPeer connect(String answer) throws Exception {
    begin(answer);
    var keys = dtls.keys().get(60, TimeUnit.SECONDS);
    receiver = keys.clientReceiver();
    sender = keys.clientSender();
    return this;
  }

  /** Takes the relay's answer and begins checks and handshake. */
  void begin(String answer) throws Exception {
    var parsed = ((SessionDescription.Parsed.Ok) SessionDescription.parse(answer)).description();
    serverUfrag = parsed.transport().ufrag();
    serverPassword = parsed.transport().password();
    server = candidate(answer);
    Thread.ofVirtual().start(this::check);
    await(() -> validated, "no answer to the connectivity check");
    dtls = new DtlsTestClient(certificate, this::raw, profiles).start();
  }

  DtlsTestClient dtls() {
    return dtls;
  }

  InetSocketAddress server() {
    return server;
  }

  static InetSocketAddress candidate(String sdp) {
    var m = Pattern.compile("a=candidate:\\S+ 1 udp \\d+ (\\S+) (\\d+) typ host").matcher(sdp);
    if (!m.find()) throw new AssertionError("no candidate");
    return new InetSocketAddress(m.group(1), Integer.parseInt(m.group(2)));
  }

  private void check() {
    try {
      while (!closed) {
        if (checking) raw(Checks.check(serverUfrag + ":" + UFRAG, serverPassword, true));
        Thread.sleep(validated ? 200 : 20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends bytes as they are. */
  void raw(byte[] datagram) {
    raw(datagram, datagram.length);
  }

  private void raw(byte[] datagram, int length) {
    try {
      channel.send(ByteBuffer.wrap(datagram, 0, length), server);
    } catch (ClosedChannelException e) {
      // the test is over
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- sending ----

  /** Sends one VP8 frame of one packet; its number is in the payload. */
  synchronized int sendVideo(boolean keyFrame, int number) {
    var body = new byte[200];
    body[0] = 0x10; // start of partition 0
    body[1] = (byte) (keyFrame ? 0x10 : 0x11);
    if (keyFrame) {
      body[4] = (byte) 0x9d;
      body[5] = 1;
      body[6] = 0x2a;
      body[7] = (byte) 64;
      body[9] = (byte) 64;
    }
    ByteBuffer.wrap(body).putInt(20, number);
    return sendRtp(videoSsrc, VP8, number * 3000L, true, "1", body, body.length);
  }

  /** Sends 20 ms of something as Opus. */
  synchronized int sendAudio(int number) {
    var body = new byte[60];
    body[0] = 0x78;
    ByteBuffer.wrap(body).putInt(20, number);
    return sendRtp(audioSsrc, OPUS, number * 960L, true, "0", body, body.length);
  }

  /** The number that {@link #sendVideo} and {@link #sendAudio} put in. */
  static int number(Received packet) {
    return ByteBuffer.wrap(packet.payload()).getInt(20);
  }

  synchronized int sendRtp(
      long ssrc, int type, long timestamp, boolean marker, String mid, byte[] body, int length) {
    int sequence = nextSequence.merge(ssrc, 1, (a, b) -> a + b & 0xffff);
    var packet = rtp(ssrc, type, sequence, timestamp, marker, mid, body, length);
    if (type == VP8) sent.put(sequence, packet.clone());
    if (type != VP8 || !loseSent.test(sequence)) protect(packet);
    return sequence;
  }

  private byte[] rtp(
      long ssrc,
      int type,
      int sequence,
      long timestamp,
      boolean marker,
      String mid,
      byte[] body,
      int length) {
    var midBytes = mid.getBytes(StandardCharsets.US_ASCII);
    int extension = 1 + midBytes.length + 3;
    int words = (extension + 3) / 4;
    var b = ByteBuffer.allocate(12 + 4 + words * 4 + length);
    b.put((byte) 0x90).put((byte) (marker ? type | 0x80 : type)).putShort((short) sequence);
    b.putInt((int) timestamp).putInt((int) ssrc);
    b.putShort((short) 0xbede).putShort((short) words);
    b.put((byte) (MID_ID << 4 | midBytes.length - 1)).put(midBytes);
    b.put((byte) (TRANSPORT_CC_ID << 4 | 1)).putShort((short) transportSequence++);
    b.position(16 + words * 4);
    b.put(body, 0, length);
    return b.array();
  }

  private void protect(byte[] packet) {
    var buffer = Arrays.copyOf(packet, packet.length + SrtpSender.MAX_OVERHEAD);
    raw(buffer, sender.protectRtp(buffer, 0, packet.length));
  }

  /** Encrypts and sends any bytes as an RTCP packet. */
  synchronized void sendRtcp(byte[] compound) {
    var buffer = Arrays.copyOf(compound, compound.length + SrtpSender.MAX_OVERHEAD);
    int length = sender.protectRtcp(buffer, 0, compound.length);
    if (length > 0) raw(buffer, length);
  }

  /** Encrypts and sends any bytes as an RTP packet. */
  synchronized void sendAsRtp(byte[] packet) {
    var buffer = Arrays.copyOf(packet, packet.length + SrtpSender.MAX_OVERHEAD);
    int length = sender.protectRtp(buffer, 0, packet.length);
    if (length > 0) raw(buffer, length);
  }

  void sendPli(long mediaSsrc) {
    var buffer = new byte[64];
    var writer = new RtcpWriter().begin(buffer, 0, 64);
    writer.pli(7, mediaSsrc);
    sendRtcp(Arrays.copyOf(buffer, writer.length()));
  }

  void sendNack(long mediaSsrc, int sequence) {
    var buffer = new byte[64];
    var writer = new RtcpWriter().begin(buffer, 0, 64);
    writer.nack(7, mediaSsrc, sequence, 0);
    sendRtcp(Arrays.copyOf(buffer, writer.length()));
  }

  void sendSenderReport(long ssrc, long ntp, long timestamp) {
    var buffer = new byte[64];
    var writer = new RtcpWriter().begin(buffer, 0, 64);
    writer.senderReport(ssrc, ntp, timestamp, 10, 1000);
    sendRtcp(Arrays.copyOf(buffer, writer.length()));
  }

  private synchronized void retransmit(int sequence) {
    var packet = sent.get(sequence);
    if (packet == null) return;
    view.parse(packet, 0, packet.length);
    var body = new byte[view.payloadLength() + 2];
    body[0] = (byte) (sequence >> 8);
    body[1] = (byte) sequence;
    System.arraycopy(packet, view.payloadOffset(), body, 2, view.payloadLength());
    sendRtp(videoRtxSsrc, VP8_RTX, view.timestamp(), view.marker(), "1", body, body.length);
  }

  // ---- receiving ----

  private void receive() {
    var buffer = new byte[2048];
    var bytes = ByteBuffer.wrap(buffer);
    try {
      while (!closed) {
        bytes.clear();
        var from = channel.receive(bytes);
        int length = bytes.position();
        if (length < 2 || !from.equals(server)) continue;
        switch (PacketKind.classify(buffer[0], buffer[1])) {
          case STUN -> {
            if (buffer[0] == 1 && buffer[1] == 1) validated = true;
          }
          case DTLS -> {
            if (dtls != null) dtls.offer(Arrays.copyOf(buffer, length));
          }
          case RTP -> rtp(buffer, length);
          case RTCP -> rtcp(buffer, length);
          case OTHER -> {}
        }
      }
    } catch (ClosedChannelException e) {
      // the test is over
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void rtp(byte[] buffer, int length) {
    if (receiver == null) return;
    int plain = receiver.unprotectRtp(buffer, 0, length);
    if (plain < 0) {
      count("bad_srtp");
      return;
    }
    var packet = new RtpView();
    if (!packet.parse(buffer, 0, plain)) {
      count("bad_rtp");
      return;
    }
    if (packet.payloadType() != VP8_RTX && loseReceived.test(packet.sequenceNumber())) {
      count("lost_by_test");
      return;
    }
    received.add(
        new Received(
            packet.ssrc(),
            packet.payloadType(),
            packet.sequenceNumber(),
            packet.timestamp(),
            packet.marker(),
            packet.extensionText(MID_ID),
            Arrays.copyOfRange(
                buffer, packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength())));
  }

  private void rtcp(byte[] buffer, int length) {
    if (receiver == null) return;
    int plain = receiver.unprotectRtcp(buffer, 0, length);
    if (plain < 0) {
      count("bad_srtcp");
      return;
    }
    var missing = new ArrayList<Integer>();
    RtcpReader.read(
        buffer,
        0,
        plain,
        new RtcpReader.Handler() {
          @Override
          public void onPli(long sender, long mediaSsrc) {
            count("pli");
          }

          @Override
          public void onNack(long sender, long mediaSsrc, int pid, int blp) {
            count("nack");
            missing.add(pid);
            for (int i = 0; i < 16; i++) if ((blp >> i & 1) != 0) missing.add(pid + i + 1 & 0xffff);
          }

          @Override
          public void onSenderReport(long ssrc, long ntp, long rtp, long packets, long octets) {
            count("sr");
            lastReport = new long[] {ssrc, ntp, rtp, packets};
          }

          @Override
          public void onReceiverReport(
              long reporter,
              long ssrc,
              int fractionLost,
              int cumulativeLost,
              long extendedHighest,
              long jitter,
              long lastSr,
              long delay) {
            count("rr");
            reportedLost.put(ssrc, (long) cumulativeLost);
          }

          @Override
          public void onTransportFeedback(
              long sender, long mediaSsrc, int feedbackCount, int baseSequence, int statuses) {
            count("twcc");
          }

          @Override
          public void onRemb(long sender, long bitsPerSecond) {
            count("remb");
          }
        });
    nacksReceived.addAll(missing);
    if (answersNacks) missing.forEach(this::retransmit);
  }

  /** SSRC, NTP, RTP time and packet count of the last sender report. */
  volatile long[] lastReport;

  private void count(String what) {
    rtcp.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
  }

  int counted(String what) {
    var n = rtcp.get(what);
    return n == null ? 0 : n.get();
  }

  /** Media packets of one payload type in the order of arrival. */
  List<Received> received(int payloadType) {
    return received.stream().filter(p -> p.payloadType() == payloadType).toList();
  }

  /** Waits for a condition; the deadline is generous because the machine may be busy. */
  static void await(BooleanSupplier condition, String otherwise) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new AssertionError(otherwise);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
