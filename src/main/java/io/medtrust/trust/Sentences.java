package io.medtrust.trust;

import io.medtrust.bus.TrustUpdate.Identity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

/**
 * What people read: one plain sentence for each signal with the time since when, and one about
 * identity. Pure. Nothing here ever says that somebody is real: the most is that the face or voice
 * matches and that no sign of an attack was found.
 */
final class Sentences {
  private static final String NO_FRAUD = "; this alone does not mean fraud";

  /** What holds since a time, by detector and code. */
  private static final Map<String, String> HOLDING =
      Map.ofEntries(
          Map.entry("frame_integrity black", "The picture has been black"),
          Map.entry("frame_integrity frozen", "The picture has been frozen"),
          Map.entry("frame_integrity dark", "The picture has been dark"),
          Map.entry("frame_integrity flat", "The picture has shown one even surface"),
          Map.entry("face_presence no_face", "No face has been seen"),
          Map.entry("face_presence several_faces", "Several faces have been seen"),
          Map.entry("temporal_consistency frozen", "The picture has stood still"),
          Map.entry("temporal_consistency identity_shift", "The face has looked changed"),
          Map.entry("face_artifact artifacts", "The face has had too little structure"),
          Map.entry("liveness not_living", "The face has hardly moved by itself"),
          Map.entry("voice unnatural", "Voice has sounded flat"),
          Map.entry("voice silent", "No sound at all has come"),
          Map.entry(
              "face_identity not_enrolled_person", "The face has not matched the enrolled doctor"),
          Map.entry("face_identity face_changed", "The face has been another one"),
          Map.entry(
              "voice_identity not_enrolled_voice", "The voice has not matched the enrolled doctor"),
          Map.entry("voice_identity voice_changed", "The voice has been another one"),
          Map.entry("replay replayed", "The media have been a replay of earlier ones"),
          Map.entry("replay looped", "The media have been repeating themselves"),
          Map.entry("replay reused", "The media have been a replay of earlier ones"),
          Map.entry("replay loop", "The media have been repeating themselves"),
          Map.entry("voice_replay reused", "The voice has been a replay of an earlier call"),
          Map.entry("voice_replay loop", "The same recording has been heard again"),
          Map.entry("replay reversed", "The picture has run backwards through itself"),
          Map.entry("voice_replay replayed", "The voice has been a replay of an earlier call"),
          Map.entry("voice_replay looped", "The same recording has been heard again"),
          Map.entry(
              "light_probe stale_reflection", "The face has shown the light of an earlier check"),
          Map.entry("challenge no_answer", "Prompts have not been followed"),
          Map.entry("light_probe no_reflection", "The face has not reflected the screen's light"),
          Map.entry("challenge not_answered", "The challenge has not been answered"),
          Map.entry("lip_sync mismatch", "Lips and voice have not agreed"),
          Map.entry("injection cut", "The picture has been cut over to another source"),
          Map.entry("presentation screen_or_print", "The face has looked like a screen or a print"),
          Map.entry("voice_synthetic synthetic", "The voice has sounded generated"),
          Map.entry("face_synthetic synthetic", "The face has looked generated"));

  private static final Set<String> NOT_ENROLLED =
      Set.of("not_enrolled", "no_template", "not_configured");

  private final DateTimeFormatter clock;

  Sentences(ZoneId zone) {
    clock = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /** What a signal says, since when, and, for an opinion that speaks against, what it is worth. */
  String of(SignalBoard.View view) {
    if (view.newest() == null) return view.reason();
    var role = SignalRole.of(view.detector());
    var since = " since " + clock.format(Instant.ofEpochMilli(view.sinceMillis()));
    var holding = HOLDING.get(view.detector() + ' ' + view.code());
    if (holding != null) {
      boolean opinion = role.kind() == SignalRole.Kind.ADVISORY && !fact(view.code());
      return holding + since + (opinion ? NO_FRAUD : "");
    }
    var reason = stripped(view.reason());
    if (view.state().equals("failed")) {
      boolean measured = role.kind() == SignalRole.Kind.MEASURED;
      return reason + " (" + since.strip() + ")" + (measured ? "" : NO_FRAUD);
    }
    return view.known() ? reason + " (" + since.strip() + ")" : reason;
  }

  /** Codes of passive detectors that are facts all the same. */
  private static boolean fact(String code) {
    return code.equals("frozen") || code.equals("silent") || code.equals("black");
  }

  /** Whether it is the enrolled doctor, as far as face and voice were compared. */
  static Identity identity(SignalBoard board, long now) {
    var face = board.view("face_identity", now);
    var voice = board.view("voice_identity", now);
    if (differs(face) || differs(voice)) {
      var what =
          differs(face) && differs(voice)
              ? "Face and voice do"
              : differs(face) ? "The face does" : "The voice does";
      return new Identity("differs", what + " not match the enrolled doctor");
    }
    if (matches(face))
      return new Identity("matches", "Matches the enrolled doctor" + attacks(board, now));
    if (matches(voice)) {
      return new Identity(
          "unknown", "The voice matches the enrolled doctor; the face could not be compared");
    }
    if (notEnrolled(face) && notEnrolled(voice)) {
      return new Identity("not_enrolled", "Not enrolled: identity not checked");
    }
    var why = notEnrolled(face) ? voice : face;
    return new Identity("unknown", "Identity is not known now: " + lower(stripped(why.reason())));
  }

  /** What was looked for and not found, and what was not looked for. */
  private static String attacks(SignalBoard board, long now) {
    var replay = board.view("replay", now);
    var injection = board.view("injection", now);
    var voice = board.view("voice_replay", now);
    if (voice.state().equals("failed")) return "; but signs of a replay of the voice were found";
    if (replay.state().equals("failed") || injection.state().equals("failed")) {
      return "; but signs of "
          + (replay.state().equals("failed") ? "replay" : "injection")
          + " were found";
    }
    if (replay.known() && injection.known()) return "; no sign of replay or injection was found";
    if (replay.known()) return "; no sign of replay was found, injection was not checked";
    if (injection.known()) return "; no sign of injection was found, replay was not checked";
    return "; replay and injection were not checked";
  }

  private static boolean matches(SignalBoard.View view) {
    return view.state().equals("ok");
  }

  private static boolean differs(SignalBoard.View view) {
    return view.state().equals("failed");
  }

  private static boolean notEnrolled(SignalBoard.View view) {
    return view.newest() == null || !view.known() && NOT_ENROLLED.contains(view.code());
  }

  private static String stripped(String reason) {
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }

  private static String lower(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
