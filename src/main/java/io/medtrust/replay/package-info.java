/**
 * The node's memory of an account's earlier calls, for the replay detectors: fingerprints come from
 * analysis, are stored under the consent they were taken with, and go back to analysis when the
 * account's next verification begins. Knows detectors only by the bus.
 */
package io.medtrust.replay;
