/**
 * Runs detectors: a one-slot mailbox and a time budget for each, a small pool of threads for each
 * family. Turns what goes wrong with a detector into unknown verdicts at once: an exception, a call
 * that takes too long, a call that never ends. Knows no bus and no network; time is handed in.
 */
package io.medtrust.analysis.detect.run;
