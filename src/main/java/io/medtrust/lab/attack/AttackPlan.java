package io.medtrust.lab.attack;

import io.medtrust.lab.media.LabClip;
import io.medtrust.lab.media.LabClip.Kind;
import io.medtrust.lab.media.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Chooses persons and moments, by a seed. */
final class AttackPlan {
  /** Genuine footage before an attack, seconds. */
  private static final double EARLIEST = 6;

  private static final double LATEST = 20;

  /** Persons with less footage than this are not used. */
  private static final double ENOUGH = 9;

  /** Voices with less are not compared with another's: a template needs 20 s of speech. */
  private static final double ENOUGH_SPEECH = 26;

  /** Speech of an attacker, which is heard once. */
  private static final double ENOUGH_ATTACK = 18;

  private final Map<String, List<LabClip>> faces;
  private final Map<String, List<LabClip>> voices;
  private final Map<String, List<LabClip>> synthetic;
  private final long seed;
  private final double horizon;

  AttackPlan(Manifest manifest, long seed, double horizon) {
    this.seed = seed;
    this.horizon = horizon;
    faces = subjects(manifest, Kind.FACE, true);
    voices = subjects(manifest, Kind.VOICE, true);
    synthetic = subjects(manifest, Kind.VOICE, false);
    synthetic.values().removeIf(c -> seconds(c) < ENOUGH_ATTACK);
    synthetic.values().removeIf(c -> c.stream().anyMatch(s -> s.species().contains("replay")));
  }

  private static Map<String, List<LabClip>> subjects(
      Manifest manifest, Kind kind, boolean genuine) {
    var subjects = new TreeMap<String, List<LabClip>>();
    for (var c : manifest.clips()) {
      if (c.kind() == kind && c.genuine() == genuine) {
        subjects.computeIfAbsent(c.subject(), _ -> new ArrayList<>()).add(c);
      }
    }
    if (genuine) {
      subjects.values().removeIf(clips -> seconds(clips) < ENOUGH);
      subjects.values().forEach(c -> c.sort(Comparator.comparing(LabClip::name)));
    }
    return subjects;
  }

  static double seconds(List<LabClip> clips) {
    return clips.stream().mapToDouble(LabClip::seconds).sum();
  }

  /**
   * @param hasSound whether a clip has sound of its own
   * @throws IllegalArgumentException when the folder has nobody for it
   */
  List<AttackRun> runs(AttackKind kind, int count, java.util.function.Predicate<LabClip> hasSound) {
    var random = new Random(seed * 31 + kind.ordinal());
    var genuine = new ArrayList<>((kind.pictures ? faces : voices).keySet());
    if (kind == AttackKind.LIP_MISMATCH) {
      // Lips and voice must be of one recording.
      genuine.removeIf(s -> faces.get(s).size() != 1 || !hasSound.test(faces.get(s).getFirst()));
    }
    if (kind.sound && !kind.pictures && others(kind) != null) {
      genuine.removeIf(s -> seconds(voices.get(s)) < ENOUGH_SPEECH);
    }
    if (kind == AttackKind.CLONED_VOICE) genuine.retainAll(synthetic.keySet());
    var others = others(kind);
    if (genuine.isEmpty() || others != null && others.size() < 2) {
      throw new IllegalArgumentException(
          "the folder has too few persons or voices for the attack " + kind.word());
    }
    Collections.shuffle(genuine, random);
    var runs = new ArrayList<AttackRun>();
    for (int n = 0; n < count; n++) {
      var subject = genuine.get(n % genuine.size());
      var clips = (kind.pictures ? faces : voices).get(subject);
      double there = seconds(clips);
      double latest = Math.min(LATEST, there * (kind.needsFootage() ? 0.5 : 0.85));
      double earliest = Math.min(EARLIEST, latest * 0.8);
      double start = earliest + random.nextDouble() * (latest - earliest);
      double lasts = kind.needsFootage() ? Math.min(horizon, there - start - 0.5) : horizon;
      String other = null;
      List<LabClip> otherClips = clips;
      if (others != null) {
        var names = new ArrayList<>(others.keySet());
        names.remove(subject);
        other = kind == AttackKind.CLONED_VOICE ? subject : names.get(random.nextInt(names.size()));
        otherClips = new ArrayList<>(others.get(other));
        if (others == synthetic) Collections.shuffle(otherClips, random);
        if (!kind.needsFootage()) lasts = Math.min(lasts, seconds(otherClips) - 0.5);
      }
      double loop = Math.min(2 + 2 * random.nextDouble(), start * 0.8);
      runs.add(new AttackRun(kind, n, subject, clips, other, otherClips, start, loop, lasts));
    }
    return runs;
  }

  private Map<String, List<LabClip>> others(AttackKind kind) {
    return switch (kind) {
      case SWITCH_FACE, OTHER_LAYER -> faces;
      case SWITCH_VOICE, LIP_MISMATCH -> voices;
      case SYNTHETIC_VOICE, CLONED_VOICE -> synthetic;
      case FROZEN, BLACK, LOOP, REPLAYED_FILE, SCREEN_REPLAY, SCREEN_UNSEEN, PHOTO, SILENCE -> null;
    };
  }
}
