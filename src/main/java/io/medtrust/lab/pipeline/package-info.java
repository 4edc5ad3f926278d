/**
 * Calls without people: pictures and sound of any source through a browser's encoders, RTP, the
 * node's tap, a real analysis worker and the node's trust, in real time, with everything that was
 * said along the way. {@link io.medtrust.lab.pipeline.LabNode} is the place to begin.
 */
package io.medtrust.lab.pipeline;
