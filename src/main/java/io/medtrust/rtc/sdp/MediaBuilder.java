package io.medtrust.rtc.sdp;

import io.medtrust.rtc.sdp.MediaSection.Msid;
import io.medtrust.rtc.sdp.MediaSection.Repair;
import io.medtrust.rtc.sdp.MediaSection.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the attributes of one media section while its lines are read. */
final class MediaBuilder {
  private static final long MAX_SSRC = 0xFFFF_FFFFL;
  private static final int MAX_FORMATS = 128;
  private static final int MAX_FMTP = 512;
  private static final int MAX_URI = 256;
  private static final int MAX_TOKEN = 64;

  /** libwebrtc refuses longer ones; they have to fit a header extension. */
  private static final int MAX_MID = 16;

  private record Mapping(String name, int clockRate, int channels) {}

  private final String kind;
  private final int port;
  private final String protocol;
  private final List<String> formats;
  private final SessionDefaults own = new SessionDefaults();
  private final Map<Integer, Mapping> mappings = new LinkedHashMap<>();
  private final Map<Integer, String> parameters = new LinkedHashMap<>();
  private final Map<Integer, List<String>> feedback = new LinkedHashMap<>();
  private final List<String> feedbackForAll = new ArrayList<>();
  private final List<HeaderExtension> extensions = new ArrayList<>();
  private final Map<Long, String> sources = new LinkedHashMap<>();
  private final List<Repair> repairs = new ArrayList<>();
  private final Set<String> sendRids = new HashSet<>();
  private final List<String> simulcast = new ArrayList<>();
  private String mid;
  private Msid msid;
  private boolean rtcpMux;
  private boolean bundleOnly;

  private MediaBuilder(String kind, int port, String protocol, List<String> formats) {
    this.kind = kind;
    this.port = port;
    this.protocol = protocol;
    this.formats = formats;
  }

  /**
   * @param line what follows {@code m=}
   * @return null when malformed
   */
  static MediaBuilder start(String line) {
    String[] parts = line.strip().split(" +");
    if (parts.length < 4 || parts.length > 3 + MAX_FORMATS || !Text.isToken(parts[0], 16)) {
      return null;
    }
    int slash = parts[1].indexOf('/');
    int port = Text.number(slash < 0 ? parts[1] : parts[1].substring(0, slash), 65_535);
    boolean protocolIsGood =
        parts[2].length() <= 32 && Text.isToken(parts[2].replace('/', '-'), 32);
    if (port < 0 || !protocolIsGood) {
      return null;
    }
    List<String> formats = new ArrayList<>();
    for (int i = 3; i < parts.length; i++) {
      if (!Text.isToken(parts[i], MAX_TOKEN)) {
        return null;
      }
      formats.add(parts[i]);
    }
    return new MediaBuilder(parts[0], port, parts[2], List.copyOf(formats));
  }

  /**
   * Takes one attribute. Those that are not known or not of their form are left out, unless the
   * call could not work without them.
   *
   * @return why the description is invalid, or null
   */
  String add(String name, String value) {
    switch (name) {
      case "mid" -> {
        if (!Text.isToken(value, MAX_MID)) {
          return "malformed mid";
        }
        mid = value;
      }
      case "rtpmap" -> addMapping(value);
      case "fmtp" -> addParameters(value);
      case "rtcp-fb" -> addFeedback(value);
      case "extmap" -> addExtension(value);
      case "ssrc" -> addSource(value);
      case "ssrc-group" -> addGroup(value);
      case "msid" -> addMsid(value);
      case "rid" -> addRid(value);
      case "simulcast" -> addSimulcast(value);
      case "rtcp-mux" -> rtcpMux = true;
      case "bundle-only" -> bundleOnly = true;
      default -> {
        return own.add(name, value);
      }
    }
    return null;
  }

  /** {@code 111 opus/48000/2}. */
  private void addMapping(String value) {
    int space = value.indexOf(' ');
    int type = space < 0 ? -1 : Text.number(value.substring(0, space), 127);
    if (type < 0) {
      return;
    }
    String[] parts = value.substring(space + 1).strip().split("/");
    if (parts.length < 2 || parts.length > 3 || !Text.isToken(parts[0], 32)) {
      return;
    }
    int clockRate = Text.number(parts[1], 1_000_000);
    int channels = parts.length == 3 ? Text.number(parts[2], 255) : 1;
    if (clockRate > 0 && channels > 0) {
      mappings.putIfAbsent(type, new Mapping(parts[0], clockRate, channels));
    }
  }

  private void addParameters(String value) {
    int space = value.indexOf(' ');
    int type = space < 0 ? -1 : Text.number(value.substring(0, space), 127);
    String text = value.substring(space + 1).strip();
    if (type >= 0 && Text.isPrintable(text, MAX_FMTP)) {
      parameters.putIfAbsent(type, text);
    }
  }

