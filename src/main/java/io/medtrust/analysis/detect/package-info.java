/**
 * The contract of detectors, and what runs them. A detector is pure: it gets immutable observations
 * and their media time, returns {@link io.medtrust.analysis.detect.Output}s, and knows no clock, no
 * thread, no bus. The runtime around it gives it a one-slot mailbox, a thread of its family's pool,
 * a time budget, and a second chance after an exception.
 *
 * <p>Detectors of a family live in a package of their own below this one or beside the contract;
 * {@code Detectors.all()} gives the list of their {@link
 * io.medtrust.analysis.detect.DetectorFactory}s. May use {@code analysis.face} and {@code
 * analysis.media}.
 */
package io.medtrust.analysis.detect;
