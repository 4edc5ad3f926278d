/**
 * Genuine calls of synthetic people at the level of observations, faster than time: what the
 * detectors that need no pixels, the checks and the alarms make of hundreds of hours.
 */
package io.medtrust.lab.observe;
