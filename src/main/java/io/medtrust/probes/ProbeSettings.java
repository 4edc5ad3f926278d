package io.medtrust.probes;

import io.medtrust.ops.Settings;

/**
 * @param light whether light probes are made
 * @param challenges whether prompts may be asked for
 * @param firstMillis from the first sight of the face to the first light probe
 * @param everyMillis from one light probe to the next on average; each gap is 0.5 to 1.5 of it
 * @param announceMillis from the announcement on the page to the first colour
 * @param most checks of any kind in ten minutes
 * @param requestGapMillis from one check that somebody asks for to the next
 * @param words number of words of a prompt
 */
public record ProbeSettings(
    boolean light,
    boolean challenges,
    long firstMillis,
    long everyMillis,
    long announceMillis,
    int most,
    long requestGapMillis,
    int words) {
  public static ProbeSettings from(Settings settings) {
    return new ProbeSettings(
        settings.flag("probes.light"),
        settings.flag("probes.challenges"),
        1000L * settings.integer("probes.first_seconds", 0, 3600),
        1000L * settings.integer("probes.every_seconds", 30, 86_400),
        settings.integer("probes.announce_ms", 2000, 30_000),
        settings.integer("probes.max_in_10_minutes", 1, 20),
        1000L * settings.integer("probes.request_gap_seconds", 15, 3600),
        settings.integer("probes.words", 2, 6));
  }
}
