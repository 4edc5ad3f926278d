package io.medtrust.lab.run;

import io.medtrust.lab.media.LabClip;
import io.medtrust.lab.media.LabClip.Kind;
import io.medtrust.lab.media.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which calls a run makes: every clip under every condition. A genuine clip of a subject with
 * several clips is compared with the template of the subject's longest clip, and every genuine clip
 * once more with that of the next subject: the same media, and not the person who is enrolled.
 *
 * @param references the clip of each subject that templates are taken from, by kind and subject
 */
record RunPlan(List<PlannedCall> calls, Map<Kind, Map<String, LabClip>> references) {

  static RunPlan of(Manifest manifest, RunOptions options) {
    var clips =
        manifest.clips().stream()
            .filter(c -> options.clips().isEmpty() || c.name().contains(options.clips()))
            .toList();
    if (clips.isEmpty()) {
      throw new IllegalArgumentException(
          "the folder " + manifest.folder() + " has no labelled clip to measure");
    }
    var references = new HashMap<Kind, Map<String, LabClip>>();
    for (var kind : Kind.values()) references.put(kind, references(clips, kind));
    var calls = new ArrayList<PlannedCall>();
    for (var condition : conditions(options, Kind.FACE)) {
      for (var c : clips) if (c.kind() == Kind.FACE) add(calls, c, condition, references);
    }
    for (var condition : conditions(options, Kind.VOICE)) {
      for (var c : clips) if (c.kind() == Kind.VOICE) add(calls, c, condition, references);
    }
    return new RunPlan(calls, references);
  }

  private static void add(
      List<PlannedCall> calls,
      LabClip clip,
      Condition condition,
      Map<Kind, Map<String, LabClip>> references) {
    var known = references.get(clip.kind());
    var own = known.get(clip.subject());
    boolean enrolled = clip.genuine() && own != null && !own.equals(clip);
    calls.add(new PlannedCall(clip, condition, enrolled ? clip.subject() : null));
    if (!clip.genuine()) return;
    var other = other(known, clip.subject());
    if (other != null) calls.add(new PlannedCall(clip, condition, other));
  }

  /** The next subject by name, around the end. */
  private static String other(Map<String, LabClip> known, String subject) {
    String first = null;
    for (var name : known.keySet()) {
      if (name.equals(subject)) continue;
      if (name.compareTo(subject) > 0) return name;
      if (first == null) first = name;
    }
    return first;
  }

  private static Map<String, LabClip> references(List<LabClip> clips, Kind kind) {
    var bySubject = new TreeMap<String, List<LabClip>>();
    for (var c : clips) {
      if (c.genuine() && c.kind() == kind) {
        bySubject.computeIfAbsent(c.subject(), _ -> new ArrayList<>()).add(c);
      }
    }
    var references = new TreeMap<String, LabClip>();
    bySubject.forEach(
        (subject, own) ->
            references.put(
                subject,
                own.stream().max(Comparator.comparingDouble(LabClip::seconds)).orElseThrow()));
    return references;
  }

  private static List<Condition> conditions(RunOptions options, Kind kind) {
    var conditions = new ArrayList<Condition>();
    for (double loss : options.loss()) {
      if (kind == Kind.VOICE) {
        for (int kbps : options.soundKbps()) conditions.add(new Condition(null, kbps, loss));
      } else {
        for (var codec : options.codecs()) {
          for (int kbps : options.kbps()) conditions.add(new Condition(codec, kbps, loss));
        }
      }
    }
    return conditions;
  }
}
