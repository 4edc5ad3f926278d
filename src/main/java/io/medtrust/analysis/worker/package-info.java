/**
 * The analysis worker: takes encoded frames by gRPC, decodes them, follows the face, runs the
 * detectors and sends back what they say. Holds no secret and no database connection, because
 * native decoders and models eat bytes that strangers sent. Uses Vert.x, the worker's protocol, and
 * the packages {@code analysis.media}, {@code analysis.face} and {@code analysis.detect}; knows
 * nothing of the node.
 *
 * <p>{@link io.medtrust.analysis.worker.AnalysisWorker#start} is the way in.
 */
package io.medtrust.analysis.worker;
