package io.medtrust.rtc.sdp;

import io.medtrust.rtc.sdp.SessionDescription.Parsed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one description line by line; the lines of a media section go to {@link MediaBuilder}. */
final class SdpParser {
  private final List<String> bundle = new ArrayList<>();
  private final List<MediaBuilder> media = new ArrayList<>();
  private final SessionDefaults session = new SessionDefaults();
  private boolean iceLite;

  Parsed parse(String text) {
    String reason = read(text);
    if (reason != null) {
      return new Parsed.Invalid(reason);
    }
    List<MediaSection> sections = new ArrayList<>();
    Set<String> mids = new HashSet<>();
    for (MediaBuilder builder : media) {
      MediaSection section = builder.build(session);
      if (section.mid() != null && !mids.add(section.mid())) {
        return new Parsed.Invalid("two m-lines with one mid");
      }
      sections.add(section);
    }
    return new Parsed.Ok(
        new SessionDescription(List.copyOf(bundle), iceLite, List.copyOf(sections)));
  }

  private String read(String text) {
    if (text == null || text.length() > SessionDescription.MAX_LENGTH) {
      return "longer than 64 kB";
    }
    int at = 0;
    for (int lines = 0; at < text.length(); lines++) {
      if (lines == SessionDescription.MAX_LINES) {
        return "too many lines";
      }
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      int stop = end < 0 ? text.length() : end;
      if (stop > at && text.charAt(stop - 1) == '\r') {
        stop--;
      }
      String line = text.substring(at, stop);
      at = next;
      if (lines == 0 && !line.equals("v=0")) {
        return "does not begin with v=0";
      }
      String reason = line.isBlank() ? null : readLine(line);
      if (reason != null) {
        return reason;
      }
    }
    return at == 0 ? "empty" : null;
  }

  private String readLine(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < 0x20 && c != '\t' || c == 0x7F) {
        return "control character in a line";
      }
    }
    if (line.length() < 2 || line.charAt(1) != '=') {
      return "line without a type";
    }
    String value = line.substring(2);
    return switch (line.charAt(0)) {
      case 'm' -> startMedia(value);
      case 'a' -> {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        yield media.isEmpty() ? sessionAttribute(name, rest) : media.getLast().add(name, rest);
      }
      default -> null;
    };
  }

  private String startMedia(String value) {
    if (media.size() == SessionDescription.MAX_MEDIA) {
      return "too many m-lines";
    }
    MediaBuilder builder = MediaBuilder.start(value);
    if (builder == null) {
      return "malformed m-line";
    }
    media.add(builder);
    return null;
  }

  private String sessionAttribute(String name, String value) {
    switch (name) {
      case "ice-lite" -> iceLite = true;
      case "group" -> {
        String[] parts = value.split(" +");
        if (parts[0].equals("BUNDLE") && bundle.isEmpty()) {
          for (int i = 1; i < parts.length && i <= SessionDescription.MAX_MEDIA; i++) {
            bundle.add(parts[i]);
          }
        }
      }
      default -> {
        return session.add(name, value);
      }
    }
    return null;
  }
}
