package io.medtrust.lab.media;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who is seen or heard, from a clip's file name. What no rule knows is a subject of its own, named
 * as its file: two clips of one person would then count as two, which docs/lab.md says.
 */
public final class Subjects {
  private record Rule(Pattern name, String subject) {
    Rule(String regex, String subject) {
      this(Pattern.compile(regex), subject);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          // Actors of MEAD: M and W with a number.
          new Rule("mead-([MW]\\d+)_.*", "mead-$1"),
          // What was made from a clip shows the same person.
          new Rule("screen-(d\\d+)", "liveportrait-$1"),
          new Rule("inject-(d\\d+)-.*", "liveportrait-$1"),
          new Rule("(dreamtalk)-(?:codeformer_sr_)?.*_(male_face|zp1)", "$1-$2"),
          new Rule("(aniportrait-\\w+)-gen", "$1"),
          // LibriSpeech numbers its speakers, in all its parts alike.
          new Rule("(?:sim-)?lsc?-(\\d+)-.*", "librispeech-$1"),
          new Rule("rtvc-(\\d+)_.*", "librispeech-$1"),
          new Rule("rtvc-(p\\d+)_.*", "vctk-$1"),
          new Rule("LJ\\d+-\\d+", "voice-lj"),
          // Voices that tortoise-tts ships, human and cloned; pat and pat2 may be one person.
          new Rule("tv-pat2?-\\d+", "voice-pat"),
          new Rule("tv-(\\w+)-\\d+", "voice-$1"),
          new Rule("tortoise-\\w+-(\\w+)", "voice-$1"),
          new Rule("sb-(spk\\d+)_.*", "speechbrain-$1"),
          // Synthetic voices: the voice, not the sentence.
          new Rule("(espeak-en-us|espeak-en_m7|flite-\\w+)-\\d+", "$1"),
          new Rule("(?:naturals|tacotron)-\\w+-(\\w+)", "tts-$1"));

  private Subjects() {}

  /**
   * @param stem file name without folder and ending
   */
  public static String of(String stem) {
    for (var rule : RULES) {
      var matcher = rule.name.matcher(stem);
      if (matcher.matches()) return matcher.replaceFirst(rule.subject);
    }
    return stem;
  }
}
