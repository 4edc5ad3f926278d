package io.medtrust.lab.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The attacks that can be scripted from clean clips. */
public enum AttackKind {
  /** The last picture again and again, as a virtual camera does. */
  FROZEN(true, false),
  /** The camera sends black. */
  BLACK(true, false),
  /** The last seconds of the call, again and again. */
  LOOP(true, false),
  /** What was recorded since the call began, sent again from its beginning. */
  REPLAYED_FILE(true, false),
  /** The same recording shown on a screen before the camera (simulated). */
  SCREEN_REPLAY(true, false),
  /**
   * A recording of the person that the server never saw, on a screen before the camera (simulated).
   */
  SCREEN_UNSEEN(true, false),
  /** A print of the person, held by hand (simulated). */
  PHOTO(true, false),
  /** Another person sits there. */
  SWITCH_FACE(true, false),
  /** Another person, in another simulcast layer: another stream of a smaller picture. */
  OTHER_LAYER(true, false),
  /** Another person speaks. */
  SWITCH_VOICE(false, true),
  /** A speech synthesiser speaks, with a voice of its own or of somebody else. */
  SYNTHETIC_VOICE(false, true),
  /** A speech synthesiser speaks with the very person's voice. */
  CLONED_VOICE(false, true),
  /** No sound at all. */
  SILENCE(false, true),
  /** The picture goes on and the sound is another person's. */
  LIP_MISMATCH(true, true);

  final boolean pictures;
  final boolean sound;

  AttackKind(boolean pictures, boolean sound) {
    this.pictures = pictures;
    this.sound = sound;
  }

  /** As reports and the command line spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its pictures are footage. */
  boolean recorded() {
    return shownAgain() || this == SWITCH_FACE || this == OTHER_LAYER;
  }

  /** Whether the attacker's footage begins anew when it is over. All other is shown once. */
  boolean shownAgain() {
    return this == REPLAYED_FILE || this == SCREEN_REPLAY;
  }

  /** Whether something is brought before the camera, which takes a moment. */
  boolean heldUp() {
    return this == SCREEN_REPLAY || this == SCREEN_UNSEEN || this == PHOTO;
  }

  /** Whether the genuine footage must go on behind the attack. */
  boolean needsFootage() {
    return this == LIP_MISMATCH || this == SCREEN_UNSEEN;
  }

  /**
   * @throws IllegalArgumentException with one sentence that names all kinds
   */
  public static AttackKind of(String word) {
    for (var kind : values()) if (kind.word().equals(word)) return kind;
    var all = String.join(", ", Arrays.stream(values()).map(AttackKind::word).toList());
    throw new IllegalArgumentException("--kind takes all or of " + all + ", not " + word);
  }

  public static List<AttackKind> all() {
    return List.of(values());
  }
}
