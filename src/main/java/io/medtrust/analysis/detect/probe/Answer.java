package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.detect.Evidence;

/**
 * How a challenge was answered so far.
 *
 * @param done it was answered
 * @param onsetMillis from the asking to the begin of the answer, by the node's clock; -1 when none
 *     began
 */
record Answer(boolean done, long onsetMillis, Evidence evidence) {}
