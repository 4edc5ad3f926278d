/** Signs that the picture does not come straight from one camera. Pure. */
package io.medtrust.analysis.detect.injection;
