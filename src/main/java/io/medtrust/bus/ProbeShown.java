package io.medtrust.bus;

/**
 * What a participant's page says of a check that it was told to show. A client's word: it can make
 * a check unknown and nothing else.
 *
 * @param shown it is on the screen
 * @param skipped the person did not want it
 */
public record ProbeShown(
    String session, String participant, String check, boolean shown, boolean skipped) {}
