package io.medtrust.analysis.detect;

import java.util.List;

/**
 * What the node knows of a verification and its media does not say. Handed to every detector by
 * {@link Detector#know}; a later one of a kind replaces the earlier one of that kind.
 */
public sealed interface Knowledge {
  /** Templates of the person who should be there. */
  record Enrolled(List<Template> templates) implements Knowledge {
    public Enrolled {
      templates = List.copyOf(templates);
    }

    /** The newest template of a kind that this model made, or null. */
    public Template of(String kind, String model) {
      return find(templates, kind, model);
    }
  }

  /**
   * A person's features as one model measures them; belongs to whoever holds it and is not written.
   *
   * @param kind {@code face} or {@code voice}
   * @param model name and version of the model; no other may compare it
   * @param quality of the media that it was made from, 0..1
   */
  record Template(String kind, String model, float[] values, float quality) {}

  /**
   * The face and voice that this call began with, measured earlier in it: for a detector that
   * begins anew because the camera was off or the worker was lost.
   */
  record Began(List<Template> templates) implements Knowledge {
    public Began {
      templates = List.copyOf(templates);
    }

    /** That of a kind that this model made, or null. */
    public Template of(String kind, String model) {
      return find(templates, kind, model);
    }
  }

  private static Template find(List<Template> templates, String kind, String model) {
    Template found = null;
    for (var t : templates) if (t.kind().equals(kind) && t.model().equals(model)) found = t;
    return found;
  }

  /**
   * The colours that the page was told to show, by a sequence that the node chose.
   *
   * @param sentMicros when the page was told, node's clock; it shows them some moment later
   * @param colours red, green, blue of each step, sRGB, 0..1; none when the probe of that id is
   *     taken back, because the page did not show it
   */
  record LightProbe(String id, long sentMicros, long stepMicros, float[][] colours)
      implements Knowledge {}

  /**
   * What the person was asked to do.
   *
   * @param kind {@code words}, {@code turn_left}, {@code turn_right} or {@code blink}
   * @param words to be spoken; empty for the other kinds
   * @param expiresMicros an answer after this counts as none; not after {@code issuedMicros} when
   *     the challenge of that id is taken back
   */
  record Challenge(
      String id, String kind, List<String> words, long issuedMicros, long expiresMicros)
      implements Knowledge {}

  /** Fingerprints of earlier sessions of the same account. */
  record Memory(List<Fingerprint> fingerprints) implements Knowledge {
    public Memory {
      fingerprints = List.copyOf(fingerprints);
    }
  }

  /**
   * What makes a stretch of media recognisable when it comes again, and nothing more.
   *
   * @param kind {@code video} or {@code sound}
   * @param form form and version of the bytes
   */
  record Fingerprint(String kind, String form, byte[] data, long mediaTimeMicros) {}
}
