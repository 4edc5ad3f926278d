/**
 * The synthetic person: a talking head, drawn and heard, that nobody has, with exact truth; for
 * tests, the lab and the demo (docs/lab-person.md).
 *
 * <p>Uses {@code analysis.face} and {@code analysis.detect} for the records that the detectors get,
 * and {@code analysis.media.Picture}. Pure: no clock, no thread; a seed and a time give the bytes.
 */
package io.medtrust.lab.person;
