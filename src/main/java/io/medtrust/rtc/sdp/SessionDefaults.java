package io.medtrust.rtc.sdp;

import io.medtrust.rtc.dtls.Fingerprint;

/** The attributes that may stand at session level and hold for every section without its own. */
final class SessionDefaults {
  String iceUfrag;
  String icePwd;
  Fingerprint fingerprint;
  Setup setup;
  Direction direction;

  /**
   * Takes an attribute if it is one of these.
   *
   * @return why the description is invalid, or null
   */
  String add(String name, String value) {
    switch (name) {
      case "ice-ufrag" -> {
        if (!Text.isIceChars(value, 4, 256)) {
          return "malformed ice-ufrag";
        }
        iceUfrag = value;
      }
      case "ice-pwd" -> {
        if (!Text.isIceChars(value, 22, 256)) {
          return "malformed ice-pwd";
        }
        icePwd = value;
      }
      case "fingerprint" -> {
        // There may be several, with algorithms that we do not take among them.
        Fingerprint parsed = Fingerprint.parse(value);
        fingerprint = fingerprint == null ? parsed : fingerprint;
      }
      case "setup" -> setup = Setup.parse(value);
      default -> {
        Direction parsed = Direction.parse(name);
        direction = parsed == null ? direction : parsed;
      }
    }
    return null;
  }
}
