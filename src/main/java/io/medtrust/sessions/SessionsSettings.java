package io.medtrust.sessions;

import io.medtrust.ops.Settings;
import io.medtrust.sessions.gate.Gate;
import io.medtrust.sessions.gate.Part;
import java.util.EnumMap;
import java.util.EnumSet;

/**
 * @param consentVersion which {@code consent/analysis-N.txt} is shown and asked for
 * @param nursePictures whether nurses of the ward may see the verified picture on the wall
 * @param gate whether a doctor is measured before a session becomes active
 * @param rules what the gate weighs and requires
 * @param gateFreshMillis a reading older than this does not count at the gate
 */
public record SessionsSettings(
    String consentVersion, boolean nursePictures, boolean gate, Gate rules, int gateFreshMillis) {
  /**
   * @throws IllegalArgumentException with one sentence when a setting is wrong
   */
  public static SessionsSettings from(Settings settings) {
    return new SessionsSettings(
        settings.text("sessions.consent_version"),
        settings.flag("sessions.nurse_pictures"),
        gate(settings.text("sessions.gate")),
        rules(settings),
        settings.integer("sessions.gate_fresh_ms", 1_000, 60_000));
  }

  private static boolean gate(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("sessions.gate is on or off");
    };
  }

  private static Gate rules(Settings settings) {
    var weights = new EnumMap<Part, Double>(Part.class);
    for (var part : Part.values()) {
      weights.put(part, settings.number("sessions.gate_weight_" + part.text(), 0, 1));
    }
    var required = EnumSet.noneOf(Part.class);
    for (var word : settings.list("sessions.gate_required")) {
      try {
        required.add(Part.of(word));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("sessions.gate_required: there is no part " + word, e);
      }
    }
    return new Gate(weights, required);
  }
}
