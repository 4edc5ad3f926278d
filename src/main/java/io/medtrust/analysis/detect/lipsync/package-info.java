/** Do mouth and voice belong together. Pure. */
package io.medtrust.analysis.detect.lipsync;
