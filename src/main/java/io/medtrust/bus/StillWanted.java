package io.medtrust.bus;

/** Asks analysis for one small picture of a verification; answered by {@link StillTaken}. */
public record StillWanted(String verification) {}
