package io.medtrust.rtc.sdp;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes our descriptions. All that comes from a peer went through {@link
 * SessionDescription#parse}: mids, payload types, formats and header extensions are tokens or
 * printable text of one line.
 */
public final class SdpWriter {
  private final StringBuilder out = new StringBuilder(4096);
  private final LocalTransport transport;
  private final Setup setup;
  private boolean candidatesWritten;

  private SdpWriter(LocalTransport transport, Setup setup) {
    this.transport = transport;
    this.setup = setup;
  }

  /** The answer to an offer; we are the DTLS server. */
  public static String answer(LocalTransport transport, List<LocalMedia> media) {
    return new SdpWriter(transport, Setup.PASSIVE).write(media);
  }

  /**
   * An offer of ours. It says actpass, as every offer does (RFC 8842 §5.3): a peer with a DTLS
   * association keeps its role and answers active.
   *
   * @param media all sections that the transport ever had, in their first order
   */
  public static String offer(LocalTransport transport, List<LocalMedia> media) {
    return new SdpWriter(transport, Setup.ACTPASS).write(media);
  }

  private String write(List<LocalMedia> media) {
    line("v=0");
    line("o=- " + transport.sessionId() + " " + transport.version() + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    line("a=ice-lite");
    line(
        "a=group:BUNDLE "
            + media.stream()
                .filter(m -> !m.rejected())
                .map(LocalMedia::mid)
                .collect(Collectors.joining(" ")));
    line("a=msid-semantic: WMS *");
    media.forEach(this::writeMedia);
    return out.toString();
  }

  private void writeMedia(LocalMedia media) {
    if (media.rejected()) {
      line("m=" + media.kind() + " 0 " + media.protocol() + " " + media.format());
      line("c=IN IP4 0.0.0.0");
      if (media.mid() != null) {
        line("a=mid:" + media.mid());
      }
      line("a=inactive");
      return;
    }
    StringBuilder formats = new StringBuilder();
    for (CodecChoice choice : media.codecs()) {
      formats.append(' ').append(choice.payloadType());
      if (choice.rtx() != null) {
        formats.append(' ').append(choice.rtxPayloadType());
      }
    }
    line("m=" + media.kind() + " 9 " + media.protocol() + formats);
    line("c=IN IP4 0.0.0.0");
    line("a=mid:" + media.mid());
    line("a=ice-ufrag:" + transport.ufrag());
    line("a=ice-pwd:" + transport.password());
    line("a=fingerprint:" + transport.fingerprint());
    line("a=setup:" + setup.attribute());
    line("a=rtcp-mux");
    line("a=rtcp-rsize");
    line("a=" + media.direction().attribute());
    for (CodecChoice choice : media.codecs()) {
      writeCodec(choice.codec());
      if (choice.rtx() != null) {
        writeCodec(choice.rtx());
      }
    }
    for (HeaderExtension extension : media.extensions()) {
      line("a=extmap:" + extension.id() + " " + extension.uri());
    }
    if (media.source() != null) {
      writeSource(media.source());
    }
    if (!candidatesWritten) {
      // One transport for all sections: the first one carries the candidates.
      candidatesWritten = true;
      writeCandidates();
    }
  }

  private void writeCodec(Codec codec) {
    String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
    line(
        "a=rtpmap:"
            + codec.payloadType()
            + " "
            + codec.name()
            + "/"
            + codec.clockRate()
            + channels);
    if (!codec.fmtp().isEmpty()) {
      line("a=fmtp:" + codec.payloadType() + " " + codec.fmtp());
    }
    if (!codec.isRtx()) {
      for (String feedback : codec.feedback()) {
        line("a=rtcp-fb:" + codec.payloadType() + " " + feedback);
      }
    }
  }

  private void writeSource(SendSource source) {
    String msid = source.stream() + " " + source.track();
    line("a=msid:" + msid);
    if (source.rtxSsrc() != 0) {
      line("a=ssrc-group:FID " + source.ssrc() + " " + source.rtxSsrc());
    }
    writeSsrc(source.ssrc(), source.cname(), msid);
    if (source.rtxSsrc() != 0) {
      writeSsrc(source.rtxSsrc(), source.cname(), msid);
    }
  }

  private void writeSsrc(long ssrc, String cname, String msid) {
    line("a=ssrc:" + ssrc + " cname:" + cname);
    line("a=ssrc:" + ssrc + " msid:" + msid);
  }

  /** RFC 8839 §5.1; priorities of host candidates by RFC 8445 §5.1.2.1, falling in our order. */
  private void writeCandidates() {
    int rank = 0;
    for (InetSocketAddress address : transport.candidates()) {
      String host = address.getAddress().getHostAddress();
      if (address.getAddress() instanceof Inet6Address && host.indexOf('%') >= 0) {
        host = host.substring(0, host.indexOf('%'));
      }
      long priority = 126L << 24 | (65_535L - rank) << 8 | 255;
      rank++;
      line(
          "a=candidate:"
              + rank
              + " 1 udp "
              + priority
              + " "
              + host
              + " "
              + address.getPort()
              + " typ host");
    }
  }

  private void line(String text) {
    out.append(text).append("\r\n");
  }
}
