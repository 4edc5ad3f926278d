/**
 * Has this been seen or heard before: media that comes again, in this call or from an earlier one.
 * Sequences of small signatures are compared, never single pictures. Pure.
 */
package io.medtrust.analysis.detect.replay;