  private void addFeedback(String value) {
    int space = value.indexOf(' ');
    if (space < 0) {
      return;
    }
    String text = value.substring(space + 1).strip();
    if (text.isEmpty() || !Text.isPrintable(text, MAX_TOKEN)) {
      return;
    }
    if (value.startsWith("*")) {
      feedbackForAll.add(text);
      return;
    }
    int type = Text.number(value.substring(0, space), 127);
    if (type >= 0) {
      feedback.computeIfAbsent(type, _ -> new ArrayList<>()).add(text);
    }
  }

  /** {@code 3/sendonly uri attributes}; only numbers that fit one-byte headers. */
  private void addExtension(String value) {
    String[] parts = value.split(" +");
    int slash = parts[0].indexOf('/');
    int id = Text.number(slash < 0 ? parts[0] : parts[0].substring(0, slash), 255);
    if (parts.length >= 2 && id >= 1 && id <= 14 && Text.isPrintable(parts[1], MAX_URI)) {
      extensions.add(new HeaderExtension(id, parts[1]));
    }
  }

  /** {@code 123 cname:abc}; other source attributes only tell that the source is there. */
  private void addSource(String value) {
    int space = value.indexOf(' ');
    long ssrc = Text.longNumber(space < 0 ? value : value.substring(0, space), MAX_SSRC);
    if (ssrc < 0) {
      return;
    }
    sources.putIfAbsent(ssrc, null);
    String attribute = space < 0 ? "" : value.substring(space + 1).strip();
    if (attribute.startsWith("cname:") && Text.isPrintable(attribute, 262)) {
      sources.put(ssrc, attribute.substring(6));
    }
  }

  private void addGroup(String value) {
    String[] parts = value.split(" +");
    if (parts.length == 3 && parts[0].equals("FID")) {
      long primary = Text.longNumber(parts[1], MAX_SSRC);
      long rtx = Text.longNumber(parts[2], MAX_SSRC);
      if (primary >= 0 && rtx >= 0) {
        repairs.add(new Repair(primary, rtx));
      }
    }
  }

  private void addMsid(String value) {
    String[] parts = value.split(" +");
    boolean isGood =
        parts.length <= 2
            && Text.isToken(parts[0], MAX_TOKEN)
            && (parts.length == 1 || Text.isToken(parts[1], MAX_TOKEN));
    if (msid == null && isGood) {
      msid = new Msid(parts[0], parts.length == 2 ? parts[1] : "");
    }
  }

  private void addRid(String value) {
    String[] parts = value.split(" +");
    if (parts.length >= 2 && parts[1].equals("send") && Text.isToken(parts[0], MAX_MID)) {
      sendRids.add(parts[0]);
    }
  }

  /** {@code send q;h;~f recv …}: of alternatives the first counts, a paused layer is a layer. */
  private void addSimulcast(String value) {
    String[] parts = value.split(" +");
    for (int i = 0; i + 1 < parts.length; i += 2) {
      if (parts[i].equals("send") && simulcast.isEmpty()) {
        for (String layer : parts[i + 1].split(";")) {
          String first = layer.split(",", 2)[0];
          simulcast.add(first.startsWith("~") ? first.substring(1) : first);
        }
      }
    }
  }

  MediaSection build(SessionDefaults session) {
    List<String> layers = simulcast.stream().filter(sendRids::contains).distinct().toList();
    return new MediaSection(
        kind,
        port,
        protocol,
        formats,
        mid,
        first(own.direction, first(session.direction, Direction.SENDRECV)),
        codecs(),
        List.copyOf(extensions),
        layers,
        sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList(),
        List.copyOf(repairs),
        msid,
        first(own.iceUfrag, session.iceUfrag),
        first(own.icePwd, session.icePwd),
        first(own.fingerprint, session.fingerprint),
        first(own.setup, session.setup),
        rtcpMux,
        bundleOnly);
  }

  private List<Codec> codecs() {
    List<Codec> codecs = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (String format : formats) {
      int type = Text.number(format, 127);
      Mapping mapping = mappings.get(type);
      // RFC 5761 §4: with RTCP on the same port these look like RTCP.
      boolean likeRtcp = type >= 64 && type <= 95;
      if (mapping != null && !likeRtcp && seen.add(type)) {
        List<String> all = new ArrayList<>(feedback.getOrDefault(type, List.of()));
        all.addAll(feedbackForAll);
        codecs.add(
            new Codec(
                type,
                mapping.name,
                mapping.clockRate,
                mapping.channels,
                parameters.getOrDefault(type, ""),
                all));
      }
    }
    return List.copyOf(codecs);
  }

  private static <T> T first(T own, T fallback) {
    return own == null ? fallback : own;
  }
}
