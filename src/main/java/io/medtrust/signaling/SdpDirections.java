package io.medtrust.signaling;

import java.util.Locale;

/** Reads of an SDP only whether its sender wants to send media (RFC 8866 §6.7). Pure. */
final class SdpDirections {
  private SdpDirections() {}

  /**
   * Whether any audio or video section may send: the default, {@code sendrecv}, and {@code
   * sendonly} do. A rejected section (port 0) does not.
   */
  static boolean sends(String sdp) {
    boolean sessionSends = true;
    boolean media = false;
    boolean sectionSends = false;
    for (var raw : sdp.split("\r\n|\n|\r")) {
      var line = raw.strip().toLowerCase(Locale.ROOT);
      if (line.startsWith("m=")) {
        if (media && sectionSends) return true;
        var parts = line.split(" +", 3);
        boolean rejected = parts.length > 1 && parts[1].equals("0");
        boolean carriesMedia = line.startsWith("m=audio") || line.startsWith("m=video");
        media = carriesMedia && !rejected;
        sectionSends = sessionSends;
      } else if (line.startsWith("a=")) {
        switch (line) {
          case "a=sendrecv", "a=sendonly" -> {
            if (media) sectionSends = true;
          }
          case "a=recvonly", "a=inactive" -> {
            if (media) sectionSends = false;
            // before the first m= it is the default of all sections
            else sessionSends = false;
          }
          default -> {}
        }
      }
    }
    return media && sectionSends;
  }
}
