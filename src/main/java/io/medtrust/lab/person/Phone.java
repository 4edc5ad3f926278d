package io.medtrust.lab.person;

import java.util.ArrayList;
import java.util.List;

/**
 * A speech sound as a synthesiser needs it.
 *
 * @param f1 first formant of a middling man, Hz (vowels after Peterson and Barney 1952)
 * @param voice loudness of the voiced source, 0..1
 * @param friction loudness of the noise made at a narrow place, 0..1
 * @param frictionHertz where that noise is loudest
 * @param breath loudness of the noise made at the glottis, 0..1
 * @param burst begins with a closure that bursts
 * @param seconds usual length
 * @param jaw opening of the mouth, 0..1
 * @param wide lips, -1 rounded .. 1 spread
 */
record Phone(
    double f1,
    double f2,
    double f3,
    double voice,
    double friction,
    double frictionHertz,
    double breath,
    boolean burst,
    double seconds,
    double jaw,
    double wide) {
  private static final String VOWELS = "aeiouy";

  boolean vowel() {
    return voice == 1 && seconds > 0.08;
  }

  private static Phone vowel(double f1, double f2, double f3, double jaw, double wide) {
    return new Phone(f1, f2, f3, 1, 0, 0, 0.03, false, 0.12, jaw, wide);
  }

  private static Phone stop(
      double f1, double f2, double f3, double voice, double hertz, double jaw) {
    return new Phone(f1, f2, f3, voice, 0.5, hertz, 0.1, true, 0.085, jaw, 0);
  }

  private static Phone hiss(double f2, double voice, double friction, double hertz, double jaw) {
    return new Phone(350, f2, 2500, voice, friction, hertz, 0.02, false, 0.095, jaw, 0.2);
  }

  private static Phone sonorant(
      double f1, double f2, double f3, double voice, double jaw, double wide) {
    return new Phone(f1, f2, f3, voice, 0, 0, 0.01, false, 0.07, jaw, wide);
  }

  /** The sound that a letter stands for here: one each, so that words differ as they are spelt. */
  static Phone of(char letter) {
    return switch (letter) {
      case 'a' -> vowel(700, 1250, 2440, 0.85, 0.1);
      case 'e' -> vowel(530, 1840, 2480, 0.5, 0.5);
      case 'i' -> vowel(320, 2200, 2900, 0.25, 0.9);
      case 'o' -> vowel(540, 880, 2410, 0.55, -0.7);
      case 'u' -> vowel(340, 920, 2240, 0.25, -0.95);
      case 'y' -> vowel(400, 1950, 2560, 0.3, 0.5);
      case 'p' -> stop(300, 900, 2300, 0, 900, 0);
      case 'b' -> stop(250, 900, 2300, 0.25, 900, 0);
      case 't' -> stop(300, 1750, 2700, 0, 4200, 0.12);
      case 'd' -> stop(250, 1750, 2700, 0.25, 3800, 0.12);
      case 'k', 'q', 'c' -> stop(300, 1900, 2400, 0, 2100, 0.2);
      case 'g' -> stop(250, 1900, 2400, 0.25, 1900, 0.2);
      case 'f' -> hiss(1100, 0, 0.16, 3500, 0.05);
      case 'v' -> hiss(1100, 0.45, 0.08, 3500, 0.05);
      case 's', 'x' -> hiss(1700, 0, 0.42, 5600, 0.1);
      case 'z' -> hiss(1700, 0.45, 0.22, 5600, 0.1);
      case 'j' -> hiss(2000, 0.3, 0.35, 2900, 0.15);
      case 'h' -> new Phone(500, 1500, 2500, 0, 0, 0, 0.32, false, 0.07, 0.35, 0.1);
      case 'm' -> sonorant(250, 1000, 2200, 0.5, 0, 0);
      case 'n' -> sonorant(250, 1600, 2600, 0.5, 0.15, 0.1);
      case 'l' -> sonorant(360, 1150, 2700, 0.7, 0.25, 0.1);
      case 'r' -> sonorant(430, 1250, 1650, 0.7, 0.22, -0.4);
      case 'w' -> sonorant(300, 700, 2200, 0.7, 0.12, -0.95);
      default -> null;
    };
  }

  /** The sounds of a word, letter by letter; a doubled letter is one. */
  static List<Phone> of(String word) {
    var out = new ArrayList<Phone>();
    char last = 0;
    for (char letter : word.toLowerCase(java.util.Locale.ROOT).toCharArray()) {
      var phone = of(letter);
      if (phone != null && letter != last) out.add(phone);
      last = letter;
    }
    if (out.isEmpty()) out.add(of('a'));
    return out;
  }

  /** A word that nobody knows, of one to four syllables. */
  static String word(long seed, long index) {
    var out = new StringBuilder();
    String begins = "ptkbdgfsmnlrwvhjz";
    String ends = "nmslrtkd";
    int syllables = 1 + (int) (3.2 * Math.pow(Noise.unit(seed, 64 * index), 1.4));
    for (int i = 0; i < syllables; i++) {
      long at = 64 * index + 8L * i;
      if (i > 0 || Noise.unit(seed, at + 1) < 0.85) {
        out.append(begins.charAt((int) (Noise.unit(seed, at + 2) * begins.length())));
      }
      out.append(VOWELS.charAt((int) (Noise.unit(seed, at + 3) * VOWELS.length())));
      if (Noise.unit(seed, at + 4) < 0.35) {
        out.append(ends.charAt((int) (Noise.unit(seed, at + 5) * ends.length())));
      }
    }
    return out.toString();
  }
}
